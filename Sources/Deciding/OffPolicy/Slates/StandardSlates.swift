/// Inverse propensity scoring of whole slates (SIPS): `V = mean_i(w_i sum_k r_ik)`, `w_i` the product over all positions of
/// the target's conditional probability over the log's.
///
/// - Assumes: nothing of shoppers (``SlateBehaviour/standard``).
/// - Bias: none. Self-normalised (`sum w R / sum w`): of order `1 / decisions`.
/// - Variance: grows with the product of the positions' second moments, so exponentially in the length: for slates of more
///   than a few positions the effective sample size is soon below ten.
/// - Influence: `w_i R_i - V`; self-normalised `w_i (R_i - V) / mean(w)`.
/// - Source: Swaminathan et al., "Off-policy evaluation for slate recommendation" (NeurIPS 2017), equation 2.
public struct StandardSlates: SlateEstimator {
    public let isSelfNormalised: Bool
    /// The largest weight that counts in full; nothing when all do.
    public let limit: Double?

    /// - Throws: ``OffPolicyError`` `parameter` unless the limit is positive.
    public init(selfNormalised: Bool = false, limit: Double? = nil) throws {
        try checkLimit(limit, "StandardSlates.limit")
        isSelfNormalised = selfNormalised
        self.limit = limit
    }

    public var name: String { slateName("sips", isSelfNormalised, limit) }
    public var behaviour: SlateBehaviour { .standard }

    public func evaluate(_ log: LoggedSlates, under target: SlateTarget, model: SlateModel? = nil) throws -> Estimation
    {
        let weights = try SlateWeights(log, under: target, reach: .whole, limit: limit)
        return try SlateMean(log, weights).estimate(selfNormalised: isSelfNormalised)
    }

    public func importanceWeights(_ log: LoggedSlates, under target: SlateTarget) throws -> [Double] {
        try SlateWeights(log, under: target, reach: .whole, limit: nil).widest
    }
}

/// - Throws: ``OffPolicyError`` `parameter`.
func checkLimit(_ limit: Double?, _ parameter: String) throws {
    if let limit {
        try OffPolicyError.check(limit > 0 && limit.isFinite, parameter, "positive and finite", got: limit)
    }
}

/// `rips`, `snrips`, `rips(limit=100)`.
func slateName(_ name: String, _ isSelfNormalised: Bool, _ limit: Double?) -> String {
    (isSelfNormalised ? "sn" : "") + name + (limit.map { "(limit=\($0.short))" } ?? "")
}
