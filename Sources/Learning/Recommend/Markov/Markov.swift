public import Commerce
import Foundation
import Linear

/// Recommends what shoppers chose next after the same item: a Markov chain of first order with back-off.
///
/// Transitions: an event of weight `w` that follows item `i` by `d` places adds `w skipDecay^(d-1)` to
/// `N[i, j]`, for `d = 1 ... window`. With `P[i, j] = N[i, j] / sum_j N[i, j]` the score is
/// ```
/// score(j) = sum_a memoryDecay^a P[h(n - a), j] + prior(j),    a = 0 ..< memory
/// ```
/// where `h(n)` is the last item of the history and the prior is popularity scaled to at most 1e-6: it orders
/// equal scores and items that were never seen to follow. `window = memory = 1` is the plain first-order chain.
public struct Markov: RecommenderEstimator {
    /// How many places after an item count as following it.
    public let window: Int
    /// What each further place counts against the one before it; in (0, 1].
    public let skipDecay: Double
    /// How many of the last items are asked.
    public let memory: Int
    /// What each earlier item counts against the one after it.
    public let recency: Recency

    /// - Throws: ``RecommendError`` `parameter` when a number is out of its range.
    public init(
        window: Int = 1, skipDecay: Double = 0.5, memory: Int = 1, memoryDecay: Double = 0.5
    ) throws {
        try RecommendError.check(window >= 1, "Markov.window", "at least 1", got: window)
        try RecommendError.check(skipDecay > 0 && skipDecay <= 1, "Markov.skipDecay", "in (0, 1]", got: skipDecay)
        try RecommendError.check(memory >= 1, "Markov.memory", "at least 1", got: memory)
        self.window = window
        self.skipDecay = skipDecay
        self.memory = memory
        recency = try Recency(decay: memoryDecay)
    }

    /// O(events × window). Draws nothing from the generator.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> MarkovModel {
        MarkovModel(
            items: examples.items, transitions: normalised(transitions(examples)),
            prior: ItemPrior(examples), memory: memory, recency: recency)
    }

    private func transitions(_ examples: Interactions) -> SparseMatrix {
        var entries: [(row: Int32, column: Int32, value: Float)] = []
        entries.reserveCapacity(examples.count * window)
        let factors = (0..<window).map { Float(pow(skipDecay, Double($0))) }
        for shopper in 0..<examples.shoppers.count {
            let events = (examples.offsets[shopper]..<examples.offsets[shopper + 1]).filter(examples.isUsable)
            for (place, event) in events.enumerated() {
                for distance in 1...window where distance <= place {
                    entries.append((
                        examples.itemRows[events[place - distance]], examples.itemRows[event],
                        factors[distance - 1] * examples.weights[event]
                    ))
                }
            }
        }
        return SparseMatrix(rows: examples.items.count, columns: examples.items.count, entries: entries)
    }

    private func normalised(_ counts: SparseMatrix) -> SparseMatrix {
        var result = counts
        for row in 0..<counts.rows {
            let range = counts.offsets[row]..<counts.offsets[row + 1]
            let sum = range.reduce(0.0) { $0 + Double(counts.values[$1]) }
            for entry in range { result.values[entry] = Float(Double(counts.values[entry]) / sum) }
        }
        return result
    }
}
