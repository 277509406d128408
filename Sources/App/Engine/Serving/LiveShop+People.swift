public import Commerce
import Evaluate
import Explore
import Ledger
import Recommend

extension LiveShop {
    /// What is known of a shopper; nothing for one whom nobody has named. O(events of the shopper).
    public func profile(of id: ShopperID) async throws -> ShopperProfile? {
        guard let shopper = try ledger.shopper(id), let figures = try ledger.figures(of: id) else { return nil }
        let past = try ledger.latestEvents(of: id, count: ShopperMemory.Person.memory)
        return ShopperProfile(shopper, figures, past: past, at: time.now()) { item($0) }
    }

    /// What is known of a visitor from what was done without a shopper's name, by the same measures and under the visitor's
    /// name; nothing for one who was never here. O(events of the visitor).
    public func profile(ofVisitor id: VisitorID) async throws -> ShopperProfile? {
        guard let figures = try ledger.figures(ofVisitor: id) else { return nil }
        let past = try ledger.latestEvents(of: id, count: ShopperMemory.Person.memory)
        return ShopperProfile(Shopper(id: ShopperID(id.rawValue)), figures, past: past, at: time.now()) { item($0) }
    }

    /// Takes descriptions of shoppers in.
    ///
    /// - Returns: whether each was changed.
    public func post(_ shoppers: [Shopper]) async throws -> [Bool] {
        guard !shoppers.isEmpty else { return [] }
        var post = LedgerPost()
        post.shoppers = shoppers
        return try await queue.commit(post).shoppers
    }

    /// What each serving recommender would show a shopper, best first, by name and in the order in which they are asked.
    ///
    /// From the shopper's past as decisions see it. What is not on sale is left out.
    public nonisolated func lists(for shopper: ShopperID, count: Int) async throws -> [RecommenderList] {
        try await lists(after: past(of: .shopper(shopper)), count: count)
    }

    /// What each would show a visitor; for one who is known to be a shopper, that shopper's lists.
    public nonisolated func lists(forVisitor visitor: VisitorID, count: Int) async throws -> [RecommenderList] {
        try await lists(after: past(of: .visitor(visitor)), count: count)
    }

    private nonisolated func lists(after history: History, count: Int) async throws -> [RecommenderList] {
        let (models, items) = await proposing
        let now = time.now()
        return try models.recommenders.map { entry in
            let rows = entry.model.items
            let known = history.inRows(of: rows, items.items)
            let onSale = ItemFilter(rows) { id in
                items.row(of: id).map { items.facts[Int($0)].isAvailable(at: now) } ?? false
            }
            let best = try entry.model.topK(
                for: known, count: count, options: TopKOptions(excludesHistory: false, filter: onSale))
            return RecommenderList(
                recommender: entry.name,
                places: best.filter { $0.score > 0 }.map { scored in
                    RecommenderList.Place(
                        item: rows[scored.item], score: Double(scored.score),
                        reasons: entry.model.reasons(for: scored.item, given: known, limit: 3))
                })
        }
    }

    private func past(of person: ShopperMemory.Key) throws -> History { try desk.history(of: person) }
}

/// What one recommender would show.
public struct RecommenderList: Sendable, Encodable {
    public struct Place: Sendable, Encodable {
        public var item: ItemID
        public var score: Double
        public var reasons: [Reason]
    }

    public var recommender: String
    public var places: [Place]
}

extension History {
    /// The part that a model knows, in its rows.
    ///
    /// - Parameter names: of this history's rows.
    func inRows(of model: Vocabulary<Item>, _ names: Vocabulary<Item>) -> History {
        let rows = items.map { model.row(of: names[$0]) }
        let kept = rows.indices.filter { rows[$0] != nil }
        return History(
            items: kept.compactMap { rows[$0] }, weights: kept.map { weights[$0] },
            times: times.isEmpty ? [] : kept.map { times[$0] })
    }
}
