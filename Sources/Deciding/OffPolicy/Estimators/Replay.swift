import Commerce

/// Replay: the mean reward of those decisions at which the target would have done the same.
///
/// Decision `i` is kept with probability `c target(a_i | x_i) / propensity_i`, where `c` is the smallest propensity in
/// the log. On a uniformly random log that is: draw from the target, keep what matches; and for a deterministic
/// target: keep what it would have shown. `V = mean(r_i over kept)`.
///
/// - Bias: none given that anything is kept, when the propensities are right and none that could have occurred is
///   smaller than `c`: at every context the same share `c` is kept, and what is kept is a sample of the target's own
///   choices.
/// - Variance: `Var[r under the target] / kept`. About `c * decisions` are kept, so a log with one tiny propensity
///   keeps almost nothing: then use ``SelfNormalisedInversePropensity``.
/// - Influence: `(decisions / kept) (r_i - V)` where kept, else 0.
/// - Source: Li, Chu, Langford and Wang, "Unbiased Offline Evaluation of Contextual-bandit-based News Article
///   Recommendation Algorithms" (2011), for a fixed policy; acceptance for uneven propensities as in Dudík, Erhan,
///   Langford and Li, "Sample-efficient Nonstationary Policy Evaluation for Contextual Bandits" (2012).
public struct Replay: OffPolicyEstimator {
    /// The same seed keeps the same decisions.
    public let seed: UInt64

    public init(seed: UInt64 = 0) { self.seed = seed }

    public var name: String { "replay" }

    /// - Throws: also ``OffPolicyError`` `replay.empty` when no decision was kept: a mean of nothing is undefined.
    public func evaluate(
        _ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?
    ) throws -> Estimation {
        let weights = try ImportanceWeights(log, under: target)
        let smallest = log.propensities.min() ?? 1
        var generator = SeededGenerator(seed: seed)
        var (kept, sum) = ([Double](repeating: 0, count: log.count), 0.0)
        for place in kept.indices where generator.unit() < smallest * weights.values[place] {
            kept[place] = 1
            sum += log.rewards[place]
        }
        let number = kept.reduce(0, +)
        guard number > 0 else {
            throw OffPolicyError(
                code: "replay.empty",
                message: "none of the \(log.count) decisions match the target, so the mean reward of those that do is "
                    + "undefined",
                remedy: "use snips, which needs no exact match, or a larger log")
        }
        let value = sum / number
        let influence = kept.indices.map {
            kept[$0] * (log.rewards[$0] - value) * (Double(log.count) / number)
        }
        return try Estimation(value: value, influence: influence, weights: kept).checked()
    }
}
