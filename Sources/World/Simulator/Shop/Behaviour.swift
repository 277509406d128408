/// How pull turns into acts: one linear predictor on the log-odds scale for each step of the funnel.
public struct Behaviour: Sendable, Hashable {
    /// What an examined item must overcome, and what speaks for it, at each step.
    public struct Step: Sendable, Hashable {
        /// Log-odds when nothing speaks for or against.
        public var base: Double
        /// Closeness to the shopper's nearest interest, from 0 to 1.
        public var match: Double
        /// The item is of the category that the visit is about.
        public var intent: Double
        /// What the picture and the brand promise, standardised.
        public var appeal: Double
        /// What the goods are worth, standardised.
        public var quality: Double
        /// Cheapness against its category, in standard deviations, times the shopper's price sensitivity.
        public var price: Double
        /// One on the day of release, fading over ten days.
        public var novelty: Double
        /// The category's season today.
        public var season: Double
        /// Due for replenishment (positive) or just bought (negative).
        public var need: Double
        /// The shopper came to buy.
        public var mission: Double

        /// A step; what is not named has no weight.
        public init(
            base: Double, match: Double = 0, intent: Double = 0, appeal: Double = 0, quality: Double = 0,
            price: Double = 0, novelty: Double = 0, season: Double = 0, need: Double = 0, mission: Double = 0
        ) {
            self.base = base
            self.match = match
            self.intent = intent
            self.appeal = appeal
            self.quality = quality
            self.price = price
            self.novelty = novelty
            self.season = season
            self.need = need
            self.mission = mission
        }

        var all: [Double] { [base, match, intent, appeal, quality, price, novelty, season, need, mission] }
    }

    /// Click, given that the item was examined.
    public var click = Step(
        base: -4.65, match: 4.8, intent: 0.7, appeal: 0.35, price: 0.3, novelty: 0.5, season: 0.3, need: 1.5,
        mission: 0.1)
    /// Favourite, given a click.
    public var favourite = Step(base: -3.4, match: 1.6, appeal: 0.3)
    /// Cart, given a click.
    public var cart = Step(
        base: -3.3, match: 1.4, intent: 0.3, quality: 0.25, price: 0.35, season: 0.2, need: 1.2, mission: 1.2)
    /// Purchase, given that the item is in the cart.
    public var purchase = Step(base: -1.85, match: 0.8, quality: 0.2, price: 0.3, need: 0.8, mission: 1.2)
    /// Sent back, given a purchase that was not cancelled; the base is added to each category's own.
    public var refund = Step(base: 1.05, match: -0.8, quality: -0.5, price: -0.15)

    /// Sharpness of taste: `match = max over interests of strength * exp(sharpness * (cosine - 1))`.
    public var sharpness = 4.0
    /// An item clicked before in the same visit is clicked this many times as often.
    public var secondClick = 0.2
    /// Taken out of the cart again, given that it is not bought.
    public var uncart = 0.3
    /// Purchase called off before the goods move.
    public var cancellation = 0.012
    /// Purchase rated by a shopper of average zeal.
    public var rating = 0.14
    /// Rating with words.
    public var review = 0.45
    /// Share of visits made to buy rather than to look around.
    public var buyingVisits = 0.22

    /// Standard deviation of each coordinate's daily step in taste.
    public var drift = 0.012
    /// Chance per shopper and day that a new need replaces the weakest interest.
    public var newNeed = 0.01
    /// How strongly satisfaction moves the visit rate: `exp(pull * (satisfaction - 0.5))`.
    public var satisfactionPull = 0.8
    /// Chance per visit that a shopper of average satisfaction never comes back.
    public var leaving = 0.004

    /// The default behaviour, tuned so that the funnel is a shop's.
    public init() {}

    func validate() throws {
        for (step, name) in [
            (click, "click"), (favourite, "favourite"), (cart, "cart"), (purchase, "purchase"), (refund, "refund"),
        ] {
            try require(step.all, "Behaviour.\(name)", "made of numbers in [-50, 50]") {
                $0.allSatisfy { $0.isFinite && abs($0) <= 50 }
            }
        }
        for (share, name) in [
            (secondClick, "secondClick"), (uncart, "uncart"), (cancellation, "cancellation"), (rating, "rating"),
            (review, "review"), (buyingVisits, "buyingVisits"), (newNeed, "newNeed"), (leaving, "leaving"),
        ] {
            try require(share, "Behaviour.\(name)", "in [0, 1]") { $0 >= 0 && $0 <= 1 }
        }
        try require(sharpness, "Behaviour.sharpness", "in [0, 50]") { $0 >= 0 && $0 <= 50 }
        try require(drift, "Behaviour.drift", "in [0, 1]") { $0 >= 0 && $0 <= 1 }
        try require(satisfactionPull, "Behaviour.satisfactionPull", "in [0, 10]") { $0 >= 0 && $0 <= 10 }
    }
}
