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
