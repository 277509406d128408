/// Inverse propensity scoring of each position by itself (IIPS): `V = mean_i(sum_k w_ik r_ik)`, `w_ik` the target's marginal
/// probability of the action at position `k` over the log's.
///
/// - Assumes: the reward at a position depends on the action there alone (``SlateBehaviour/independent``). Where a
///   shopper's answer to one position depends on another (substitutes, or a stop at the first good item), the estimate
///   keeps the *logging* policy's neighbours, and is wrong by their influence.
/// - Weights need probabilities whatever the positions before. The conditional ones of a list without repeats are
///   something else, even where the assumption holds: they average over the logging policy's prefixes. They are taken
///   only on the word that positions are drawn apart.
/// - Bias: none under the assumption. Variance: linear in the length, the smallest of all.
/// - Influence: the term less `V`; self-normalised `sum_k w_ik (r_ik - V_k) / mean(w_k)`.
/// - Source: Li, Abbasi-Yadkori, Kveton et al., "Offline evaluation of ranking policies with click models" (KDD 2018),
///   the item-position model.
public struct IndependentSlates: SlateEstimator {
    public let isSelfNormalised: Bool
    public let limit: Double?
    /// Both policies draw each position without looking at the others: conditional probabilities are marginal.
    public let positionsAreDrawnApart: Bool

    /// - Throws: ``OffPolicyError`` `parameter` unless the limit is positive.
    public init(selfNormalised: Bool = false, limit: Double? = nil, positionsAreDrawnApart: Bool = false) throws {
        try checkLimit(limit, "IndependentSlates.limit")
        isSelfNormalised = selfNormalised
        self.limit = limit
        self.positionsAreDrawnApart = positionsAreDrawnApart
    }

    public var name: String { slateName("iips", isSelfNormalised, limit) }
    public var behaviour: SlateBehaviour { .independent }

    public func evaluate(_ log: LoggedSlates, under target: SlateTarget, model: SlateModel? = nil) throws -> Estimation
    {
        let weights = try SlateWeights(
            log, under: target, reach: .position, limit: limit, conditionalAsMarginal: positionsAreDrawnApart)
        return try SlateMean(log, weights).estimate(selfNormalised: isSelfNormalised)
    }

    public func importanceWeights(_ log: LoggedSlates, under target: SlateTarget) throws -> [Double] {
        try SlateWeights(
            log, under: target, reach: .position, limit: nil, conditionalAsMarginal: positionsAreDrawnApart
        ).widest
    }
}
