import Foundation
import Linear

extension Estimation {
    /// `sqrt(variance(influence) / decisions)`, with the variance's divisor `decisions - 1`.
    ///
    /// - Throws: ``OffPolicyError`` `log.small` for fewer than two decisions, of which there is no variance.
    public func standardError() throws -> Double { (try variance() / Double(influence.count)).squareRoot() }

    /// How many decisions of equal weight would tell as much: `(sum w)² / sum w²` (Kish, 1965); all of them when only
    /// a model spoke. 0 when all weights as used are 0.
    public var effectiveSampleSize: Double {
        weights.isEmpty ? Double(influence.count) : WeightDiagnostics.effectiveSampleSize(weights)
    }

    /// The largest share that one decision has in the sum of squared influences; 0 when all influences are 0.
    public var largestShareOfVariance: Double {
        var (largest, sum) = (0.0, 0.0)
        for influence in influence {
            largest = max(largest, influence * influence)
            sum += influence * influence
        }
        return sum > 0 ? largest / sum : 0
    }

    /// `value ± t standardError`, `t` the quantile of Student's distribution.
    ///
    /// Degrees of freedom are the effective sample size less one, at least one: exact for a mean of matched normal
    /// rewards under equal weights, indistinguishable from the normal interval for large logs, wider where few
    /// decisions carry the estimate. It rests on the central limit theorem and so fails for heavy-tailed weights and
    /// for rare rewards; `docs/guide/off-policy-evaluation.md` names cases.
    public func interval(confidence: Double) throws -> ConfidenceInterval {
        let freedom = max(1, effectiveSampleSize - 1)
        let reach = StudentT.twoSidedQuantile(1 - confidence, degreesOfFreedom: freedom) * (try standardError())
        return ConfidenceInterval(low: value - reach, high: value + reach)
    }

    /// An interval that holds for every sample size when the value is a mean of independent terms within `range`:
    ///
    /// `value ± (sqrt(2 s² L / n) + 7 range L / (3 (n - 1)))`, `L = log(4 / (1 - confidence))`, `s²` the variance of
    /// the influence. Wide: about twice the normal interval at best, and much more while `range L / n` dominates.
    ///
    /// Source: Maurer and Pontil, "Empirical Bernstein Bounds and Sample Variance Penalization" (2009), theorem 4,
    /// for both sides at once. It covers the expectation of the estimator: bias by clipping, shrinking or a model
    /// is not in it. Cross-fitted terms are independent given the other folds.
    public func bernsteinInterval(confidence: Double, range: ClosedRange<Double>) throws -> ConfidenceInterval {
        let count = Double(influence.count)
        let level = log(4 / (1 - confidence))
        let width = range.upperBound - range.lowerBound
        let reach = (2 * (try variance()) * level / count).squareRoot() + 7 * width * level / (3 * (count - 1))
        return ConfidenceInterval(low: value - reach, high: value + reach)
    }

    private func variance() throws -> Double {
        guard influence.count > 1 else {
            throw OffPolicyError(
                code: "log.small", message: "an error needs at least two decisions; the log has \(influence.count)")
        }
        let mean = influence.reduce(0, +) / Double(influence.count)
        return influence.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(influence.count - 1)
    }

    /// How much better this target is than another on the same log: values and influences subtracted decision by
    /// decision, so that what both share cancels in the error.
    ///
    /// - Precondition: both come from the same log.
    public func minus(_ other: Estimation) -> Estimation {
        precondition(influence.count == other.influence.count, "Estimation.minus: both need the same log")
        let scarcer = effectiveSampleSize < other.effectiveSampleSize ? weights : other.weights
        return Estimation(
            value: value - other.value, influence: zip(influence, other.influence).map { $0 - $1 }, weights: scarcer,
            cutShare: max(cutShare, other.cutShare))
    }
}
