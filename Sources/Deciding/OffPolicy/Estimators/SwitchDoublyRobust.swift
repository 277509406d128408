/// Doubly robust where the weight is small, the model alone where it is large.
///
/// `V = mean_i(sum_a target(a | x_i) q(x_i, a) + w_i (r_i - q(x_i, a_i)) [w_i <= threshold])`.
///
/// - Bias: the model's error on what has larger weights. Threshold 0 is the direct method (nearly), infinity is
///   ``DoublyRobust``.
/// - Variance: bounded by the threshold.
/// - Influence: the term minus `V`; the bias is not in it.
/// - Source: Wang, Agarwal and Dudík, "Optimal and Adaptive Off-policy Evaluation in Contextual Bandits" (2017).
public struct SwitchDoublyRobust: OffPolicyEstimator {
    public let threshold: Double

    /// - Throws: ``OffPolicyError`` `parameter` unless `threshold` is positive and finite.
    public init(threshold: Double = 10) throws {
        try OffPolicyError.check(
            threshold > 0 && threshold.isFinite, "SwitchDoublyRobust.threshold", "positive and finite", got: threshold)
        self.threshold = threshold
    }

    public var name: String { "switch-dr(threshold=\(threshold.short))" }
    public var basis: EstimatorBasis { .both }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        let model = try ModelTerms(log, under: target, rewards: rewards, for: name)
        return try WeightedMean(log, under: target, model: model, shrinkage: .switchOff(threshold)).plain()
    }

    public func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? {
        WeightShrinkage.switchOff(threshold)
            .correctedRange(rewards: rewards, predictions: predictions, weightBound: weightBound)
    }
}
