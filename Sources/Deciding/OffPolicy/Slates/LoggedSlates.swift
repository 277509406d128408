/// A log of whole lists, each of the same length, with the reward of every place, in columns.
///
/// Shapes: `actions`, `propensities`, `rewards`, `isPinned`, `marginals` [decisions, positions], row after row from the
/// first position to the last. Places are counted from 0 here and in every message; a ``ShownAction`` counts them from
/// 1.
public struct LoggedSlates: Sendable {
    /// Length of every list.
    public let positions: Int
    public let actions: [Int32]
    /// Probability of each action at its position *given the positions before*; in (0, 1].
    public let propensities: [Double]
    public let rewards: [Double]
    /// Positions that a rule filled; empty when there are none. Their weight is 1 under every policy that keeps the
    /// rules: they say what they earned, and nothing about choosing.
    public let isPinned: [Bool]
    /// Probability of each action at its position *whatever the positions before*; in (0, 1]. Empty when not known.
    /// Only ``IndependentSlates`` asks for them.
    public let marginals: [Double]

    /// - Throws: ``OffPolicyError`` `log.empty`, `log.shape`, `log.propensity` (0, above 1, or not a number), `log.reward`
    ///   (not finite), `slate.pinned` (pinned, but with a propensity below 1), each naming the first decision and position
    ///   that break the rule. O(decisions * positions).
    public init(
        positions: Int, actions: [Int32], propensities: [Double], rewards: [Double], isPinned: [Bool] = [],
        marginals: [Double] = []
    ) throws {
        try OffPolicyError.check(positions > 0, "LoggedSlates.positions", "positive", got: positions)
        let count = actions.count
        guard count > 0 else { throw OffPolicyError(code: "log.empty", message: "the log holds no slate") }
        guard count % positions == 0, propensities.count == count, rewards.count == count,
            isPinned.isEmpty || isPinned.count == count, marginals.isEmpty || marginals.count == count
        else {
            throw OffPolicyError(
                code: "log.shape",
                message: "columns must hold the same number of slates of \(positions) positions: \(count) actions, "
                    + "\(propensities.count) propensities, \(rewards.count) rewards, \(isPinned.count) pins, "
                    + "\(marginals.count) marginals")
        }
        let place = { (index: Int) in "decision \(index / positions), position \(index % positions)," }
        for index in 0..<count {
            guard propensities[index] > 0, propensities[index] <= 1 else {
                throw OffPolicyError(
                    code: "log.propensity",
                    message: "the propensity at \(place(index)) must be in (0, 1]; got \(propensities[index])",
                    remedy: "log each position's probability given the positions before it, as the policy drew it")
            }
            guard rewards[index].isFinite else {
                throw OffPolicyError(
                    code: "log.reward", message: "the reward at \(place(index)) must be finite; got \(rewards[index])")
            }
        }
        for index in marginals.indices where !(marginals[index] > 0 && marginals[index] <= 1) {
            throw OffPolicyError(
                code: "log.propensity",
                message: "the marginal propensity at \(place(index)) must be in (0, 1]; got \(marginals[index])")
        }
        for index in isPinned.indices where isPinned[index] && propensities[index] != 1 {
            throw OffPolicyError(
                code: "slate.pinned",
                message: "\(place(index)) is pinned, so its propensity must be 1; got \(propensities[index])")
        }
        self.positions = positions
        self.actions = actions
        self.propensities = propensities
        self.rewards = rewards
        self.isPinned = isPinned
        self.marginals = marginals
    }

    /// Number of slates.
    public var count: Int { actions.count / positions }
}
