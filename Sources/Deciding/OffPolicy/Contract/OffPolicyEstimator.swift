/// A value with what each decision contributed to its error.
public struct Estimation: Sendable {
    /// Estimated mean reward of the target per decision.
    public var value: Double
    /// Influence of each decision: mean zero, and `variance(influence) / decisions` is the squared standard error of
    /// ``value``. Shape [decisions].
    public var influence: [Double]
    /// The weight that each decision's reward got, as used: clipped, shrunk or drawn. Empty when only a model spoke.
    public var weights: [Double]
    /// Share of the importance weight that clipping, switching or shrinking took away; in [0, 1].
    public var cutShare: Double

    public init(value: Double, influence: [Double], weights: [Double] = [], cutShare: Double = 0) {
        self.value = value
        self.influence = influence
        self.weights = weights
        self.cutShare = cutShare
    }
}

/// What an estimate rests on.
public enum EstimatorBasis: String, Sendable, Hashable, Codable {
    /// Observed rewards, weighted: blind where the log never tried what the target would do.
    case weights
    /// A model of the rewards: extrapolates, with an error that no interval here contains.
    case model
    /// A model, corrected by weighted observed rewards.
    case both
}

/// Judges a target policy from another policy's log.
public protocol OffPolicyEstimator: Sendable {
    /// The name in tables and on the command line, such as `snips`.
    var name: String { get }

    /// ``EstimatorBasis/weights`` unless declared.
    var basis: EstimatorBasis { get }

    /// - Parameter rewards: expected reward of each arm at each decision, cross-fitted; shape [decisions, arms].
    ///   Nothing when the caller has no model: estimators that need one then throw `model.missing`.
    func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation

    /// Bounds of one decision's term, where the value is a plain mean of independent terms; nothing (the default)
    /// where it is not, or where a bound is needed that is not known. Empirical Bernstein intervals rest on it.
    ///
    /// - Parameters:
    ///   - rewards: bounds of a reward.
    ///   - predictions: bounds of the model's predictions.
    ///   - weightBound: the largest importance weight that any decision could have had.
    func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>?
}

extension OffPolicyEstimator {
    public var basis: EstimatorBasis { .weights }

    public func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? { nil }
}
