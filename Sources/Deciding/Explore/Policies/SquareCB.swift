import Foundation
public import Linear

/// The less an action is behind the best, the more often it is tried: inverse gap weighting.
///
/// With `K` actions and `gap(a)` the best mean less that of `a`:
/// ```
/// p(a) = 1 / (K + gamma gap(a))   for all but the best, which has the rest;      gamma = scale * updates^exponent
/// ```
/// Foster and Rakhlin, "Beyond UCB: optimal and efficient contextual bandits with regression oracles", ICML 2020,
/// algorithm 1; schedule and defaults as in Vowpal Wabbit, for rewards in [0, 1]. Several best actions share the rest.
public struct SquareCB: ScoreRule {
    public let scale: Double
    public let exponent: Double

    /// - Throws: ``ExploreError`` `parameter` unless the scale is positive and the exponent in [0, 1].
    public init(scale: Double = 10, exponent: Double = 0.5) throws {
        try ExploreError.check(scale > 0 && scale.isFinite, "SquareCB.scale", "positive and finite", got: scale)
        try ExploreError.check(exponent >= 0 && exponent <= 1, "SquareCB.exponent", "in [0, 1]", got: exponent)
        self.scale = scale
        self.exponent = exponent
    }

    public var version: String { "square-cb(scale=\(scale),exponent=\(exponent))" }
    public var isDeterministic: Bool { false }

    public func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution {
        let gamma = scale * pow(Double(updates), exponent)
        let best = scores.means.reduce(-.infinity, max)
        var probabilities = [Double](repeating: 0, count: scores.count)
        var rest = 1.0
        var bestCount = 0.0
        for (place, mean) in scores.means.enumerated() {
            if mean == best {
                bestCount += 1
            } else {
                probabilities[place] = 1 / (Double(scores.count) + gamma * (best - mean))
                rest -= probabilities[place]
            }
        }
        for (place, mean) in scores.means.enumerated() where mean == best { probabilities[place] = rest / bestCount }
        return try ActionDistribution(probabilities)
    }
}

extension SquareCB {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([scale, exponent], as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles(name, count: 2)
        try self.init(scale: values[0], exponent: values[1])
    }
}
