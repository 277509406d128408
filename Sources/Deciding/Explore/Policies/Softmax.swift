import Foundation
public import Linear

/// Better actions more often: `p(a)` in proportion to `exp(mean(a) / temperature)` (Luce's choice rule, Gibbs or
/// Boltzmann exploration). A temperature is in units of reward; a low one is nearly greedy, a high one nearly uniform.
public struct Softmax: ScoreRule {
    public let temperature: Double
    public let decay: Decay

    /// - Throws: ``ExploreError`` `parameter` unless the temperature and the decay's parameters are positive.
    public init(temperature: Double, decay: Decay = .none) throws {
        try ExploreError.check(
            temperature > 0 && temperature.isFinite, "Softmax.temperature", "positive and finite", got: temperature)
        try decay.check("Softmax")
        self.temperature = temperature
        self.decay = decay
    }

    public var version: String { "softmax(temperature=\(temperature)\(decay.versionSuffix))" }
    public var isDeterministic: Bool { false }

    public func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution {
        // Never so cold that differences overflow.
        let current = max(temperature * decay.factor(updates: updates), .leastNormalMagnitude)
        let best = scores.means.reduce(-.infinity, max)
        return try ActionDistribution(
            proportionalTo: scores.means.map { $0 == best ? 1 : exp(($0 - best) / current) })
    }
}

extension Softmax {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([temperature] + decay.numbers, as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles(name, count: 3)
        try self.init(temperature: values[0], decay: Decay(numbers: values[1...]))
    }
}
