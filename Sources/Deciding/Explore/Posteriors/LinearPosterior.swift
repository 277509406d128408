public import Commerce
public import Linear

/// Bayesian linear regression, one answer at a time: what is known of coefficients `c` where the expected reward of an
/// action with features `x` is `c . x`.
///
/// With prior means `m`, prior precisions `D` (in units of answers) and noise variance `s`:
/// ```
/// A = D + sum w x x^T        mean = A^-1 (D m + sum w r x)        covariance = s A^-1
/// ```
/// which with `m = 0` and equal precisions is ridge regression (Bishop, "Pattern Recognition and Machine Learning",
/// 2006, section 3.3). `A` is kept as a triangular factor turned by Givens rotations, so a million updates leave it as
/// exact as one. An update, a variance and a draw cost O(width²). An intercept is a feature that is always 1.
public struct LinearPosterior: Sendable, Hashable {
    public let noise: NoiseVariance
    /// Weight of all answers, after forgetting.
    public private(set) var answers: Double
    /// Weighted sum of squared rewards.
    private var squares: Double
    private(set) var belief: CoefficientBelief

    /// - Throws: ``ExploreError`` `parameter` when the noise is not positive.
    public init(prior: CoefficientPrior, noise: NoiseVariance = .known(1)) throws {
        try noise.check("LinearPosterior")
        self.noise = noise
        answers = 0
        squares = 0
        belief = CoefficientBelief(prior: prior)
    }

    public var prior: CoefficientPrior { belief.prior }
    /// Number of features.
    public var width: Int { belief.width }
    /// The posterior mean. Shape [width].
    public var mean: [Double] { Array(belief.coefficients.prefix(width)) }

    /// Variance of single answers about their expected reward: known, or as estimated so far. O(width).
    ///
    /// The estimate is `(worth initial + sum w r^2 + m^T D m - mean^T A mean) / (worth + answers)`.
    public var noiseVariance: Double {
        guard case .learned = noise else { return noise.estimate(residuals: 0, answers: 0) }
        var residuals = squares
        for place in 0..<width {
            residuals += belief.priorShare * prior.precision[place] * prior.mean[place] * prior.mean[place]
            residuals -= belief.moments[place] * belief.coefficients[place]
        }
        return noise.estimate(residuals: residuals, answers: answers)
    }

    /// Learns one answer. O(width²).
    ///
    /// - Throws: ``ExploreError`` `feedback.shape`, `actions.features`, `reward` or `weight`; nothing is then changed.
    public mutating func update(
        features: UnsafeBufferPointer<Float>, reward: Double, weight: Double = 1
    ) throws {
        try check(features: features, reward: reward, weight: weight)
        answers += weight
        squares += weight * reward * reward
        belief.absorb(features, precision: weight, moment: weight * reward)
    }

    /// The same for features in an array of their own.
    public mutating func update(features: [Float], reward: Double, weight: Double = 1) throws {
        try features.withUnsafeBufferPointer { try update(features: $0, reward: reward, weight: weight) }
    }

    /// Takes an answer back, for windows; false, and nothing changed, where rounding stands against it.
    mutating func remove(features: [Float], reward: Double, weight: Double) -> Bool {
        let done = features.withUnsafeBufferPointer {
            belief.release($0, precision: weight, moment: weight * reward)
        }
        guard done else { return false }
        answers = max(0, answers - weight)
        squares = max(0, squares - weight * reward * reward)
        return true
    }

    /// Forgets: answers count for a share `keep` of what they did, and the prior regains the rest; `keep` of 0 gives
    /// back the prior. O(width³).
    ///
    /// - Throws: ``ExploreError`` `parameter` unless `keep` is in [0, 1].
    public mutating func discount(by keep: Double) throws {
        try Observation.check(keep: keep)
        discount(by: keep, priorShare: 1)
    }

    /// The same with the prior left weaker than it is; see ``CoefficientPosterior/discount(by:priorShare:)``.
    public mutating func discount(by keep: Double, priorShare: Double) {
        answers *= keep
        squares *= keep
        belief.discount(by: keep, priorShare: priorShare)
    }

    /// Takes over the answers of another posterior of the same prior and noise: as if both had been learned here.
    /// O(width³).
    ///
    /// - Throws: ``ExploreError`` `merge` when they differ.
    public mutating func merge(_ other: LinearPosterior) throws {
        guard noise == other.noise else { throw ExploreError.differentPriors }
        try belief.merge(other.belief)
        answers += other.answers
        squares += other.squares
    }

    /// A draw of the coefficients. Shape [width]; O(width²).
    public func sample(using generator: inout some RandomNumberGenerator) -> [Double] {
        var draw = [Double](repeating: 0, count: belief.factor.stride)
        draw.withUnsafeMutableBufferPointer { belief.sample(scale: noiseVariance, into: $0, using: &generator) }
        return Array(draw.prefix(width))
    }
}

extension LinearPosterior: CoefficientPosterior {
    public var version: String { "linear(\(prior.version),noise=\(noise.version))" }
    public var fresh: LinearPosterior {
        var result = self
        (result.answers, result.squares) = (0, 0)
        result.belief = CoefficientBelief(prior: prior)
        return result
    }

    public func check(features: UnsafeBufferPointer<Float>, reward: Double, weight: Double) throws {
        try Observation.check(features: features, width: width)
        try Observation.check(reward: reward)
        try Observation.check(weight: weight)
    }

    public func scoreLinear(
        _ features: UnsafeBufferPointer<Float>, means: UnsafeMutableBufferPointer<Double>,
        variances: UnsafeMutableBufferPointer<Double>
    ) throws {
        try score(features, means: means, variances: variances)
    }

    public func deviations(draws: Int, using generator: inout SeededGenerator) -> Matrix {
        belief.deviations(draws: draws, scale: noiseVariance, using: &generator)
    }
}

extension LinearPosterior: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        belief.store(into: &bundle, as: name)
        bundle.store(noise.numbers + [answers, squares], as: "\(name).noise")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        belief = try CoefficientBelief(from: bundle, as: name)
        let values = try bundle.finiteDoubles("\(name).noise", count: 4)
        noise = try NoiseVariance(numbers: values[0..<2])
        (answers, squares) = (values[2], values[3])
        try bundle.require(answers >= 0 && squares >= 0, "\(name).noise", "must not have negative sums")
    }
}
