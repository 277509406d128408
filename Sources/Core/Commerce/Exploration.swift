/// How much a decision explored, why so much, and what that was expected to cost and to teach.
public struct Exploration: Sendable, Hashable, Codable {
    /// Chance, at each position, of drawing from the exploring distribution instead of the best; in [0, 1].
    public var rate: Double
    /// What the rate was scaled by, by name (`shopper`, `session`, `drift`, ...); 1 changes nothing.
    public var factors: [String: Double]
    /// Expected reward of the slate that exploits only.
    public var greedyReward: Double
    /// Expected reward given up by exploring: that of the greedy slate less the policy's, under the model.
    public var spent: Double
    /// Variance of expected reward that the slate's answers are expected to remove.
    public var information: Double

    public init(
        rate: Double = 0, factors: [String: Double] = [:], greedyReward: Double = 0, spent: Double = 0,
        information: Double = 0
    ) {
        self.rate = rate
        self.factors = factors
        self.greedyReward = greedyReward
        self.spent = spent
        self.information = information
    }
}

extension Exploration {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rate = try container.decodeIfPresent(Double.self, forKey: .rate) ?? 0
        factors = try container.decodeIfPresent([String: Double].self, forKey: .factors) ?? [:]
        greedyReward = try container.decodeIfPresent(Double.self, forKey: .greedyReward) ?? 0
        spent = try container.decodeIfPresent(Double.self, forKey: .spent) ?? 0
        information = try container.decodeIfPresent(Double.self, forKey: .information) ?? 0
    }
}
