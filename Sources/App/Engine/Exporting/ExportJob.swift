import Commerce
public import Foundation
import Ledger
import OffPolicy

/// Writes the decisions of a shop's ledger, with what came of them, as JSON lines: what `DecisionReader` and
/// `equipoise ope --preset decisions` read.
public struct ExportJob: Sendable {
    /// Nothing for all.
    public var surface: String?
    /// The policy that made the decisions, by its name or the word before its parenthesis; nothing for all.
    public var logger: String?

    /// Bytes that are handed over at once.
    private static let block = 1 << 20

    public init(surface: String? = nil, logger: String? = nil) {
        self.surface = surface
        self.logger = logger
    }

    /// In the order of the ledger; in memory that does not grow with it.
    ///
    /// - Parameter write: takes whole lines, each with its end.
    /// - Returns: how many decisions were written.
    /// - Throws: `LedgerError` for a folder without a ledger, ``EngineError`` `export.empty` when no decision matches,
    ///   `OffPolicyError` `decision.write`, and what `write` throws.
    public func run(
        from folder: URL, progress: ProgressHandler = { _ in }, into write: (Data) throws -> Void
    ) throws -> Int {
        let ledger = try SQLiteLedger(folder: folder)
        let filter = DecisionFilter(surface: surface, logger: logger)
        let writer = DecisionWriter()
        var (block, written) = (Data(), 0)
        try ledger.forEachDecision(matching: DecisionQuery(surface: surface.map(Surface.init(rawValue:)))) { decision in
            guard filter.admits(decision) else { return }
            block += try writer.line(DecisionRecord(decision: decision, outcome: try ledger.outcome(of: decision.id)))
            block.append(UInt8(ascii: "\n"))
            written += 1
            guard block.count >= Self.block else { return }
            try write(block)
            block.removeAll(keepingCapacity: true)
            progress(JobProgress(.exporting, completed: written, .rows))
        }
        guard written > 0 else {
            throw EngineError(
                code: "export.empty", message: "the ledger in \(folder.path) holds no such decision",
                remedy: "check --surface and --logged-by; equipoise ope FOLDER says what there is")
        }
        try write(block)
        progress(JobProgress(.exporting, completed: written, of: written, .rows))
        return written
    }
}
