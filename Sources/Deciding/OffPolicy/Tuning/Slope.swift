import Linear

/// Chooses among estimates of the same value that trade bias against variance, without knowing either bias or truth.
///
/// Estimates are taken from the largest standard error, the least biased, to the smallest. One is trusted as long as it
/// agrees with every one before it; the last before the first disagreement is chosen. Once bias shows above the noise,
/// it only grows.
///
/// - Fails where a biased candidate has a large standard error, and where all candidates share a bias: put the unbiased
///   estimator among them.
/// - Source: Su, Srinath and Krishnamurthy, "Adaptive estimator selection for off-policy evaluation" (ICML 2020); ordered
///   by width as in Tucker and Lee, "Improved estimator selection for off-policy evaluation" (2021, SLOPE++).
public struct Slope: Sendable {
    /// When two estimates agree.
    public enum Rule: Sendable, Hashable {
        /// `|v_i - v_j| <= z SE(v_i - v_j)`, the standard error of the difference on the same log, from influence. Sees
        /// much smaller biases than the rule of the paper, because most of the noise is common to both. A departure,
        /// and the default.
        case paired
        /// `|v_i - v_j| <= z (SE_i + (sqrt(6) - 1) SE_j)`, `j` the wider: SLOPE++. Its choice errs by at most a constant
        /// (`sqrt(6) + 3`) times the smallest sum of bias and width, which in practice is a bias of two or three
        /// widths.
        case separate
    }

    public let rule: Rule
    /// Chance that two estimates without bias agree.
    public let confidence: Double

    /// - Throws: ``OffPolicyError`` `parameter` unless `confidence` is in (0, 1).
    public init(_ rule: Rule = .paired, confidence: Double = 0.95) throws {
        try OffPolicyError.check(confidence > 0 && confidence < 1, "Slope.confidence", "in (0, 1)", got: confidence)
        self.rule = rule
        self.confidence = confidence
    }

    /// O(candidates² * decisions) paired, else O(candidates * decisions).
    ///
    /// - Parameter candidates: estimates of one value from one log, in any order.
    /// - Returns: the place of the chosen one, and of the least biased one.
    /// - Throws: ``OffPolicyError`` `tuning.empty` without candidates, `log.small` for fewer than two decisions.
    public func choose(among candidates: [Estimation]) throws -> (chosen: Int, leastBiased: Int) {
        guard !candidates.isEmpty else {
            throw OffPolicyError(code: "tuning.empty", message: "there is no candidate to choose from")
        }
        let errors = try candidates.map { try $0.standardError() }
        let order = candidates.indices.sorted { (errors[$1], $0) < (errors[$0], $1) }
        let reach = Normal.quantile(0.5 + confidence / 2)
        for (rank, place) in order.enumerated() {
            for wider in order[..<rank] {
                let gap = abs(candidates[place].value - candidates[wider].value)
                let allowed =
                    switch rule {
                    case .paired: try candidates[place].minus(candidates[wider]).standardError()
                    case .separate: errors[place] + (6.0.squareRoot() - 1) * errors[wider]
                    }
                // Estimates that differ by rounding alone agree.
                if gap > reach * allowed + 1e-12 * abs(candidates[wider].value) { return (order[rank - 1], order[0]) }
            }
        }
        return (order[order.count - 1], order[0])
    }
}
