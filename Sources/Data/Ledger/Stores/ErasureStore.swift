public import Commerce

/// What an erasure took out of a ledger.
public struct LedgerErasure: Sendable, Hashable {
    public var shopper: ShopperID
    /// Visitors who were known to be this shopper and nobody else.
    public var visitors: [VisitorID] = []
    public var events = 0
    public var decisions: [DecisionID] = []
    public var outcomes = 0
    /// Records of others that named the person and no longer do: answers to a list of somebody else, reasons.
    public var redacted = 0

    public init(shopper: ShopperID) { self.shopper = shopper }

    /// Whether there was anything.
    public var isEmpty: Bool { visitors.isEmpty && events == 0 && decisions.isEmpty && redacted == 0 && !hadName }
    /// Whether the ledger knew the name.
    public var hadName = false
}

/// Takes a person out of a record that is never changed otherwise.
public protocol ErasureStore: Sendable {
    /// Erases everything of a shopper, and of the visitors who were known to be this shopper and nobody else: events,
    /// decisions, outcomes, attributes, links and names. All or nothing.
    ///
    /// A decision asked for with a session alone is the person's when an event of the person quotes it. A visitor seen
    /// with another shopper too stays, with what nobody's name stands on, and goes on belonging to neither.
    /// - Parameters:
    ///   - pseudonym: what stands for the person where something nameless must stay.
    ///   - record: the change that is recorded in the same transaction, given what was erased.
    func erase(
        _ shopper: ShopperID, pseudonym: String, record: (LedgerErasure) throws -> ChangeRecord
    ) throws -> LedgerErasure

    /// Makes sure that what was erased is not in the file either, nor in the log beside it.
    ///
    /// Deleted rows are overwritten as they are deleted. Pages that were split before may hold copies in their free
    /// space: they are looked for by `names`, and where one is found the whole file is written anew, during which nothing
    /// can be stored. O(bytes of the file).
    /// - Throws: ``LedgerError`` `ledger.busy` when readers keep the log from being emptied: try again.
    func scrub(_ names: [String]) throws
}
