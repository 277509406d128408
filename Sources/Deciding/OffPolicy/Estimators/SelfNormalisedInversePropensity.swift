/// Self-normalised inverse propensity scoring: divided by the sum of weights instead of the number of decisions.
///
/// `V = sum_i(w_i r_i) / sum_i(w_i)`.
///
/// - Bias: of order 1 / decisions, gone in the limit; needs what ``InversePropensity`` needs. Adding a constant to all
///   rewards adds it to the value, and the value never leaves the range of the rewards.
/// - Variance: about `E[w² (r - V)²] / decisions`: the level of the rewards does not matter.
/// - Influence: `w_i (r_i - V) / mean(w)`, the linearisation of the ratio, so that the chance in the divisor counts.
/// - Source: Swaminathan and Joachims, "The Self-Normalized Estimator for Counterfactual Learning" (2015); the
///   linearisation as in Owen, "Monte Carlo theory, methods and examples" (2013), section 9.2.
public struct SelfNormalisedInversePropensity: OffPolicyEstimator {
    public init() {}

    public var name: String { "snips" }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        try WeightedMean(log, under: target).selfNormalised()
    }
}
