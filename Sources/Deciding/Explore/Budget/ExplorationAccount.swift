/// What a surface's exploration was allowed, what it spent and what it earned, since the start.
public struct ExplorationAccount: Sendable, Hashable, Codable {
    public var decisions = 0
    /// Decisions whose rate was above 0.
    public var explored = 0
    /// Expected reward of the lists that exploit only.
    public var greedyReward = 0.0
    /// Reward that was allowed to be given up: the initial credit and the share of each decision's greedy reward.
    public var allowance = 0.0
    /// Part of the allowance that lapsed because more was saved than ``ExplorationDials/burst`` holds.
    public var lapsed = 0.0
    /// Expected reward given up, under the ranker; never more than ``allowance``.
    public var spent = 0.0
    /// The same at what trials are now found to cost. Above ``allowance`` only when that was learned too late; nothing
    /// more is then spent until it is earned back.
    public var charged = 0.0
    /// Expected gain to each later list from what was learned, summed over decisions.
    public var value = 0.0
    /// Variance of expected reward removed.
    public var information = 0.0
    /// Answers to trials that came back.
    public var answers = 0
    /// Their reward, less what was expected of what they displaced: below zero by what the trials themselves cost.
    public var earned = 0.0

    public init() {}

    /// Share of expected reward that was given up; nothing before any reward is expected.
    public var spentShare: Double? { greedyReward > 0 ? spent / greedyReward : nil }

    /// What can still be given up.
    public var balance: Double { allowance - lapsed - charged }
}
