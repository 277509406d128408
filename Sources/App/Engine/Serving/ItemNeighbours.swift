public import Commerce
import Evaluate
import Explore
import Recommend

/// Items that go with an item, by what each recommender has learned.
public struct ItemNeighbours: Sendable, Encodable {
    public struct Neighbour: Sendable, Encodable {
        public var item: ItemID
        /// What the sources say together: the sum of `1 / (60 + place)` over those that name it.
        public var score: Double
        /// By source: its own score, and why.
        public var sources: [Source]
    }

    public struct Source: Sendable, Encodable {
        public var name: String
        /// Place in the source's own list, from 1.
        public var place: Int
        public var score: Double
        public var reasons: [Reason]
    }

    public var item: ItemID
    /// The models that were asked; nothing before a training.
    public var snapshot: String?
    public var neighbours: [Neighbour]
}

extension LiveShop {
    /// Those who answer with what sells, whatever the item.
    private static let deaf: Set<String> = [PopularityModel.name]

    /// The items that go best with one; nothing when the shop does not know it.
    ///
    /// Every recommender that serves is asked what suits somebody who chose this item and nothing else: of item-item models
    /// these are its neighbours. Lists are joined by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009), for their
    /// scores have no common measure. What is not on sale is left out. O(recommenders * items).
    public nonisolated func neighbours(of id: ItemID, count: Int) async throws -> ItemNeighbours? {
        let (models, items) = await proposing
        guard items.row(of: id) != nil else { return nil }
        let now = time.now()
        var found: [ItemID: [ItemNeighbours.Source]] = [:]
        for entry in models.recommenders where !Self.deaf.contains(entry.name) {
            guard let row = entry.model.items.row(of: id) else { continue }
            let question = History(items: [row])
            let onSale = ItemFilter(entry.model.items) { other in
                items.row(of: other).map { items.facts[Int($0)].isAvailable(at: now) } ?? false
            }
            let best = try entry.model.topK(for: question, count: count, options: TopKOptions(filter: onSale))
            for (place, scored) in best.enumerated() where scored.score > 0 {
                let reasons = entry.model.reasons(for: scored.item, given: question, limit: 2)
                // What suits everybody, where nothing more is known, goes with nothing.
                guard !reasons.isEmpty else { continue }
                found[entry.model.items[scored.item], default: []].append(
                    ItemNeighbours.Source(
                        name: entry.name, place: place + 1, score: Double(scored.score), reasons: reasons))
            }
        }
        let neighbours = found.map { item, sources in
            ItemNeighbours.Neighbour(
                item: item, score: sources.reduce(0) { $0 + 1 / Double(60 + $1.place) }, sources: sources)
        }.sorted { ($0.score, $1.item) > ($1.score, $0.item) }
        return ItemNeighbours(item: id, snapshot: models.snapshot, neighbours: Array(neighbours.prefix(count)))
    }

    /// What proposes, and to which rows: copies that cost nothing, so that no decision waits for who asks them much.
    var proposing: (models: LiveModels, items: ItemTable) { (models, desk.decider.items) }
}
