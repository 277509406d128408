/// A value with what each decision contributed to its error.
public struct Estimation: Sendable {
    /// Estimated mean reward of the target per decision.
    public var value: Double
    /// Influence of each decision: mean zero, and `variance(influence) / decisions` is the squared standard error of
    /// ``value``. Shape [decisions].
    public var influence: [Double]

    public init(value: Double, influence: [Double]) {
        self.value = value
        self.influence = influence
    }
}

/// Judges a target policy from another policy's log.
public protocol OffPolicyEstimator: Sendable {
    /// The name in tables and on the command line, such as `snips`.
    var name: String { get }

    /// - Parameter rewards: expected reward of each arm at each decision, cross-fitted; shape [decisions, arms].
    ///   Nothing when the caller has no model: estimators that need one then throw `model.missing`.
    func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation
}
