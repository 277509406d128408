/// The doubly robust estimator for shoppers who read from the top:
/// `V = mean_i(sum_k w_1..k (r_k - Q_k) + w_1..k-1 V_k)`, with `Q_k` and `V_k` the model's `shown` and `next`.
///
/// - Assumes: as ``CascadeSlates``. The model need not be right.
/// - Bias: none under the assumption, with cross-fitted models and true propensities.
/// - Variance: below that of ``CascadeSlates`` as soon as the model explains part of the rewards still to come; with a
///   perfect one, only the noise of single rewards is weighted.
/// - Influence: the term less `V`; self-normalised as ``CascadeSlates``, with the mean of each position's part taken off.
/// - Source: Kiyohara et al., "Doubly robust off-policy evaluation for ranking policies under the cascade behavior model"
///   (WSDM 2022), equation 6; after Jiang and Li (ICML 2016) for sequences.
public struct CascadeDoublyRobust: SlateEstimator {
    public let isSelfNormalised: Bool
    public let limit: Double?

    /// - Throws: ``OffPolicyError`` `parameter` unless the limit is positive.
    public init(selfNormalised: Bool = false, limit: Double? = nil) throws {
        try checkLimit(limit, "CascadeDoublyRobust.limit")
        isSelfNormalised = selfNormalised
        self.limit = limit
    }

    public var name: String { slateName("cascade-dr", isSelfNormalised, limit) }
    public var behaviour: SlateBehaviour { .cascade }
    public var basis: EstimatorBasis { .both }

    public func evaluate(_ log: LoggedSlates, under target: SlateTarget, model: SlateModel?) throws -> Estimation {
        guard let model else {
            throw OffPolicyError(
                code: "model.missing", message: "the estimator \(name) needs a model of the rewards of slates",
                remedy: "give one, or use rips or snrips")
        }
        let weights = try SlateWeights(log, under: target, reach: .prefix, limit: limit)
        return try SlateMean(log, weights, model: model).estimate(selfNormalised: isSelfNormalised)
    }

    public func importanceWeights(_ log: LoggedSlates, under target: SlateTarget) throws -> [Double] {
        try SlateWeights(log, under: target, reach: .prefix, limit: nil).widest
    }
}
