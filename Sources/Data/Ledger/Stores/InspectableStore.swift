public import Commerce

/// A ledger in numbers.
public struct LedgerSummary: Sendable, Hashable, Codable {
    public var events = 0
    public var eventsByKind: [String: Int] = [:]
    public var oldestEvent: Timestamp?
    public var newestEvent: Timestamp?
    /// Shoppers, visitors and so on that events or sources name.
    public var shoppers = 0
    public var visitors = 0
    public var items = 0
    public var sessions = 0
    public var orders = 0
    /// Items that a source described.
    public var describedItems = 0
    public var itemVersions = 0
    public var imports = 0
    public var unfinishedImports = 0
    public var models = 0
    public var decisions = 0
    /// Decisions with an outcome.
    public var settledDecisions = 0
    public var oldestDecision: Timestamp?
    public var newestDecision: Timestamp?
    /// What the records of decisions and outcomes take.
    public var decisionBytes = 0

    public init() {}
}

/// What `doctor` asks.
public protocol InspectableStore: Sendable {
    func summary() throws -> LedgerSummary

    /// What is wrong with the record, one finding a line; empty when it is sound.
    func findings() throws -> [String]
}

/// Everything that a ledger does.
public protocol LedgerStore: EventStore, ItemStore, ShopperStore, ImportStore, ModelStore, DecisionStore, LearnerStore,
    InspectableStore
{}
