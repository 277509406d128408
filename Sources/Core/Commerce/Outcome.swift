/// The events attributed to a decision within its window, and what they were worth.
public struct Outcome: Sendable, Hashable, Codable {
    public var decision: DecisionID
    /// In order of time.
    public var events: [Event]
    /// Reward of each position of the slate, from the first; its sum is ``reward``.
    public var rewards: [Double]

    public init(decision: DecisionID, events: [Event], rewards: [Double]) {
        self.decision = decision
        self.events = events
        self.rewards = rewards
    }

    /// Reward of the whole slate.
    public var reward: Double { rewards.reduce(0, +) }
}

extension Outcome {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        decision = try container.decode(DecisionID.self, forKey: .decision)
        events = try container.decodeIfPresent([Event].self, forKey: .events) ?? []
        rewards = try container.decode([Double].self, forKey: .rewards)
    }
}
