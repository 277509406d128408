import Commerce
public import Linear

/// What is known of one mean after some noisy answers: the normal distribution.
///
/// With a prior mean `m` worth `k` answers, answers of weights `w` and noise variance `s`:
/// ```
/// mean = (k m + sum w r) / (k + sum w)        variance = s / (k + sum w)
/// ```
/// Where the noise is learned, `s` is its estimate and the normal stands in for the t distribution, which is a little
/// too sure while answers are few. Everything is O(1).
public struct GaussianPosterior: Sendable, Hashable {
    /// What was believed before any answer.
    public let prior: Prior
    /// Weight of all answers, and their weighted sums about the prior mean: of deviations and of their squares.
    public private(set) var answers: Double
    private var sum: Double
    private var squares: Double

    public struct Prior: Sendable, Hashable {
        public let mean: Double
        /// How many answers the prior mean counts for.
        public let worth: Double
        public let noise: NoiseVariance

        /// - Throws: ``ExploreError`` `parameter` unless the mean is finite and worth and noise are positive.
        public init(mean: Double = 0, worth: Double = 1, noise: NoiseVariance = .known(1)) throws {
            let limit = Observation.largest
            try ExploreError.check(abs(mean) <= limit, "GaussianPosterior.Prior.mean", "finite", got: mean)
            try ExploreError.check(
                worth > 0 && worth <= limit, "GaussianPosterior.Prior.worth", "positive and finite", got: worth)
            try noise.check("GaussianPosterior.Prior")
            self.mean = mean
            self.worth = worth
            self.noise = noise
        }
    }

    public init(prior: Prior) {
        self.prior = prior
        answers = 0
        sum = 0
        squares = 0
    }

    public var mean: Double { prior.mean + sum / (prior.worth + answers) }
    /// Of the mean, not of one answer.
    public var variance: Double { noiseVariance / (prior.worth + answers) }
    /// Known, or as estimated so far.
    public var noiseVariance: Double {
        prior.noise.estimate(residuals: squares - sum * sum / (prior.worth + answers), answers: answers)
    }

    /// - Throws: ``ExploreError`` `reward` when it is not finite, `weight` when not positive.
    public mutating func update(reward: Double, weight: Double = 1) throws {
        try check(reward: reward, weight: weight)
        add(reward - prior.mean, weight: weight)
    }

    /// Takes back an answer that was learned before.
    public mutating func remove(reward: Double, weight: Double) {
        add(reward - prior.mean, weight: -weight)
        answers = max(0, answers)
        squares = max(0, squares)
    }

    private mutating func add(_ deviation: Double, weight: Double) {
        answers += weight
        sum += weight * deviation
        squares += weight * deviation * deviation
    }

    /// Forgets: answers count for a share `keep` of what they did, and the prior regains the rest.
    ///
    /// - Throws: ``ExploreError`` `parameter` unless `keep` is in [0, 1].
    public mutating func discount(by keep: Double) throws {
        try Observation.check(keep: keep)
        answers *= keep
        sum *= keep
        squares *= keep
    }

    /// Takes over the answers of another posterior of the same prior.
    ///
    /// - Throws: ``ExploreError`` `merge` when the priors differ.
    public mutating func merge(_ other: GaussianPosterior) throws {
        guard prior == other.prior else { throw ExploreError.differentPriors }
        answers += other.answers
        sum += other.sum
        squares += other.squares
    }

    /// A draw of the mean.
    public func sample(using generator: inout some RandomNumberGenerator) -> Double {
        generator.normal(mean: mean, deviation: variance.squareRoot())
    }
}

extension GaussianPosterior: ArmPosterior {
    public var version: String {
        "gaussian(mean=\(prior.mean),worth=\(prior.worth),noise=\(prior.noise.version))"
    }
    public var fresh: GaussianPosterior { GaussianPosterior(prior: prior) }
    public var evidence: [Double] { [answers, sum, squares] }

    public func with(evidence: ArraySlice<Double>) throws -> GaussianPosterior {
        var result = fresh
        let values = try ExploreError.counts(evidence, count: 3, atLeastZero: [0, 2])
        (result.answers, result.sum, result.squares) = (values[0], values[1], values[2])
        return result
    }

    public func check(reward: Double, weight: Double) throws {
        try Observation.check(reward: reward)
        try Observation.check(weight: weight)
    }
}

extension GaussianPosterior: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([prior.mean, prior.worth] + prior.noise.numbers + [answers, sum, squares], as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles(name, count: 7)
        let prior = try Prior(mean: values[0], worth: values[1], noise: NoiseVariance(numbers: values[2..<4]))
        self = try GaussianPosterior(prior: prior).with(evidence: values[4...])
    }
}
