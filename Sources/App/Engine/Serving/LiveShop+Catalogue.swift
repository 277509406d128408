public import Commerce
import Explore

/// Some items of a catalogue, in the order in which they came to the shop.
public struct CataloguePage: Sendable, Encodable {
    public var items: [Item]
    /// The item after which the next page begins; nothing on the last.
    public var last: ItemID?
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

    /// The items that came after one, or from the first; nothing when the shop does not know that one. O(limit).
    ///
    /// Items never leave a catalogue and keep their order while the shop is served: whoever reads page after page meets
    /// each item once, and those that come meanwhile at the end. After a restart an item that events named before it was
    /// described stands where it was first named.
    public func items(after item: ItemID?, limit: Int) -> CataloguePage? {
        var start = 0
        if let item {
            guard let row = desk.decider.items.row(of: item) else { return nil }
            start = Int(row) + 1
        }
        let items = catalogue.items.dropFirst(start).prefix(max(0, limit))
        let isEnd = start + items.count >= catalogue.items.count
        return CataloguePage(items: Array(items), last: isEnd ? nil : items.last?.id)
    }
}
