/// Inverse propensity scoring: observed rewards, each as often as the target would have earned it.
///
/// `V = mean_i(w_i r_i)` with `w_i = target(a_i | x_i) / propensity_i`, or `min(w_i, limit)`.
///
/// - Bias: none without a limit when propensities are right and the log gives every choice of the target a chance.
///   With a limit, `E[(min(w, limit) - w) r]`: towards 0 for rewards of one sign.
/// - Variance: `(E[w² r²] - V²) / decisions`; grows with the square of the weights, and with the level of the rewards.
/// - Influence: `w_i r_i - V`.
/// - Source: Horvitz and Thompson (1952); for policies Strehl, Langford, Li and Kakade (2010); clipping after
///   Ionides (2008).
public struct InversePropensity: OffPolicyEstimator {
    /// The largest weight that counts in full; nothing when all do.
    public let limit: Double?

    public init() { limit = nil }

    /// - Throws: ``OffPolicyError`` `parameter` unless `limit` is positive and finite.
    public init(limit: Double) throws {
        try OffPolicyError.check(
            limit > 0 && limit.isFinite, "InversePropensity.limit", "positive and finite", got: limit)
        self.limit = limit
    }

    public var name: String { limit.map { "ips(limit=\($0.short))" } ?? "ips" }

    private var shrinkage: WeightShrinkage { limit.map { .clip($0) } ?? .none }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        try WeightedMean(log, under: target, shrinkage: shrinkage).plain()
    }

    public func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? {
        guard let bound = shrinkage.bound(weightBound) else { return nil }
        return min(0, bound * rewards.lowerBound)...max(0, bound * rewards.upperBound)
    }
}
