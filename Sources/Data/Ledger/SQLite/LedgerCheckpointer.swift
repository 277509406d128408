public import Foundation
import GRDB

/// Brings what was committed from the log of a ledger into its file, beside the one that commits.
///
/// SQLite does so within a commit as soon as its log is long, and that commit then waits for a hundred megabytes to be on
/// the disk: a tenth of a second, which a list that waits for its commit waits too. A connection of its own that does it
/// every second leaves almost nothing to that commit (*Write-Ahead Logging*, "Checkpointing", on sqlite.org).
public final class LedgerCheckpointer: Sendable {
    private let connection: DatabaseQueue
    private let path: String

    /// - Throws: ``LedgerError`` when the ledger cannot be opened.
    public init(folder: URL) throws {
        let path = folder.appendingPathComponent("shop.sqlite").path
        self.path = path
        connection = try SQLiteLedger.translating(path) {
            var configuration = Configuration()
            configuration.label = "Checkpointer"
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    /// Brings over as much as nobody reads or writes at the moment. Blocks nobody.
    ///
    /// - Throws: ``LedgerError`` as a commit would, such as `ledger.full`.
    public func run() throws {
        try SQLiteLedger.translating(path) {
            _ = try connection.writeWithoutTransaction { try $0.checkpoint(.passive) }
        }
    }
}
