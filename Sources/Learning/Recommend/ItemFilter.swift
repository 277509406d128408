public import Commerce

/// Which items may be recommended: one flag per item row.
public struct ItemFilter: Sendable, Hashable {
    /// `flags[row]` tells whether the item of that row is allowed; shape [items].
    let flags: [Bool]

    /// - Parameter flags: one per item row, in the order of the model's vocabulary.
    public init(flags: [Bool]) { self.flags = flags }

    /// Allows the items that satisfy a predicate, which is asked once for each. O(items).
    public init(_ items: Vocabulary<Item>, where isAllowed: (ItemID) throws -> Bool) rethrows {
        flags = try items.identifiers.map(isAllowed)
    }

    /// Allows the named items; those that the vocabulary does not know are passed over. O(items).
    public init(only allowed: some Sequence<ItemID>, of items: Vocabulary<Item>) {
        var flags = [Bool](repeating: false, count: items.count)
        for identifier in allowed {
            if let row = items.row(of: identifier) { flags[Int(row)] = true }
        }
        self.flags = flags
    }

    /// Number of item rows that the filter speaks about.
    public var count: Int { flags.count }

    public func allows(_ row: Int32) -> Bool { flags.indices.contains(Int(row)) && flags[Int(row)] }
}
