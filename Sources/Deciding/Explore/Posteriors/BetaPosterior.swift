import Commerce
public import Linear

/// What is known of a chance of success after some trials: the beta distribution.
///
/// Each answer of reward `r` in [0, 1] and weight `w` adds `w r` to `a` and `w (1 - r)` to `b`, which is Bayes' rule
/// where rewards are 0 or 1, and keeps the mean right where they lie between. Everything is O(1).
public struct BetaPosterior: Sendable, Hashable {
    /// What was believed before any answer.
    public let prior: Prior
    /// Weighted successes and failures since.
    public private(set) var successes: Double
    public private(set) var failures: Double

    public struct Prior: Sendable, Hashable {
        public let a: Double
        public let b: Double

        /// - Throws: ``ExploreError`` `parameter` unless both are positive and finite.
        public init(a: Double = 1, b: Double = 1) throws {
            try ExploreError.check(a > 0 && a <= Observation.largest, "BetaPosterior.Prior.a", "positive", got: a)
            try ExploreError.check(b > 0 && b <= Observation.largest, "BetaPosterior.Prior.b", "positive", got: b)
            self.a = a
            self.b = b
        }
    }

    public init(prior: Prior) {
        self.prior = prior
        successes = 0
        failures = 0
    }

    /// The distribution's two parameters.
    public var a: Double { prior.a + successes }
    public var b: Double { prior.b + failures }
    /// Weight of all answers.
    public var answers: Double { successes + failures }
    /// `a / (a + b)`.
    public var mean: Double { a / (a + b) }
    /// `a b / ((a + b)^2 (a + b + 1))`: of the chance, not of one answer.
    public var variance: Double { mean * (b / (a + b)) / (a + b + 1) }

    /// - Throws: ``ExploreError`` `reward` when it is not in [0, 1], `weight` when not positive.
    public mutating func update(reward: Double, weight: Double = 1) throws {
        try Observation.check(reward: reward, in: 0...1)
        try Observation.check(weight: weight)
        successes += weight * reward
        failures += weight * (1 - reward)
    }

    /// Takes an answer back, for windows; what rounding leaves below zero becomes zero.
    mutating func remove(reward: Double, weight: Double) {
        successes = max(0, successes - weight * reward)
        failures = max(0, failures - weight * (1 - reward))
    }

    /// Forgets: answers count for a share `keep` of what they did, and the prior regains the rest.
    ///
    /// - Throws: ``ExploreError`` `parameter` unless `keep` is in [0, 1].
    public mutating func discount(by keep: Double) throws {
        try Observation.check(keep: keep)
        self = discounted(keeping: keep)
    }

    /// The same for a share that is known to be in [0, 1].
    func discounted(keeping keep: Double) -> BetaPosterior {
        var result = self
        result.successes *= keep
        result.failures *= keep
        return result
    }

    /// Takes over the answers of another posterior of the same prior.
    ///
    /// - Throws: ``ExploreError`` `merge` when the priors differ.
    public mutating func merge(_ other: BetaPosterior) throws {
        guard prior == other.prior else { throw ExploreError.differentPriors }
        successes += other.successes
        failures += other.failures
    }

    /// A draw of the chance.
    public func sample(using generator: inout some RandomNumberGenerator) -> Double { generator.beta(a, b) }
}

extension ExploreError {
    static let differentPriors = ExploreError(
        code: "merge", message: "two posteriors can be merged only if they started from the same prior",
        remedy: "train both with the same settings")
}

extension BetaPosterior: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([prior.a, prior.b, successes, failures], as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles(name, count: 4)
        try bundle.require(values[2] >= 0 && values[3] >= 0, name, "must not have negative counts")
        self.init(prior: try Prior(a: values[0], b: values[1]))
        successes = values[2]
        failures = values[3]
    }
}
