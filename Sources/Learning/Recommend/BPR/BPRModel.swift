public import Commerce
import Evaluate
import Foundation
public import Linear

/// The fitted form of ``BPR``.
///
/// A shopper asked about with the history of their training is answered from the stored factor, anyone else from a
/// factor learned for the history at hand, by the training's own steps with the items held still.
public struct BPRModel: Recommender {
    public static let name = "bpr"

    public let items: Vocabulary<Item>
    /// Shape [shoppers, factors].
    let shopperFactors: Matrix
    let known: KnownShoppers
    /// Shape [items, factors].
    let itemFactors: Matrix
    /// Shape [items].
    let bias: [Float]
    let settings: BPR
    /// Where the draws of folding in start, the same for every history.
    let seed: UInt64
    /// The mean of the items' factors.
    private let centre: [Float]
    private let packed: PackedVectors
    private let screened: ScreenedVectors

    init(
        items: Vocabulary<Item>, shopperFactors: Matrix, known: KnownShoppers, itemFactors: Matrix, bias: [Float],
        settings: BPR, seed: UInt64
    ) {
        self.items = items
        self.shopperFactors = shopperFactors
        self.known = known
        self.itemFactors = itemFactors
        self.bias = bias
        self.settings = settings
        self.seed = seed
        packed = PackedVectors(itemFactors, bias: bias)
        screened = ScreenedVectors(itemFactors, bias: bias)
        var sum = [Double](repeating: 0, count: itemFactors.columns)
        for item in 0..<itemFactors.rows {
            for (factor, value) in itemFactors[row: item].enumerated() { sum[factor] += Double(value) }
        }
        centre = sum.map { Float($0 / Double(max(1, itemFactors.rows))) }
    }

    /// O(items × factors) a history, on all cores; a history that is folded in adds O(``foldInSteps`` × factors).
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try checkShape(of: scores, for: histories)
        packed.multiply(queries(for: histories), into: &scores)
    }

    /// As ``score(_:into:)`` gives, from a small part of the products; see `ScreenedVectors`.
    public func best(
        _ count: Int, for history: History, where isAllowed: ((Int32) -> Bool)?
    ) throws -> [ScoredItem] {
        screened.largest(count, times: Array(factor(for: history)), where: isAllowed)
            .map { ScoredItem(item: $0.index, score: $0.score) }
    }

    /// One reason for each item of the history that pulled the shopper's factor towards the item; its strength is that
    /// item's share of all that pulled.
    ///
    /// Where the regularised likelihood is greatest its gradient vanishes, so that a shopper's factor is in proportion
    /// to `sum_i w_i g_i (y_i - mean y)` with `w_i` the recency and `g_i` the chance that the model ranks an average
    /// item above `i`. The parts of that sum, times the item's factor, are what is reported.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let factor = factor(for: history)
        let target = itemFactors[row: Int(item)]
        func product(_ left: some Sequence<Float>, _ right: some Sequence<Float>) -> Float {
            zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let meanBias = bias.reduce(0, +) / Float(max(1, bias.count))
        let meanScore = product(factor, centre) + meanBias
        let contributions = choices(in: history).map { other in
            let vector = itemFactors[row: other.item]
            let margin = product(factor, vector) + bias[other.item] - meanScore
            let pull = product(target, vector) - product(target, centre)
            return Contribution(item: other.item, amount: other.weight * pull / (1 + exp(margin)))
        }
        return contributions.reasons(.learnedTaste, source: Self.name, items: items, limit: limit)
    }

    /// Each history's factor, shape [histories, factors].
    func queries(for histories: [History]) -> Matrix {
        let rows = Parallel.map(histories.count) { index in factor(for: histories[index]) }
        var queries = Matrix(rows: histories.count, columns: itemFactors.columns)
        for (index, row) in rows.enumerated() {
            queries.values.replaceSubrange(index * queries.columns..<(index + 1) * queries.columns, with: row)
        }
        return queries
    }

    private func factor(for history: History) -> ArraySlice<Float> {
        if let row = known.row(for: history, itemCount: items.count) { return shopperFactors[row: row] }
        return foldIn(choices(in: history))[...]
    }

    private func choices(in history: History) -> [RecentEvent] {
        history.distinctItems(items: items.count, recency: settings.recency)
    }
}
