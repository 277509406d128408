import Simulator

/// One policy in one simulated shop: what it earned, in truth.
///
/// Rewards are expected rewards of lists (``PageAudit``), search results left out; counted from the first day on which
/// the policy decides.
public struct LoopRun: Sendable, Hashable, Codable {
    public let policy: String
    /// Of the shop; runs of one seed meet the same people and goods.
    public let seed: UInt64
    /// Lists shown.
    public var decisions = 0
    /// Expected reward of the lists shown.
    public var reward = 0.0
    /// Expected reward of the lists that the policy would have shown without exploring.
    public var exploiting = 0.0
    /// The smallest share, at the end of any day, that the reward so far was of the exploiting lists' so far: what a
    /// guard rail watches over.
    public var lowestShare = 1.0
    /// Expected reward of the best lists there were.
    public var best = 0.0
    /// Expected reward given up as the policy's own budget charges it; nothing without a budget.
    public var believedSpent: Double?
    /// Expected reward of the exploiting lists as the budget sees it; nothing without a budget.
    public var believedReward: Double?
    /// Variance of expected reward removed by the answers to explored items, by the policy's own account.
    public var information = 0.0
    /// Positions shown, and those of them that explored.
    public var positions = 0
    public var explored = 0
    /// Of the people seen in the first week, the share seen again in the last; nothing when the weeks are not apart.
    public var retention: Double?
    /// Of the best fifth of the items released, the share that was clicked five times within a week of their release.
    public var discovery: Double?
    /// Mean rank-biased overlap of consecutive first lists of visits on the home page; nothing before anybody has two.
    public var stability: Double?
    /// Mean share that two shoppers' last such lists have in common.
    public var sharedShare: Double?
    /// Detections of drift.
    public var drifts = 0
    /// Expected reward by day.
    public var rewardByDay: [Double] = []

    init(policy: String, seed: UInt64) {
        self.policy = policy
        self.seed = seed
    }

    /// What was lost for not knowing everything.
    public var regret: Double { best - reward }
    /// Share of expected reward that exploring gave up, in truth; negative when chance did better than belief.
    public var spentShare: Double { exploiting > 0 ? (exploiting - reward) / exploiting : 0 }

    /// ``spentShare`` as the policy's own budget believes it; nothing without a budget or before any reward is expected.
    public var believedShare: Double? {
        guard let believedSpent, let believedReward, believedReward > 0 else { return nil }
        return believedSpent / believedReward
    }
    /// How near the lists came to the best there were; nothing where there was nothing to be had.
    public var accuracy: Double? { best > 0 ? reward / best : nil }

    /// Reward more than another run's, as a share of it; nothing where that earned nothing.
    func gain(over other: LoopRun) -> Double? { other.reward > 0 ? (reward - other.reward) / other.reward : nil }

    mutating func count(_ audits: [PageAudit]) {
        var today = 0.0
        for audit in audits {
            today += audit.shown
            exploiting += audit.exploiting
            best += audit.best
        }
        reward += today
        if exploiting > 0 { lowestShare = min(lowestShare, reward / exploiting) }
        rewardByDay.append(today)
        decisions += audits.count
    }
}
