/// What a slate policy could buy with exploration at one moment, and at what price: known before anything is drawn.
///
/// Rewards are per decision, in the unit of the ranker's means. `cost`, `ceiling`, `value` and `information` are per unit
/// of the rate that ``SlatePolicy/slate(from:length:rate:using:)`` takes.
public struct ExplorationOffer: Sendable, Hashable, Codable {
    /// Expected reward of the list that exploits only.
    public var greedyReward: Double
    /// Expected reward given up, to first order in the rate: its derivative at rate 0.
    public var cost: Double
    /// A bound on the expected reward given up that holds whatever is drawn, at every rate.
    public var ceiling: Double
    /// What the answers are worth to each later list: expected gain in reward from choosing with them.
    public var value: Double
    /// Variance of expected reward that one answer to each explored item removes.
    public var information: Double
    /// How unknown the explored items are: share of their variance that ``DirectedSlate/patience`` answers would
    /// remove, in [0, 1].
    public var novelty: Double

    public init(
        greedyReward: Double, cost: Double, ceiling: Double, value: Double, information: Double, novelty: Double = 1
    ) {
        self.greedyReward = greedyReward
        self.cost = cost
        self.ceiling = ceiling
        self.value = value
        self.information = information
        self.novelty = novelty
    }

    /// - Throws: ``ExploreError`` `offer`, naming the number that is not finite or, for all but the reward, negative.
    func check() throws {
        let parts = [
            ("cost", cost), ("ceiling", ceiling), ("value", value), ("information", information), ("novelty", novelty),
        ]
        for (name, part) in parts where !(part >= 0 && part.isFinite) {
            throw ExploreError(
                code: "offer", message: "ExplorationOffer.\(name) must be finite and at least 0; got \(part)")
        }
        guard greedyReward.isFinite else {
            throw ExploreError(
                code: "offer", message: "ExplorationOffer.greedyReward must be finite; got \(greedyReward)")
        }
    }
}
