/// The direct method: what a model of the rewards predicts for the target.
///
/// `V = mean_i sum_a target(a | x_i) q(x_i, a)`.
///
/// - Bias: whatever the model's errors average to under the target; nothing in the log shows how much that is. Needs
///   no propensities, and answers (by extrapolation) even where the log never tried what the target would do.
/// - Variance: small, of the contexts and of the model's fit.
/// - Influence: `sum_a target(a | x_i) q(x_i, a) - V`. It takes the model as given: the error of its fit, and its
///   bias, are not in the interval.
/// - Source: as named by Dudík, Langford and Li, "Doubly Robust Policy Evaluation and Learning" (2011).
public struct DirectMethod: OffPolicyEstimator {
    public init() {}

    public var name: String { "dm" }
    public var basis: EstimatorBasis { .model }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        var terms = try ModelTerms(log, under: target, rewards: rewards, for: name).direct
        let value = terms.reduce(0, +) / Double(terms.count)
        for place in terms.indices { terms[place] -= value }
        return try Estimation(value: value, influence: terms).checked()
    }

    /// Around the model's own word: its error is not covered.
    public func termRange(
        rewards: ClosedRange<Double>, predictions: ClosedRange<Double>?, weightBound: Double?
    ) -> ClosedRange<Double>? { predictions }
}
