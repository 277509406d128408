public import Commerce
import Explore

/// Some items of a catalogue, in the order in which they came to the shop.
public struct CataloguePage: Sendable, Encodable {
    public var items: [Item]
    /// The item after which the next page begins; nothing on the last.
    public var last: ItemID?
}

/// Which items of a catalogue are asked for.
public struct CatalogueQuery: Sendable, Hashable {
    public var conditions: [ItemCondition] = []
    /// Words that must all stand in the identifier, a title, the brand or the category, in any case.
    public var words: [String] = []
    /// Only what can be sold now.
    public var isOnSale = false

    public init(conditions: [ItemCondition] = [], text: String = "", isOnSale: Bool = false) {
        self.conditions = conditions
        words = text.split(whereSeparator: \.isWhitespace).map { $0.lowercased() }
        self.isOnSale = isOnSale
    }

    func admits(_ item: Item, at time: Timestamp) -> Bool {
        guard !isOnSale || item.isAvailable(at: time), conditions.allSatisfy({ $0.holds(for: item) }) else {
            return false
        }
        guard !words.isEmpty else { return true }
        let texts = ([item.id.rawValue, item.brand ?? ""] + item.title.values + item.category).map { $0.lowercased() }
        return words.allSatisfy { word in texts.contains { $0.contains(word) } }
    }
}

extension LiveShop {
    /// An item as it is described now; nothing for one that the shop does not know. O(1).
    public func item(_ id: ItemID) -> Item? {
        desk.decider.items.row(of: id).map { catalogue[$0] }
    }

    /// Those of the named items that the shop knows. O(names).
    public func items(_ names: some Sequence<ItemID> & Sendable) -> [ItemID: Item] {
        var found: [ItemID: Item] = [:]
        for name in names { found[name] = item(name) }
        return found
    }

    /// All items, in the order in which they came to the shop. O(1).
    public var allItems: [Item] { catalogue.items }

    /// The items that came after one, or from the first; nothing when the shop does not know that one.
    ///
    /// Items never leave a catalogue and keep their order while the shop is served: whoever reads page after page meets
    /// each item once, and those that come meanwhile at the end. After a restart an item that events named before it was
    /// described stands where it was first named. O(items that are passed over + limit).
    public nonisolated func items(
        matching query: CatalogueQuery = CatalogueQuery(), after item: ItemID?, limit: Int
    ) async -> CataloguePage? {
        // What is looked through is a copy that costs nothing, so that no decision waits for it.
        guard let rest = await described(after: item) else { return nil }
        let now = time.now()
        var found: [Item] = []
        for item in rest where query.admits(item, at: now) {
            if found.count == limit { return CataloguePage(items: found, last: found.last?.id) }
            found.append(item)
        }
        return CataloguePage(items: found, last: nil)
    }

    private func described(after item: ItemID?) -> ArraySlice<Item>? {
        guard let item else { return catalogue.items[...] }
        return desk.decider.items.row(of: item).map { catalogue.items[(Int($0) + 1)...] }
    }
}
