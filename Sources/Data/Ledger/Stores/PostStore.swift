public import Commerce

/// What became of one row.
public enum RowFate: String, Sendable, Hashable, Codable {
    case added
    /// There already, with the same content.
    case known
    /// There already with another content, which stands.
    case contradicted
}

/// Rows that came over the network, to be committed together.
public struct LedgerPost: Sendable {
    public var events: [Event] = []
    public var items: [Item] = []
    public var shoppers: [Shopper] = []
    public var decisions: [Decision] = []
    public var outcomes: [Outcome] = []

    public init() {}

    public var isEmpty: Bool {
        events.isEmpty && items.isEmpty && shoppers.isEmpty && decisions.isEmpty && outcomes.isEmpty
    }
}

/// What became of a post. Arrays are in its order.
public struct PostReceipt: Sendable, Hashable {
    public var events: [RowFate] = []
    /// Whether the description was new or changed.
    public var items: [Bool] = []
    public var shoppers: [Bool] = []
    public var decisions = DecisionReceipt()
    public var outcomes = DecisionReceipt()

    public init() {}
}

/// Takes in what comes in small pieces for as long as a shop is served. A session is an import without an end of its
/// own: its events count as one source, whose ids are compared with those of every other session.
public protocol PostStore: Sendable {
    /// Begins a session; sessions that a crash left open are closed.
    ///
    /// - Throws: ``LedgerError`` `ledger.busy` when another process imports or serves.
    func beginPosts(at time: Timestamp) throws -> ImportID

    /// Commits a post, all or nothing.
    ///
    /// - Throws: ``LedgerError`` as ``ImportStore/append(_:to:)`` and ``DecisionStore``; nothing of the post is then
    ///   there.
    func append(_ post: LedgerPost, detail: DecisionDetail, to id: ImportID) throws -> PostReceipt

    func finishPosts(_ id: ImportID, at time: Timestamp) throws
}
