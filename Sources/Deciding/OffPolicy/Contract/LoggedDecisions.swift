public import Commerce
public import Linear

/// A log of single choices among a fixed set of arms, in columns.
///
/// Shapes: `actions`, `rewards`, `propensities` [decisions]; `contexts` [decisions, width]; `actionFeatures`
/// [arms, width of an arm]. Slates and choices among ever-changing candidates have logs of their own.
public struct LoggedDecisions: Sendable {
    /// Names of the arms.
    public let arms: [String]
    /// The arm shown, as a place in ``arms``.
    public let actions: [Int32]
    public let rewards: [Double]
    /// Probability with which the logging policy showed it; in (0, 1].
    public let propensities: [Double]
    /// What was known at each decision; no columns when nothing was.
    public let contexts: Matrix
    /// What is known of each arm; no columns when nothing is.
    public let actionFeatures: Matrix
    /// When each decision was made; empty when unknown.
    public let times: [Timestamp]

    /// - Throws: ``OffPolicyError`` `log.empty`, `log.shape`, `log.action`, `log.propensity` (0, above 1, or not a
    ///   number), `log.reward` (not finite), each naming the first decision that breaks the rule. O(decisions).
    public init(
        arms: [String], actions: [Int32], rewards: [Double], propensities: [Double], contexts: Matrix? = nil,
        actionFeatures: Matrix? = nil, times: [Timestamp] = []
    ) throws {
        let count = actions.count
        guard count > 0 else { throw OffPolicyError(code: "log.empty", message: "the log holds no decision") }
        let contexts = contexts ?? Matrix(rows: count, columns: 0)
        let actionFeatures = actionFeatures ?? Matrix(rows: arms.count, columns: 0)
        guard rewards.count == count, propensities.count == count, contexts.rows == count,
            times.isEmpty || times.count == count, actionFeatures.rows == arms.count
        else {
            throw OffPolicyError(
                code: "log.shape",
                message: "columns differ in length: \(count) actions, \(rewards.count) rewards, "
                    + "\(propensities.count) propensities, \(contexts.rows) contexts, \(times.count) times; "
                    + "\(arms.count) arms, \(actionFeatures.rows) rows of arm features")
        }
        for place in 0..<count {
            guard arms.indices.contains(Int(actions[place])) else {
                throw OffPolicyError(
                    code: "log.action",
                    message: "decision \(place) shows arm \(actions[place]), but there are \(arms.count) arms")
            }
            guard propensities[place] > 0, propensities[place] <= 1 else {
                throw OffPolicyError(
                    code: "log.propensity",
                    message: "the propensity of decision \(place) must be in (0, 1]; got \(propensities[place])",
                    remedy: "a choice that was certain has propensity 1; one that was impossible cannot be in the log")
            }
            guard rewards[place].isFinite else {
                throw OffPolicyError(
                    code: "log.reward", message: "the reward of decision \(place) must be finite; got \(rewards[place])"
                )
            }
        }
        self.arms = arms
        self.actions = actions
        self.rewards = rewards
        self.propensities = propensities
        self.contexts = contexts
        self.actionFeatures = actionFeatures
        self.times = times
    }

    public var count: Int { actions.count }
}
