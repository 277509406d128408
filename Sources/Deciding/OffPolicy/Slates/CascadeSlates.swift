/// Reward-interaction inverse propensity scoring (RIPS): `V = mean_i(sum_k w_i,1..k r_ik)`, `w_i,1..k` the product of the
/// conditional ratios of the positions up to `k`.
///
/// - Assumes: the reward at a position depends on the actions there and before (``SlateBehaviour/cascade``). Where it
///   depends on later ones too (a grid seen as a whole, a bargain further down), the estimate keeps the logging
///   policy's later positions, and is wrong by their influence.
/// - Bias: none under the assumption. Variance: that of whole slates at the last position, small at the first.
/// - Influence: the term less `V`; self-normalised `sum_k w_i,1..k (r_ik - V_k) / mean(w_1..k)`.
/// - Source: McInerney et al., "Counterfactual evaluation of slate recommendations with sequential reward interactions"
///   (KDD 2020), equation 9; theirs is the self-normalised form.
public struct CascadeSlates: SlateEstimator {
    public let isSelfNormalised: Bool
    public let limit: Double?

    /// - Throws: ``OffPolicyError`` `parameter` unless the limit is positive.
    public init(selfNormalised: Bool = false, limit: Double? = nil) throws {
        try checkLimit(limit, "CascadeSlates.limit")
        isSelfNormalised = selfNormalised
        self.limit = limit
    }

    public var name: String { slateName("rips", isSelfNormalised, limit) }
    public var behaviour: SlateBehaviour { .cascade }

    public func evaluate(_ log: LoggedSlates, under target: SlateTarget, model: SlateModel? = nil) throws -> Estimation
    {
        let weights = try SlateWeights(log, under: target, reach: .prefix, limit: limit)
        return try SlateMean(log, weights).estimate(selfNormalised: isSelfNormalised)
    }

    public func importanceWeights(_ log: LoggedSlates, under target: SlateTarget) throws -> [Double] {
        try SlateWeights(log, under: target, reach: .prefix, limit: nil).widest
    }
}
