import Commerce

/// What the rows of events have said about items so far, so that an item is told again only when it changed.
///
/// Memory: each item once.
struct ItemCache {
    private struct Entry {
        var item: Item
        /// Of the bytes that were read last.
        var hash: UInt64
    }

    private var entries: [ItemID: Entry] = [:]

    /// Lays what a row says over what is known.
    ///
    /// A row that says less than an earlier one takes nothing away.
    /// - Parameters:
    ///   - hash: of the bytes that `overlay` reads; unchanged, nothing is built.
    ///   - overlay: writes the facts of the row into the item.
    /// - Returns: the item, when it is new or changed.
    mutating func update(_ id: ItemID, hash: UInt64, overlay: (inout Item) -> Void) -> Item? {
        guard let entry = entries[id] else {
            var item = Item(id: id)
            overlay(&item)
            entries[id] = Entry(item: item, hash: hash)
            return item
        }
        if entry.hash == hash { return nil }
        var item = entry.item
        overlay(&item)
        let isChanged = item != entry.item
        entries[id] = Entry(item: item, hash: hash)
        return isChanged ? item : nil
    }

    /// These were not handed on after all.
    mutating func forget(_ items: ArraySlice<Item>) {
        for item in items { entries[item.id] = nil }
    }
}
