import Foundation
public import Linear

/// The best that an action can plausibly be: the largest `mean + alpha * sqrt(variance)`.
///
/// On linear models with unit noise this is LinUCB (Li, Chu, Langford and Schapire, "A contextual-bandit approach to
/// personalized news article recommendation", WWW 2010, algorithms 1 and 2).
public struct UpperConfidence: ScoreRule {
    public let alpha: Double

    /// - Throws: ``ExploreError`` `parameter` unless `alpha` is at least 0 and finite.
    public init(alpha: Double) throws {
        try ExploreError.check(
            alpha >= 0 && alpha.isFinite, "UpperConfidence.alpha", "at least 0 and finite", got: alpha)
        self.alpha = alpha
    }

    public var version: String { "upper-confidence(alpha=\(alpha))" }
    public var isDeterministic: Bool { true }

    public func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution {
        try .best(of: zip(scores.means, scores.variances).map { $0 + alpha * $1.squareRoot() })
    }
}

extension UpperConfidence {
    public func store(into bundle: inout ArrayBundle, as name: String) { bundle.store([alpha], as: name) }

    public init(from bundle: ArrayBundle, as name: String) throws {
        try self.init(alpha: try bundle.finiteDoubles(name, count: 1)[0])
    }
}

/// UCB1: the largest `mean + range * sqrt(2 ln t / n)`, with `n` answers of the action among `t` of all actions; those
/// without any first (Auer, Cesa-Bianchi and Fischer, Machine Learning 47, 2002).
///
/// Made for ``RewardTotals``, whose variance is `1 / n`. Where those forget or have a window, `n` and `t` are what is
/// left, and this is the discounted or sliding-window UCB of Garivier and Moulines, "On upper-confidence bound policies
/// for switching bandit problems", ALT 2011, with 1/2 for their xi.
public struct UCB1: ScoreRule {
    /// Largest reward less smallest; smaller values explore less than the theory asks for, and often do better.
    public let range: Double

    /// - Throws: ``ExploreError`` `parameter` unless the range is positive and finite.
    public init(range: Double = 1) throws {
        try ExploreError.check(range > 0 && range.isFinite, "UCB1.range", "positive and finite", got: range)
        self.range = range
    }

    public var version: String { "ucb1(range=\(range))" }
    public var isDeterministic: Bool { true }

    public func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution {
        let answers = scores.variances.map { 1 / max($0, 1 / Observation.largest) }
        let total = answers.reduce(0, +)
        let width = 2 * log(max(total, 1))
        return try .best(
            of: zip(scores.means, answers).map { mean, count in
                count < RewardTotals.smallest ? .infinity : mean + range * (width / count).squareRoot()
            })
    }
}

extension UCB1 {
    public func store(into bundle: inout ArrayBundle, as name: String) { bundle.store([range], as: name) }

    public init(from bundle: ArrayBundle, as name: String) throws {
        try self.init(range: try bundle.finiteDoubles(name, count: 1)[0])
    }
}
