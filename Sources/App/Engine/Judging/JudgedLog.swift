import Commerce
import Linear
import OffPolicy

/// A log of single choices, ready to be judged: the choices, what was on offer, and what a model that has not seen a
/// decision expects of its actions.
struct JudgedLog: Sendable {
    var log: LoggedDecisions
    /// Number of arms on offer at each decision, the first ones; empty when all are, always.
    var offered: [Int32] = []
    /// Whether an arm's place means the same thing at every decision.
    var hasFixedArms = true
    /// Expected reward of each arm at each decision, by a model that has not seen the decision. Shape [decisions, arms].
    var rewards: [Double]
    /// The greedy choices of a policy learned without the decision; nothing where ``PolicyLearner`` does it.
    var learned: [Int32]?
    /// How often another log of the same campaign shows each arm; nothing where logs do not share arms.
    var countsOfAnotherLog: (@Sendable (_ path: String) throws -> [Double])?
    var leftOut: LeftOut
    /// What the model of the rewards is.
    var modelName: String

    /// Arms on offer at a decision.
    func offered(at decision: Int) -> Int { offered.isEmpty ? log.arms.count : Int(offered[decision]) }

    /// Reward models are cross-fitted, and policies learned, on so many folds.
    static let folds = 5
}

/// Cross-fitted rewards of a log whose arms stay the same.
///
/// Clicks and other rewards of 0 and 1 get a logistic model, others a linear one. Arms that are described share their
/// coefficients while these are few; the cost grows with the square of their number.
struct FixedArmModel {
    let log: LoggedDecisions
    let seed: UInt64

    func fit() throws -> (rewards: [Double], name: String) {
        let coefficients = (1 + log.contexts.columns) * (1 + log.actionFeatures.columns)
        let form: RewardForm =
            log.actionFeatures.columns > 0 && coefficients <= Self.fewCoefficients ? .shared : .perArm
        let isBinary = log.rewards.allSatisfy { $0 == 0 || $0 == 1 }
        let fitting = try CrossFitting(folds: min(JudgedLog.folds, log.count), seed: seed)
        if isBinary {
            let model = try LogisticRewards(form, penalty: Self.penalty)
            return (try fitting.predictions(of: model, for: log), model.name)
        }
        let model = try RidgeRewards(form, penalty: Self.penalty)
        return (try fitting.predictions(of: model, for: log), model.name)
    }

    /// In decisions: what is known of an arm counts as much as the prior once so many have shown it.
    private static let penalty = 10.0
    private static let fewCoefficients = 128
}
