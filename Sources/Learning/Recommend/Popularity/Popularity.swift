public import Commerce
import Foundation

/// Recommends what most shoppers chose, lately counting more.
///
/// An event of weight `w` that is `t` older than the newest of all counts `w 2^(-t / halfLife)`. The score of an
/// item is its share of that total, so scores add up to 1. Without a half-life, or where the examples have no
/// times, every event counts its weight.
public struct Popularity: RecommenderEstimator {
    /// The age at which an event counts half; nothing to count all ages alike.
    public let halfLife: Duration?

    /// - Throws: ``RecommendError`` `parameter` unless the half-life is positive.
    public init(halfLife: Duration? = nil) throws {
        if let halfLife {
            try RecommendError.check(halfLife > .zero, "Popularity.halfLife", "positive", got: halfLife)
        }
        self.halfLife = halfLife
    }

    /// O(events). Draws nothing from the generator.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> PopularityModel {
        let totals = agedWeights(examples)
        let sum = totals.reduce(0, +)
        let shares = totals.map { sum > 0 ? Float($0 / sum) : 0 }
        return PopularityModel(items: examples.items, shares: shares)
    }

    private func agedWeights(_ examples: Interactions) -> [Double] {
        guard let halfLife, let newest = examples.times.max() else { return examples.weightByItem() }
        let scale = 1 / Double(halfLife.wholeMilliseconds)
        var totals = [Double](repeating: 0, count: examples.items.count)
        for event in 0..<examples.count {
            let age = Double(newest.milliseconds - examples.times[event].milliseconds) * scale
            totals[Int(examples.itemRows[event])] += Double(UsableWeight.of(examples.weights[event])) * exp2(-age)
        }
        return totals
    }
}
