/// Doubly robust with a self-normalised correction.
///
/// `V = mean_i sum_a target(a | x_i) q(x_i, a) + sum_i(w_i (r_i - q(x_i, a_i))) / sum_i(w_i)`.
///
/// - Bias: of order 1 / decisions when the propensities are right, gone in the limit.
/// - Variance: about `(Var[V(x)] + E[w² (r - q - C)²]) / decisions` with `C` the mean correction: less than
///   ``DoublyRobust`` where the model is off by a constant and weights vary.
/// - Influence: `direct_i - mean(direct) + w_i (r_i - q_i - C) / mean(w)`.
/// - Source: Thomas and Brunskill (2016), the weighted doubly robust estimator for a horizon of one.
public struct SelfNormalisedDoublyRobust: OffPolicyEstimator {
    public init() {}

    public var name: String { "sndr" }
    public var basis: EstimatorBasis { .both }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        let model = try ModelTerms(log, under: target, rewards: rewards, for: name)
        return try WeightedMean(log, under: target, model: model).selfNormalised()
    }
}
