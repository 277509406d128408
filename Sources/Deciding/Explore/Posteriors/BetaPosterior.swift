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
        try check(reward: reward, weight: weight)
        successes += weight * reward
        failures += weight * (1 - reward)
    }

    /// Takes back an answer that was learned before; what rounding leaves below zero becomes zero.
    public mutating func remove(reward: Double, weight: Double) {
        successes = max(0, successes - weight * reward)
        failures = max(0, failures - weight * (1 - reward))
    }

    /// Forgets: answers count for a share `keep` of what they did, and the prior regains the rest.
    ///
    /// - Throws: ``ExploreError`` `parameter` unless `keep` is in [0, 1].
    public mutating func discount(by keep: Double) throws {
        try Observation.check(keep: keep)
        successes *= keep
        failures *= keep
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
        code: "merge", message: "two learners can be merged only if they started from the same prior and settings",
        remedy: "train both with the same settings")

    /// Saved evidence: `count` finite numbers, those at some places not negative.
    static func counts(_ values: ArraySlice<Double>, count: Int, atLeastZero places: [Int]) throws -> [Double] {
        let values = Array(values)
        guard values.count == count, values.allSatisfy(\.isFinite), places.allSatisfy({ values[$0] >= 0 }) else {
            throw ExploreError(
                code: "saved", message: "the evidence of a posterior must be \(count) sums, counts at least 0")
        }
        return values
    }
}

extension BetaPosterior: ArmPosterior {
    public var version: String { "beta(a=\(prior.a),b=\(prior.b))" }
    public var fresh: BetaPosterior { BetaPosterior(prior: prior) }
    public var evidence: [Double] { [successes, failures] }

    public func with(evidence: ArraySlice<Double>) throws -> BetaPosterior {
        var result = fresh
        let values = try ExploreError.counts(evidence, count: 2, atLeastZero: [0, 1])
        (result.successes, result.failures) = (values[0], values[1])
        return result
    }

    public func check(reward: Double, weight: Double) throws {
        try Observation.check(reward: reward, in: 0...1)
        try Observation.check(weight: weight)
    }
}

extension BetaPosterior: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([prior.a, prior.b, successes, failures], as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles(name, count: 4)
        self = try BetaPosterior(prior: try Prior(a: values[0], b: values[1])).with(evidence: values[2...])
    }
}
