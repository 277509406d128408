public import Foundation
import GRDB

/// Brings what was committed from the log of a ledger into its file, beside the one that commits.
///
/// SQLite does so within a commit as soon as its log is long, and that commit then waits for tens of megabytes to be copied:
/// a tenth of a second, which a list that waits for its commit waits too. A connection of its own that does it every second
/// leaves next to nothing (*Write-Ahead Logging*, "Checkpointing", on sqlite.org). Only next to nothing, because the log
/// goes on growing meanwhile, and begins anew only once all of it was brought over: that is left to
/// ``SQLiteLedger/finishCheckpoint()``, between two commits.
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
            try connection.writeWithoutTransaction { db in
                // The second time for what came during the first.
                for _ in 0..<2 { _ = try db.checkpoint(.passive) }
            }
        }
    }
}

extension SQLiteLedger {
    /// Brings the rest over, so that the log begins anew with the next commit; for the thread that commits, right after a
    /// ``LedgerCheckpointer`` has done the bulk. While somebody reads an old moment, some may stay.
    ///
    /// - Throws: ``LedgerError`` as a commit would.
    public func finishCheckpoint() throws {
        try Self.translating(path) {
            _ = try database.writeWithoutTransaction { try $0.checkpoint(.passive) }
        }
    }
}
