public import Commerce

/// Which events are asked for.
public struct EventQuery: Sendable, Hashable {
    /// What happens to events of a visitor who is not known to be one shopper.
    public enum Anonymous: Sendable, Hashable {
        case leftOut
        /// Each such visitor counts as a shopper of the name `visitor:` and the visitor's identifier.
        case asShoppers
    }

    /// The first moment.
    public var from: Timestamp?
    /// The moment after the last.
    public var until: Timestamp?
    /// Only what this shopper did, also as a visitor who is known to be this shopper and nobody else.
    public var shopper: ShopperID?
    /// Only what this visitor did without a shopper's name; not together with a shopper.
    public var visitor: VisitorID?
    /// Nothing for every kind.
    public var kinds: Set<EventKind>?
    public var item: ItemID?
    public var surface: Surface?
    /// At most so many, the oldest.
    public var limit: Int?

    public init(
        from: Timestamp? = nil, until: Timestamp? = nil, shopper: ShopperID? = nil, visitor: VisitorID? = nil,
        kinds: Set<EventKind>? = nil, item: ItemID? = nil, surface: Surface? = nil, limit: Int? = nil
    ) {
        self.from = from
        self.until = until
        self.shopper = shopper
        self.visitor = visitor
        self.kinds = kinds
        self.item = item
        self.surface = surface
        self.limit = limit
    }

    public static let everything = EventQuery()
    /// Events that say a shopper wanted an item.
    public static let positive = EventQuery(kinds: Set(EventKind.allCases.filter(\.isPositive)))
}

/// Reads events back. They are never changed.
public protocol EventStore: Sendable {
    /// Calls `body` with each event, oldest first; events of one moment in the order in which they arrived.
    ///
    /// `body` may read from the store, and sees the same moment; it must not write to it.
    func forEachEvent(matching query: EventQuery, _ body: (Event) throws -> Void) throws

    /// Events that name an item, by shopper and oldest first, as columns ready for training.
    ///
    /// Of the query only the times and kinds play a part.
    func columns(matching query: EventQuery, anonymous: EventQuery.Anonymous) throws -> EventColumns

    /// How many events there are of each kind that occurs.
    func eventCounts() throws -> [EventKind: Int]

    /// From the oldest event to the newest; nothing when there is none.
    func eventSpan() throws -> ClosedRange<Timestamp>?
}

extension EventStore {
    /// What one shopper did, oldest first.
    public func events(matching query: EventQuery) throws -> [Event] {
        var events: [Event] = []
        try forEachEvent(matching: query) { events.append($0) }
        return events
    }

    /// Positive events of known shoppers.
    public func columns() throws -> EventColumns {
        try columns(matching: .positive, anonymous: .leftOut)
    }
}
