public import Linear

/// Answers of one arm, counted and summed, without any prior: what ``UCB1`` works on.
///
/// `mean = sum w r / n`, `variance = 1 / n` with `n = sum w`: the variance of the mean where single answers have
/// variance 1. Without an answer the mean is 0 and the variance as large as a variance can be.
public struct RewardTotals: ArmPosterior {
    public private(set) var answers = 0.0
    private var sum = 0.0

    /// Fewer answers than this are none: what is left of forgotten ones.
    static let smallest = 1e-9

    public init() {}

    public var version: String { "totals" }
    public var fresh: RewardTotals { RewardTotals() }
    public var mean: Double { answers < Self.smallest ? 0 : sum / answers }
    public var variance: Double { answers < Self.smallest ? Observation.largest : 1 / answers }
    public var evidence: [Double] { [answers, sum] }

    public func with(evidence: ArraySlice<Double>) throws -> RewardTotals {
        let values = try ExploreError.counts(evidence, count: 2, atLeastZero: [0])
        var result = fresh
        (result.answers, result.sum) = (values[0], values[1])
        return result
    }

    public func check(reward: Double, weight: Double) throws {
        try Observation.check(reward: reward)
        try Observation.check(weight: weight)
    }

    public mutating func update(reward: Double, weight: Double = 1) throws {
        try check(reward: reward, weight: weight)
        answers += weight
        sum += weight * reward
    }

    public mutating func remove(reward: Double, weight: Double) {
        answers = max(0, answers - weight)
        sum -= weight * reward
    }

    public mutating func discount(by keep: Double) throws {
        try Observation.check(keep: keep)
        answers *= keep
        sum *= keep
    }

    public mutating func merge(_ other: RewardTotals) throws {
        answers += other.answers
        sum += other.sum
    }
}

extension RewardTotals: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) { bundle.store(evidence, as: name) }

    public init(from bundle: ArrayBundle, as name: String) throws {
        self = try RewardTotals().with(evidence: try bundle.finiteDoubles(name, count: 2)[...])
    }
}
