public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``ItemKNN``.
public struct ItemKNNModel: Recommender {
    public static let name = "item-knn"

    public let items: Vocabulary<Item>
    /// Each item's nearest neighbours; shape [items, items], the diagonal empty.
    let similarities: SparseMatrix
    let prior: ItemPrior
    let recency: Recency

    init(items: Vocabulary<Item>, similarities: SparseMatrix, prior: ItemPrior, recency: Recency) {
        self.items = items
        self.similarities = similarities
        self.prior = prior
        self.recency = recency
    }

    /// O(items + events × neighbours) a history.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try scoreRows(histories, into: &scores, from: prior.scores) { history, row in
            for event in history.recentEvents(items: items.count, recency: recency) {
                similarities.addRow(event.item, times: event.weight, to: row)
            }
        }
    }

    /// One reason for each item of the history whose neighbour the item is; its strength is that item's part of
    /// the score.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let contributions = history.recentEvents(items: items.count, recency: recency).map { event in
            Contribution(item: event.item, amount: event.weight * similarities.value(row: event.item, column: item))
        }
        return contributions.reasons(.similarToItem, source: Self.name, items: items, limit: limit)
    }

    public func save(into bundle: inout ArrayBundle) {
        bundle.store(similarities, as: "similarities")
        bundle.store(prior.scores, as: "prior")
        bundle.metadata["recency"] = String(recency.power)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        self.items = items
        similarities = try bundle.sparseMatrix("similarities")
        prior = ItemPrior(scores: try bundle.floats("prior"))
        recency = try Recency(power: bundle.number("recency"))
        try Self.checkItems(similarities.rows, in: "similarities", against: items)
        try Self.checkItems(similarities.columns, in: "similarities", against: items)
        try Self.checkItems(prior.scores.count, in: "prior", against: items)
    }
}
