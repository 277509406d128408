/// Predicts the expected reward of every arm from the decisions of a log.
///
/// A value of hyperparameters; fitting returns another type.
public protocol RewardModel: Sendable {
    /// Name and parameters, as reports show them.
    var name: String { get }

    /// Learns from some decisions of a log.
    ///
    /// - Parameter places: the decisions to learn from; others must not be looked at.
    /// - Throws: ``OffPolicyError`` `model.rewards` when the rewards are not of the kind that the model can learn,
    ///   `model.fit` when no solution is found.
    func fit(_ log: LoggedDecisions, on places: [Int]) throws -> any FittedRewardModel
}

/// A fitted reward model.
public protocol FittedRewardModel: Sendable {
    /// Writes the expected reward of every arm at one decision.
    ///
    /// - Parameters:
    ///   - context: what was known at the decision. Shape [width].
    ///   - rewards: where to write. Shape [arms].
    func predict(_ context: UnsafeBufferPointer<Float>, into rewards: UnsafeMutableBufferPointer<Double>)
}

extension FittedRewardModel {
    /// The expected reward of every arm at one decision. Shape [arms].
    public func rewards(at context: some Collection<Float>, arms: Int) -> [Double] {
        var rewards = [Double](repeating: 0, count: arms)
        Array(context).withUnsafeBufferPointer { context in
            rewards.withUnsafeMutableBufferPointer { predict(context, into: $0) }
        }
        return rewards
    }
}
