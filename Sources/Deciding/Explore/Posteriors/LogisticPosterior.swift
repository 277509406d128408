public import Commerce
import Foundation
public import Linear

/// Bayesian logistic regression, one answer at a time: what is known of coefficients `c` where the chance that an
/// action with features `x` succeeds is `1 / (1 + exp(-c . x))`.
///
/// The posterior is kept normal. An answer of reward `r` in [0, 1] and weight `w` moves its mean to the mode of prior
/// times likelihood, found exactly, because with `m = mean . x` and `v = x^T A^-1 x` it lies on a line:
/// ```
/// mean += t A^-1 x,   where   t = w (r - p),   p = sigmoid(m + v t)
/// A += w p (1 - p) x x^T
/// ```
/// This is the Laplace approximation made anew at each answer (Spiegelhalter and Lauritzen, "Sequential updating of
/// conditional probabilities on directed graphical structures", Networks 20, 1990), so the result depends a little on
/// the order of answers. An update, a variance and a draw cost O(width²). An intercept is a feature that is always 1.
public struct LogisticPosterior: Sendable, Hashable {
    /// Weight of all answers, after forgetting.
    public private(set) var answers: Double
    private(set) var belief: CoefficientBelief

    public init(prior: CoefficientPrior) {
        answers = 0
        belief = CoefficientBelief(prior: prior)
    }

    public var prior: CoefficientPrior { belief.prior }
    /// Number of features.
    public var width: Int { belief.width }
    /// The posterior mean. Shape [width].
    public var mean: [Double] { Array(belief.coefficients.prefix(width)) }

    /// Learns one answer. O(width²).
    ///
    /// - Throws: ``ExploreError`` `feedback.shape`, `actions.features`, `weight`, or `reward` when it is not in [0, 1];
    ///   nothing is then changed.
    public mutating func update(
        features: UnsafeBufferPointer<Float>, reward: Double, weight: Double = 1
    ) throws {
        try check(features: features, reward: reward, weight: weight)
        let (linear, square) = belief.withVector(of: features) { belief.project($0) }
        let mode = Self.mode(linear: linear, square: square, reward: reward, weight: weight)
        let chance = sigmoid(mode)
        let precision = weight * chance * (1 - chance)
        answers += weight
        // With the new precision, this moment makes the new mean the mode.
        belief.absorb(features, precision: precision, moment: weight * (reward - chance) + precision * mode)
    }

    /// The same for features in an array of their own.
    public mutating func update(features: [Float], reward: Double, weight: Double = 1) throws {
        try features.withUnsafeBufferPointer { try update(features: $0, reward: reward, weight: weight) }
    }

    /// The linear predictor at the mode: the root of `z - linear - square weight (reward - sigmoid(z))`, which rises.
    ///
    /// Newton's method inside a bracket that always holds the root; a step that leaves it is replaced by a bisection.
    static func mode(linear: Double, square: Double, reward: Double, weight: Double) -> Double {
        let scale = square * weight
        var low = linear - scale * (1 - reward)
        var high = linear + scale * reward
        var mode = min(max(linear, low), high)
        for _ in 0..<400 {
            let chance = sigmoid(mode)
            let error = mode - linear - scale * (reward - chance)
            if error > 0 { high = mode } else { low = mode }
            var next = mode - error / (1 + scale * chance * (1 - chance))
            if !(next > low && next < high) { next = low + (high - low) / 2 }
            if abs(next - mode) <= 1e-14 * max(1, abs(next)) { return next }
            mode = next
        }
        return mode
    }

    /// Forgets: answers count for a share `keep` of what they did, and the prior regains the rest. O(width³).
    ///
    /// - Throws: ``ExploreError`` `parameter` unless `keep` is in [0, 1].
    public mutating func discount(by keep: Double) throws {
        try Observation.check(keep: keep)
        discount(by: keep, priorShare: 1)
    }

    /// The same with the prior left weaker than it is; see ``CoefficientPosterior/discount(by:priorShare:)``.
    public mutating func discount(by keep: Double, priorShare: Double) {
        answers *= keep
        belief.discount(by: keep, priorShare: priorShare)
    }

    /// Takes over another posterior of the same prior: the product of both normals, less one prior. An approximation,
    /// as each was made at its own mode. O(width³).
    ///
    /// - Throws: ``ExploreError`` `merge` when the priors differ.
    public mutating func merge(_ other: LogisticPosterior) throws {
        try belief.merge(other.belief)
        answers += other.answers
    }

    /// A draw of the coefficients. Shape [width]; O(width²).
    public func sample(using generator: inout some RandomNumberGenerator) -> [Double] {
        var draw = [Double](repeating: 0, count: belief.factor.stride)
        draw.withUnsafeMutableBufferPointer { belief.sample(scale: 1, into: $0, using: &generator) }
        return Array(draw.prefix(width))
    }
}

/// `1 / (1 + exp(-x))`, without overflow.
func sigmoid(_ x: Double) -> Double {
    guard x < 0 else { return 1 / (1 + exp(-x)) }
    let power = exp(x)
    return power / (1 + power)
}

extension LogisticPosterior: CoefficientPosterior {
    public var version: String { "logistic(\(prior.version))" }
    public var fresh: LogisticPosterior { LogisticPosterior(prior: prior) }

    public func check(features: UnsafeBufferPointer<Float>, reward: Double, weight: Double) throws {
        try Observation.check(features: features, width: width)
        try Observation.check(reward: reward, in: 0...1)
        try Observation.check(weight: weight)
    }

    public func deviations(draws: Int, using generator: inout SeededGenerator) -> Matrix {
        belief.deviations(draws: draws, scale: 1, using: &generator)
    }
}

extension LogisticPosterior: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        belief.store(into: &bundle, as: name)
        bundle.store([answers], as: "\(name).answers")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        belief = try CoefficientBelief(from: bundle, as: name)
        answers = try bundle.finiteDoubles("\(name).answers", count: 1)[0]
        try bundle.require(answers >= 0, "\(name).answers", "must not be negative")
    }
}
