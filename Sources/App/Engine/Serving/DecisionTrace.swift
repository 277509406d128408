public import Commerce
import Explore
import Ledger

/// Everything about a decision: how it came about, what came of it, and whether it can be made again.
public struct DecisionTrace: Sendable, Encodable {
    public var decision: Decision
    /// Nothing while its window is open.
    public var outcome: Outcome?
    /// Whether its record gives the same list again, bit for bit; nothing where the record keeps the shown items only.
    public var isReplayed: Bool?
    /// What came out otherwise.
    public var differences: [String]
}

extension LiveShop {
    /// Nothing for a decision that is not in the ledger.
    ///
    /// - Throws: `LedgerError` for a damaged record.
    public nonisolated func trace(of id: DecisionID) throws -> DecisionTrace? {
        guard let decision = try ledger.decision(id) else { return nil }
        var trace = DecisionTrace(decision: decision, outcome: try ledger.outcome(of: id), differences: [])
        do {
            trace.differences = try Replay().check(decision).differences
            trace.isReplayed = trace.differences.isEmpty
        } catch let error as ExploreError where error.code == "replay.record" {
            trace.isReplayed = nil
        }
        return trace
    }
}
