public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``Content``.
public struct ContentModel: Recommender {
    public static let name = "content"

    public let items: Vocabulary<Item>
    /// What the columns of ``profiles`` are; facets as `field: value`.
    let terms: [String]
    /// TF-IDF vectors of length 1; shape [items, terms].
    let profiles: SparseMatrix
    /// The same by term; shape [terms, items].
    let index: SparseMatrix
    let prior: ItemPrior
    let recency: Recency

    init(items: Vocabulary<Item>, terms: [String], profiles: SparseMatrix, prior: ItemPrior, recency: Recency) {
        self.items = items
        self.terms = terms
        self.profiles = profiles
        self.prior = prior
        self.recency = recency
        index = profiles.transposed()
    }

    /// O(items + for each term of the history's items, the items that have it) a history.
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try scoreRows(
            histories, into: &scores, from: prior.scores, scratch: SparseAccumulator(size: terms.count)
        ) { history, row, profile in
            for event in share(of: history) { profile.add(event.item, of: profiles, times: event.weight) }
            profile.drain { term, weight in index.addRow(Int(term), times: weight, to: row) }
        }
    }

    /// One reason for each item of the history that shares terms with the item, the terms that matter most first;
    /// its strength is that item's part of the score.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard items.identifiers.indices.contains(Int(item)) else { return [] }
        let contributions = share(of: history).map { event in
            let cosine = sharedTerms(event.item, Int(item)).reduce(0) { $0 + $1.product }
            return Contribution(item: event.item, amount: event.weight * cosine)
        }
        return contributions.reasons(.sharedContent, source: Self.name, items: items, limit: limit).map { reason in
            var reason = reason
            if let row = reason.evidence.first.flatMap(items.row(of:)) {
                reason.terms = sharedTerms(Int(row), Int(item))
                    .sorted { ($1.product, $0.term) < ($0.product, $1.term) }
                    .prefix(Self.termLimit).map { terms[$0.term] }
            }
            return reason
        }
    }

    /// Terms a reason names at most.
    private static let termLimit = 5

    /// The events with weights that add up to 1.
    private func share(of history: History) -> [RecentEvent] {
        let events = history.recentEvents(items: items.count, recency: recency)
        let total = events.reduce(0) { $0 + $1.weight }
        return events.map { RecentEvent(item: $0.item, weight: $0.weight / total) }
    }

    /// What the cosine of two items is made of.
    private func sharedTerms(_ left: Int, _ right: Int) -> [(term: Int, product: Float)] {
        (profiles.offsets[left]..<profiles.offsets[left + 1]).compactMap { entry in
            let product = profiles.values[entry] * profiles.value(row: right, column: profiles.indices[entry])
            return product > 0 ? (Int(profiles.indices[entry]), product) : nil
        }
    }

    public func save(into bundle: inout ArrayBundle) {
        bundle.store(profiles, as: "profiles")
        bundle.store(prior.scores, as: "prior")
        bundle.metadata["terms"] = terms.joined(separator: "\n")
        bundle.metadata["recency"] = String(recency.power)
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        let profiles = try bundle.sparseMatrix("profiles")
        let terms = try bundle.text("terms").split(separator: "\n").map(String.init)
        let prior = ItemPrior(scores: try bundle.floats("prior"))
        try Self.checkItems(profiles.rows, in: "profiles", against: items)
        try Self.checkItems(prior.scores.count, in: "prior", against: items)
        guard profiles.columns == terms.count else {
            throw ArrayBundle.malformed("terms", "\(terms.count) lines", "as many lines as 'profiles' has columns")
        }
        self.init(
            items: items, terms: terms, profiles: profiles, prior: prior,
            recency: try Recency(power: bundle.number("recency")))
    }
}
