/// Inverse propensity scoring by categories of arms instead of arms (MIPS): `V = mean_i(w(x_i, e_i) r_i)`.
///
/// For thousands of arms, most of which the log shows a few times or never: a category is shown often.
///
/// - Assumes that an arm has *no direct effect*: given context and category, the reward does not depend on the arm.
///   ``DirectEffectCheck`` looks for evidence against it. Needs support for categories only: an arm that was never shown
///   can be judged by others of its category.
/// - Bias: none under the assumption with exact weights; else the mean, over categories, of what arms earn beyond their
///   category times how much more the target shows them. Coarser categories: more bias, less variance.
/// - Variance: below that of ``InversePropensity`` by `E[Var(w(x, a) | x, e) E[r² | x, e]]`.
/// - Influence: `w r - V`; self-normalised `w (r - V) / mean(w)`. Learned weights are taken as given.
/// - Source: Saito and Joachims, "Off-policy evaluation for large action spaces via embeddings" (ICML 2022), equation 7.
///   Where the logging distribution is not known, they classify arms by category and context; here categories by
///   context, which asks for less.
public struct MarginalisedInversePropensity: OffPolicyEstimator {
    public let embedding: ActionEmbedding
    public let source: MarginalWeights.Source
    public let isSelfNormalised: Bool

    public init(_ embedding: ActionEmbedding, from source: MarginalWeights.Source, selfNormalised: Bool = false) {
        self.embedding = embedding
        self.source = source
        isSelfNormalised = selfNormalised
    }

    public var name: String { isSelfNormalised ? "snmips" : "mips" }

    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        let weights = try MarginalWeights(log, under: target, embedding: embedding, from: source).values
        let count = Double(log.count)
        let divisor = isSelfNormalised ? weights.reduce(0, +) / count : 1
        var value = 0.0
        for place in weights.indices { value += weights[place] * log.rewards[place] }
        value /= count * divisor
        let influence = weights.indices.map { place in
            isSelfNormalised
                ? weights[place] * (log.rewards[place] - value) / divisor : weights[place] * log.rewards[place] - value
        }
        return try Estimation(value: value, influence: influence, weights: weights).checked()
    }
}
