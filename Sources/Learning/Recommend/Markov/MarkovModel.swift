public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``Markov``.
public struct MarkovModel: Recommender {
    public static let name = "markov"

    public let items: Vocabulary<Item>
    /// `P[i, j]`, the share of item `j` among what followed `i`; shape [items, items].
    let transitions: SparseMatrix
    let prior: ItemPrior
    let memory: Int
    let recency: Recency

    init(
        items: Vocabulary<Item>, transitions: SparseMatrix, prior: ItemPrior, memory: Int, recency: Recency
    ) {
        self.items = items
        self.transitions = transitions
        self.prior = prior
        self.memory = memory
        self.recency = recency
    }

    /// O(items + memory × followers) a history. Weights of the history's events play no part: what was done last
    /// counts, not how strongly.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try scoreRows(histories, into: &scores, from: prior.scores) { history, row in
            for event in lastItems(of: history) {
                transitions.addRow(event.item, times: event.weight, to: row)
            }
        }
    }

    /// One reason for each of the last items that the item was seen to follow; its strength is that item's part
    /// of the score.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let contributions = lastItems(of: history).map { event in
            Contribution(item: event.item, amount: event.weight * transitions.value(row: event.item, column: item))
        }
        return contributions.reasons(.followsItem, source: Self.name, items: items, limit: limit)
    }

    private func lastItems(of history: History) -> [RecentEvent] {
        var unweighted = history
        for place in unweighted.weights.indices where unweighted.weights[place] > 0 { unweighted.weights[place] = 1 }
        return unweighted.recentEvents(items: items.count, recency: recency, limit: memory)
    }

    public func save(into bundle: inout ArrayBundle) {
        bundle.store(transitions, as: "transitions")
        bundle.store(prior.scores, as: "prior")
        bundle.metadata["memory"] = String(memory)
        bundle.metadata["recency"] = String(recency.power)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        self.items = items
        transitions = try bundle.sparseMatrix("transitions")
        prior = ItemPrior(scores: try bundle.floats("prior"))
        memory = try bundle.integer("memory")
        recency = try Recency(power: bundle.number("recency"))
        try Self.checkItems(transitions.rows, in: "transitions", against: items)
        try Self.checkItems(transitions.columns, in: "transitions", against: items)
        try Self.checkItems(prior.scores.count, in: "prior", against: items)
    }
}
