/// The doubly robust estimator: a model's word, corrected by the weighted errors it made on what was shown.
///
/// `V = mean_i(sum_a target(a | x_i) q(x_i, a) + w_i (r_i - q(x_i, a_i)))`, with `min(w_i, limit)` on request.
///
/// - Bias: none when the propensities are right, whatever the (cross-fitted) model; small when the model is right,
///   whatever the propensities. With a limit, the model's error where weights are cut.
/// - Variance: `(Var[V(x)] + E[w² (r - q)²]) / decisions` for a right model: the better it predicts, the smaller.
/// - Influence: the term minus `V`.
/// - Source: Robins, Rotnitzky and Zhao (1994); for policies Dudík, Langford and Li, "Doubly Robust Policy Evaluation
///   and Learning" (2011), equation 4; cross-fitting after Chernozhukov et al. (2018).
public struct DoublyRobust: OffPolicyEstimator {
    /// The largest weight that counts in full; nothing when all do.
    public let limit: Double?

    public init() { limit = nil }

    /// - Throws: ``OffPolicyError`` `parameter` unless `limit` is positive and finite.
    public init(limit: Double) throws {
        try OffPolicyError.check(limit > 0 && limit.isFinite, "DoublyRobust.limit", "positive and finite", got: limit)
        self.limit = limit
    }

    public var name: String { limit.map { "dr(limit=\($0.short))" } ?? "dr" }
    public var basis: EstimatorBasis { .both }

    private var shrinkage: WeightShrinkage { limit.map { .clip($0) } ?? .none }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        let model = try ModelTerms(log, under: target, rewards: rewards, for: name)
        return try WeightedMean(log, under: target, model: model, shrinkage: shrinkage).plain()
    }

    public func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? {
        shrinkage.correctedRange(rewards: rewards, predictions: predictions, weightBound: weightBound)
    }
}

extension WeightShrinkage {
    /// Bounds of `direct + u (reward - prediction)`.
    func correctedRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? {
        guard let predictions, let bound = bound(weightBound) else { return nil }
        let lowest = rewards.lowerBound - predictions.upperBound
        let highest = rewards.upperBound - predictions.lowerBound
        return predictions.lowerBound + bound * min(0, lowest)...predictions.upperBound + bound * max(0, highest)
    }
}
