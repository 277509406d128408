import Linear

/// `w(x, e) = p(e | x, target) / p(e | x, logging)`: how much more often the target would have shown the category that was
/// shown.
///
/// The average, over the arms of the category, of the arms' own weights: never more varied than those.
public struct MarginalWeights: Sendable {
    /// Where the logging policy's probability of a category comes from.
    public enum Source: Sendable {
        /// Summed over all arms, from the whole logging distribution. Exact.
        case exact(logging: TargetProbabilities)
        /// Learned from the categories that were shown, by multinomial logistic regression on the context with this
        /// penalty on its slopes. For logs that keep the shown arm's propensity only. As good as that model; without a
        /// context, shares of the log.
        case learned(penalty: Double)
    }

    /// Shape [decisions].
    public let values: [Double]

    /// O(decisions * arms), and to learn O(iterations * decisions * categories * width²).
    ///
    /// - Throws: ``OffPolicyError`` `target.shape`, `embedding.shape`; `parameter` for a penalty that is not positive and
    ///   finite; `embedding.logging` with the first decision at which the logging distribution or the embedding
    ///   contradicts the log; `log.context` for a context that is not finite; `weights.zero`, `weights.overflow`;
    ///   `model.fit`.
    public init(
        _ log: LoggedDecisions, under target: TargetProbabilities, embedding: ActionEmbedding, from source: Source
    ) throws {
        let observed = try embedding.observed(in: log)
        try target.check(fits: log)
        var wanted = Self.marginal(target, embedding, observed)
        switch source {
        case .exact(let logging):
            try logging.check(fits: log)
            try Self.check(logging, against: log)
            let logged = Self.marginal(logging, embedding, observed)
            // The logged arm is in the sum below, unless the embedding gives it no chance of this category.
            for place in wanted.indices {
                wanted[place] = logged[place] > 0 ? wanted[place] / logged[place] : .infinity
            }
        case .learned(let penalty):
            try OffPolicyError.check(
                penalty > 0 && penalty.isFinite, "MarginalWeights.Source.penalty", "positive and finite", got: penalty)
            let ones = [Double](repeating: 1, count: log.count)
            let labelled = try Self.labelled(
                log, observed, embedding.categories, rewards: ones, propensities: ones)
            let shares = try ShareLearner(penalty: penalty).shares(learntFrom: labelled, for: labelled)
            for place in wanted.indices { wanted[place] /= shares[place * embedding.categories + Int(observed[place])] }
        }
        values = wanted
        if let decision = values.firstIndex(of: .infinity) {
            throw OffPolicyError(
                code: "embedding.logging",
                message:
                    "the embedding says that no arm the log could have shown at decision \(decision) has its category")
        }
        let squares = values.reduce(0) { $0 + $1 * $1 }
        guard squares > 0 else {
            throw OffPolicyError(
                code: "weights.zero",
                message: "the target would never have shown the category of any of the \(log.count) decisions, so its "
                    + "value is undefined", remedy: "this log cannot answer that question")
        }
        guard squares.isFinite else {
            throw OffPolicyError(
                code: "weights.overflow", message: "weights of categories are too large to add up",
                remedy: "check the propensities: probabilities so small are rarely real")
        }
    }

    /// The same decisions with the category as the arm, over scaled contexts.
    static func labelled(
        _ log: LoggedDecisions, _ observed: [Int32], _ categories: Int, rewards: [Double], propensities: [Double]
    ) throws -> LoggedDecisions {
        let contexts = try ContextDesign(log)
        let width = log.contexts.columns
        var scaled = Matrix(rows: log.count, columns: width)
        for decision in 0..<log.count {
            for feature in 0..<width {
                scaled[decision, feature] = Float(contexts.values[decision * (width + 1) + feature + 1])
            }
        }
        return try LoggedDecisions(
            arms: (0..<categories).map(String.init), actions: observed, rewards: rewards,
            propensities: propensities, contexts: scaled)
    }

    private static func check(_ logging: TargetProbabilities, against log: LoggedDecisions) throws {
        for decision in 0..<log.count {
            let (known, logged) = (logging[decision, Int(log.actions[decision])], log.propensities[decision])
            guard abs(known - logged) <= 1e-6 * max(known, logged) else {
                throw OffPolicyError(
                    code: "embedding.logging",
                    message:
                        "decision \(decision) has propensity \(logged), but the logging distribution gives its arm "
                        + "\(known)")
            }
        }
    }

    /// A policy's probability of the category that was observed, `sum_a policy(a | x) p(e | a)`. Shape [decisions].
    private static func marginal(
        _ policy: TargetProbabilities, _ embedding: ActionEmbedding, _ observed: [Int32]
    ) -> [Double] {
        let (arms, categories, decisions) = (embedding.arms, embedding.categories, observed.count)
        return [Double](unsafeUninitializedCapacity: decisions) { buffer, count in
            // Each decision writes its own place.
            nonisolated(unsafe) let out = buffer
            policy.values.withUnsafeBufferPointer { values in
                nonisolated(unsafe) let values = values
                Parallel.forEachChunk(of: decisions, chunk: 4096) { range in
                    for decision in range {
                        let (category, row) = (observed[decision], policy.rows == 1 ? 0 : decision * arms)
                        var sum = 0.0
                        switch embedding.table {
                        case .fixed(let categoryOfArm):
                            for arm in 0..<arms where categoryOfArm[arm] == category { sum += values[row + arm] }
                        case .random(let probabilities, _):
                            for arm in 0..<arms {
                                sum += probabilities[arm * categories + Int(category)] * values[row + arm]
                            }
                        }
                        out[decision] = sum
                    }
                }
            }
            count = decisions
        }
    }
}
