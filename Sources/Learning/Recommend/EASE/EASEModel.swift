public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``EASE``.
public struct EASEModel: Recommender {
    public static let name = "ease"

    public let items: Vocabulary<Item>
    let weights: EASEWeights
    let recency: Recency

    init(items: Vocabulary<Item>, weights: EASEWeights, recency: Recency) {
        self.items = items
        self.weights = weights
        self.recency = recency
    }

    /// O(items + items of the history × kept weights) a history, on all cores.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        let zeros = [Float](repeating: 0, count: items.count)
        try scoreRows(histories, into: &scores, from: zeros) { history, row in
            for choice in history.distinctItems(items: items.count, recency: recency) {
                weights.add(choice.weight, times: choice.item, to: row)
            }
        }
    }

    /// One reason for each item of the history that speaks for the item; its strength is that item's share of all
    /// that speaks for it.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let contributions = history.distinctItems(items: items.count, recency: recency).map { choice in
            Contribution(item: choice.item, amount: choice.weight * weights.value(source: choice.item, target: item))
        }
        return contributions.reasons(.similarToItem, source: Self.name, items: items, limit: limit)
    }

    public func save(into bundle: inout ArrayBundle) {
        switch weights {
        case .dense(let matrix): bundle.store(matrix, as: "weights")
        case .sparse(let matrix): bundle.store(matrix, as: "weights")
        }
        bundle.metadata["recency"] = String(recency.power)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        self.items = items
        recency = try Recency(power: bundle.number("recency"))
        if bundle.entries["weights"] != nil {
            let matrix = try bundle.matrix("weights")
            try Self.checkItems(matrix.columns, in: "weights", against: items)
            weights = .dense(matrix)
        } else {
            let matrix = try bundle.sparseMatrix("weights")
            try Self.checkItems(matrix.columns, in: "weights", against: items)
            weights = .sparse(matrix)
        }
        try Self.checkItems(weights.items, in: "weights", against: items)
    }
}
