/// How a surface's exploration is budgeted: what a shop owner sets.
public struct ExplorationDials: Sendable, Hashable, Codable {
    /// Share of expected reward that may be given up, in [0, 1]. 0 never explores; 1 allows all exploration.
    public var share: Double
    /// Reward that may be given up before any allowance is earned; at least 0.
    public var credit: Double
    /// Allowance that can be saved up, in decisions' worth; what is earned beyond it lapses.
    public var burst: Double
    /// Later showings in which what is learned pays back. Trials that would not pay within it are not made.
    public var horizon: Double
    /// Past events after which a shopper counts as half known.
    public var knownAfter: Double
    /// The `shopper` factor of a shopper who is fully known, in [0, 1].
    public var knownShopper: Double
    /// The `items` factor when nothing tried is new, in [0, 1].
    public var knownItems: Double
    /// The `stage` factor with something in the cart, in [0, 1]. At the checkout it is 0.
    public var cart: Double
    /// Ignored trials that halve the rate for the rest of the session.
    public var patience: Double
    /// The `drift` factor just after a detection; at least 1.
    public var driftBoost: Double
    /// Decisions after which the boost has halved.
    public var driftHalfLife: Double

    public init(
        share: Double = 0.02, credit: Double = 0, burst: Double = 10_000, horizon: Double = 100_000,
        knownAfter: Double = 50, knownShopper: Double = 0.5, knownItems: Double = 0.25, cart: Double = 0.5,
        patience: Double = 10, driftBoost: Double = 3, driftHalfLife: Double = 2_000
    ) {
        self.share = share
        self.credit = credit
        self.burst = burst
        self.horizon = horizon
        self.knownAfter = knownAfter
        self.knownShopper = knownShopper
        self.knownItems = knownItems
        self.cart = cart
        self.patience = patience
        self.driftBoost = driftBoost
        self.driftHalfLife = driftHalfLife
    }

    /// - Throws: ``ExploreError`` `parameter`, naming the dial, its rule and the value.
    func check() throws {
        for (name, value) in [
            ("share", share), ("knownShopper", knownShopper), ("knownItems", knownItems), ("cart", cart),
        ] {
            try ExploreError.check(value >= 0 && value <= 1, "ExplorationDials.\(name)", "in [0, 1]", got: value)
        }
        try ExploreError.check(credit >= 0 && credit.isFinite, "ExplorationDials.credit", "at least 0", got: credit)
        for (name, value) in [
            ("burst", burst), ("horizon", horizon), ("knownAfter", knownAfter), ("patience", patience),
            ("driftHalfLife", driftHalfLife),
        ] {
            try ExploreError.check(value > 0 && value.isFinite, "ExplorationDials.\(name)", "positive", got: value)
        }
        try ExploreError.check(
            driftBoost >= 1 && driftBoost.isFinite, "ExplorationDials.driftBoost", "at least 1", got: driftBoost)
    }
}
