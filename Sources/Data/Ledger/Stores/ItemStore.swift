public import Commerce

/// One state of an item's description.
public struct ItemVersion: Sendable, Hashable {
    /// From 1.
    public var version: Int
    /// The import that brought it.
    public var source: ImportID
    public var item: Item

    public init(version: Int, source: ImportID, item: Item) {
        self.version = version
        self.source = source
        self.item = item
    }
}

/// The catalogue, with its past.
///
/// What a source leaves open stays as it was: a field that is absent (a missing price, a title in one language
/// only) never erases what is known. An import leaves at most one version of an item, its last word, and none when
/// that is what was known before; so importing a file again leaves no trace.
public protocol ItemStore: Sendable {
    /// The current description; nothing for an item that no source described.
    func item(_ id: ItemID) throws -> Item?

    /// Calls `body` with every described item, in order of first appearance.
    func forEachItem(_ body: (Item) throws -> Void) throws

    /// An item's descriptions, oldest first.
    func versions(of id: ItemID) throws -> [ItemVersion]
}

extension ItemStore {
    /// Every described item, in order of first appearance.
    public func items() throws -> [Item] {
        var items: [Item] = []
        try forEachItem { items.append($0) }
        return items
    }
}
