public import Commerce

/// A list that a shopper saw.
public struct RecentList: Sendable, Hashable {
    public var time: Timestamp
    /// From the first position.
    public var items: [ItemID]

    public init(time: Timestamp, items: [ItemID]) {
        self.time = time
        self.items = items
    }
}
