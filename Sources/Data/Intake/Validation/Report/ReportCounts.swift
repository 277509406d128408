public import Commerce

/// Data rows of the source.
public struct RowCounts: Sendable, Hashable, Codable {
    public var read: Int
    public var accepted: Int
    public var rejected: Int
    /// Understood, but no act of a shopper (postage, bank charges), and kept out whole.
    public var setAside: Int
    /// Left out because the source's own kind of row means nothing here; by that kind's word.
    public var skipped: [String: Int]
    /// Warnings about accepted rows; one row can have several.
    public var warnings: Int
}

/// What the rows became, by table.
public struct RecordCounts: Sendable, Hashable, Codable {
    public var events: Int
    public var items: Int
    public var shoppers: Int
}

/// A number of different things.
public struct Tally: Sendable, Hashable, Codable {
    public var count: Int
    /// Otherwise an estimate with a standard error of 0.8 %.
    public var isExact: Bool
}

/// How many different things the events name.
public struct DistinctCounts: Sendable, Hashable, Codable {
    public var shoppers: Tally
    public var visitors: Tally
    public var items: Tally
    /// Zero when the source names no sessions; see ``SessionProfile`` for the sessions cut by pauses.
    public var sessions: Tally
    public var orders: Tally
}

public struct KindCount: Sendable, Hashable, Codable {
    public var kind: EventKind
    public var events: Int
    /// Share of all events.
    public var share: Double
}

/// A field that should be there and is not.
public struct MissingField: Sendable, Hashable, Codable {
    public var field: String
    /// Events that should have it.
    public var expected: Int
    public var missing: Int

    public var share: Double { expected == 0 ? 0 : Double(missing) / Double(expected) }
}

/// Events that occur more than once.
public struct DuplicateCheck: Sendable, Hashable, Codable {
    /// Events equal in everything to an earlier one.
    public var repeatedContent: Int
    /// Events whose own identity an earlier one had.
    public var repeatedIdentity: Int
    /// Whether every event was compared; otherwise both counts say "at least".
    public var isComplete: Bool
}

/// References that lead nowhere.
public struct OrphanCheck: Sendable, Hashable, Codable {
    /// Whether the source holds items, so that events can be held against them.
    public var hasItemTable: Bool
    public var hasShopperTable: Bool
    public var eventsOfUnknownItems: Int
    public var unknownItems: Int
    /// A few of the unknown items.
    public var unknownItemExamples: [ItemID]
    /// Items on sale that no event names.
    public var itemsWithoutEvents: Int
    public var eventsOfUnknownShoppers: Int
    public var unknownShoppers: Int
}

/// Problems of single rows that share a code.
public struct IssueSummary: Sendable, Hashable, Codable {
    public var code: String
    /// Rows not understood because of it.
    public var rejected: Int
    /// Rows understood and kept out because of it.
    public var setAside: Int
    /// Rows accepted in spite of it.
    public var warned: Int
    public var examples: [RowIssue]

    public var count: Int { rejected + setAside + warned }
}
