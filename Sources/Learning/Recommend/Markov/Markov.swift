public import Commerce
import Linear

/// Recommends what shoppers chose next after the same item: a first-order Markov chain with back-off.
///
/// Transitions: an event of weight `w` that follows item `i` by `d` places adds `w d^-p` to `N[i, j]`, for
/// `d = 1 ... window`. With `P[i, j] = N[i, j] / sum_j N[i, j]` the score is
/// ```
/// score(j) = sum_a (1 + a)^-p P[h(n - a), j] + prior(j),    a = 0 ..< memory
/// ```
/// where `h(n)` is the last item of the history, `p` the power of the recency, and the prior is popularity scaled
/// to at most 1e-6: it orders equal scores and items that were never seen to follow.
/// `window = memory = 1`, ``firstOrder``, is the plain chain that evaluations use as a yardstick.
public struct Markov: RecommenderEstimator {
    /// How many places after an item count as following it.
    public let window: Int
    /// How many of the last items are asked.
    public let memory: Int
    /// What further places and earlier items count.
    public let recency: Recency

    /// Only the item straight before counts.
    public static let firstOrder = Markov(unchecked: 1, memory: 1, recency: .none)

    /// - Throws: ``RecommendError`` `parameter` unless `window` and `memory` are at least 1.
    public init(window: Int = 10, memory: Int = 10, recency: Recency = .steep) throws {
        try RecommendError.check(window >= 1, "Markov.window", "at least 1", got: window)
        try RecommendError.check(memory >= 1, "Markov.memory", "at least 1", got: memory)
        self.init(unchecked: window, memory: memory, recency: recency)
    }

    private init(unchecked window: Int, memory: Int, recency: Recency) {
        self.window = window
        self.memory = memory
        self.recency = recency
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
        let factors = (0..<window).map { recency.factor(age: $0) }
        for shopper in 0..<examples.shoppers.count {
            let events = (examples.offsets[shopper]..<examples.offsets[shopper + 1])
                .filter { UsableWeight.of(examples.weights[$0]) > 0 }
            for (place, event) in events.enumerated() {
                for distance in stride(from: 1, through: min(window, place), by: 1) {
                    entries.append(
                        (
                            examples.itemRows[events[place - distance]], examples.itemRows[event],
                            factors[distance - 1] * UsableWeight.of(examples.weights[event])
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
