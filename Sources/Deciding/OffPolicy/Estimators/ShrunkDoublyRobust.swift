/// Doubly robust with optimistic shrinkage: large weights are pulled down smoothly.
///
/// `V = mean_i(sum_a target(a | x_i) q(x_i, a) + u_i (r_i - q(x_i, a_i)))`, `u = strength w / (w² + strength)`.
///
/// - Bias: `E[(u - w) (r - q)]`. Strength 0 is the direct method, infinity is ``DoublyRobust``.
/// - Variance: bounded, as `u <= sqrt(strength) / 2`.
/// - Influence: the term minus `V`; the bias is not in it.
/// - Source: Su, Dimakopoulou, Krishnamurthy and Dudík, "Doubly robust off-policy evaluation with shrinkage" (2020),
///   section 3.2: the weights that minimise a bound on the squared error.
public struct ShrunkDoublyRobust: OffPolicyEstimator {
    public let strength: Double

    /// - Throws: ``OffPolicyError`` `parameter` unless `strength` is positive and finite.
    public init(strength: Double = 100) throws {
        try OffPolicyError.check(
            strength > 0 && strength.isFinite, "ShrunkDoublyRobust.strength", "positive and finite", got: strength)
        self.strength = strength
    }

    public var name: String { "dros(strength=\(strength.short))" }
    public var basis: EstimatorBasis { .both }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        let model = try ModelTerms(log, under: target, rewards: rewards, for: name)
        return try WeightedMean(log, under: target, model: model, shrinkage: .optimistic(strength)).plain()
    }

    public func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? {
        WeightShrinkage.optimistic(strength)
            .correctedRange(rewards: rewards, predictions: predictions, weightBound: weightBound)
    }
}
