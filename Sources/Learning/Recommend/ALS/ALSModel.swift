public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``ALS``.
///
/// A shopper asked about with the history of their training is answered from the stored factor, anyone else from a
/// factor solved for the history at hand.
public struct ALSModel: Recommender {
    public static let name = "als"

    public let items: Vocabulary<Item>
    /// Shape [shoppers, factors].
    let shopperFactors: Matrix
    let known: KnownShoppers
    /// The items' factors, and the equations for a shopper against them.
    let system: ImplicitLeastSquares
    let evidence: ALSEvidence
    private let packed: PackedVectors
    private let screened: ScreenedVectors

    init(
        items: Vocabulary<Item>, shopperFactors: Matrix, known: KnownShoppers, system: ImplicitLeastSquares,
        evidence: ALSEvidence
    ) {
        self.items = items
        self.shopperFactors = shopperFactors
        self.known = known
        self.system = system
        self.evidence = evidence
        packed = PackedVectors(system.table)
        screened = ScreenedVectors(system.table)
    }

    /// O(items × factors) a history, on all cores; a history that is folded in adds
    /// O(events × factors² + factors³).
    ///
    /// - Throws: `LinearError` `cholesky.indefinite` when a history's equations are singular in single precision.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try checkShape(of: scores, for: histories)
        packed.multiply(try queries(for: histories), into: &scores)
    }

    /// As ``score(_:into:)`` gives, from a small part of the products; see `ScreenedVectors`.
    public func best(
        _ count: Int, for history: History, where isAllowed: ((Int32) -> Bool)?
    ) throws -> [ScoredItem] {
        screened.largest(count, times: Array(try factor(for: history)), where: isAllowed)
            .map { ScoredItem(item: $0.index, score: $0.score) }
    }

    /// One reason for each item of the history that pulled the shopper's factor towards the item; its strength is that
    /// item's share of all that pulled.
    ///
    /// The score is a sum over the history, `y_i . x_u = sum_j c_j y_i^T A^-1 y_j` (Hu, Koren, Volinsky, section 5).
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let (chosen, weights) = evidence(history)
        guard !chosen.isEmpty,
            let equations = try? system.factored(entries: chosen[...], weights: weights[...])
        else { return [] }
        var pull = Array(system.table[row: Int(item)])
        equations.solve(&pull)
        let contributions = zip(chosen, weights).map { other, weight in
            let agreement = zip(pull, system.table[row: Int(other)]).reduce(0) { $0 + $1.0 * $1.1 }
            return Contribution(item: Int(other), amount: (1 + weight) * agreement)
        }
        return contributions.reasons(.learnedTaste, source: Self.name, items: items, limit: limit)
    }

    /// Each history's factor, shape [histories, factors].
    func queries(for histories: [History]) throws -> Matrix {
        let rows = Parallel.map(histories.count) { index in Result { try factor(for: histories[index]) } }
        var queries = Matrix(rows: histories.count, columns: system.width)
        for (index, row) in rows.enumerated() {
            queries.values.replaceSubrange(index * system.width..<(index + 1) * system.width, with: try row.get())
        }
        return queries
    }

    /// What the training equations give for this history.
    private func factor(for history: History) throws -> ArraySlice<Float> {
        if let row = known.row(for: history, itemCount: items.count) { return shopperFactors[row: row] }
        let (chosen, weights) = evidence(history)
        return try system.solution(entries: chosen[...], weights: weights[...])[...]
    }
}
