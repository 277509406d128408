public import Foundation
import GRDB
import Synchronization

/// A shop's ledger in one SQLite file, `shop.sqlite` in the shop's data folder, in WAL mode.
///
/// - **Acknowledged means committed**: every append is one transaction, and `PRAGMA synchronous = FULL` makes a
///   commit wait until the log is on the disk. (GRDB sets NORMAL for WAL, with which a power cut may take back the
///   last commits.)
/// - **One importer, many readers.** Readers see the state of the last commit and never wait. A second process
///   that begins an import is told who holds the ledger.
/// - The page cache is 16 MB for each of four readers, and 64 MB for writing: the index pages to which events of any
///   shopper go, in a ledger of two million. Caches of names are bounded. Memory does not grow with the ledger.
///
/// ```swift
/// let ledger = try SQLiteLedger(folder: folder, create: true)
/// let start = try ledger.beginImport(source, at: clock.now())
/// if case .alreadyFinished = start { return }
/// var reader = try IntakeSource.open(path, preset: "csv", startingAt: start.record.position)
/// while let batch = try reader.nextBatch(limit: 30_000) { try ledger.append(batch, to: start.record.id) }
/// try ledger.finishImport(start.record.id, at: clock.now())
/// ```
public final class SQLiteLedger: LedgerStore {
    /// The file, or `:memory:`.
    public let path: String
    let database: any DatabaseWriter
    let appender: Mutex<Appender>
    let importing: ImportLock?

    /// Opens the ledger of a data folder, and brings it to the newest version.
    ///
    /// - Parameters:
    ///   - folder: the shop's data folder.
    ///   - create: whether to make the folder and an empty ledger where there is none.
    /// - Throws: ``LedgerError`` `ledger.missing`, `ledger.unwritable`, `ledger.foreign` for a file that is not ours,
    ///   `ledger.newer` for one that this program is too old for (it is left as it was), `ledger.corrupt`,
    ///   `ledger.full`.
    public convenience init(folder: URL, create: Bool = false) throws {
        try self.init(folder: folder, create: create, configure: { _ in })
    }

    /// - Parameter configure: called on every connection as it opens; tests inject faults here.
    init(folder: URL, create: Bool, configure: @escaping @Sendable (Database) throws -> Void) throws {
        path = folder.appendingPathComponent("shop.sqlite").path
        try Self.prepare(folder, path: path, create: create)
        database = try Self.translating(path) { [path] in
            let pool = try DatabasePool(path: path, configuration: Self.configuration(path, configure))
            try Self.migrate(pool)
            // The pool has just set NORMAL.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            // The file's own name must last as long as what is committed to it.
            if create { try DurableFiles.synchronise(folder: folder.path, area: "ledger") }
            return pool
        }
        appender = Mutex(Appender())
        importing = ImportLock(path: folder.appendingPathComponent("import.lock").path, ledger: path)
    }

    /// An empty ledger in memory, gone when released.
    public init() throws {
        path = ":memory:"
        database = try Self.translating(path) {
            let queue = try DatabaseQueue(configuration: Self.configuration(":memory:") { _ in })
            try Self.migrate(queue)
            return queue
        }
        appender = Mutex(Appender())
        importing = nil
    }

    /// The ledger's file in a data folder.
    public static func exists(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("shop.sqlite").path)
    }

    private static func prepare(_ folder: URL, path: String, create: Bool) throws {
        guard create else {
            if !exists(in: folder) { throw LedgerError.missing(path) }
            // SQLite would take the remains of a ledger for a new one, and all would seem well.
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            guard size != 0 else {
                throw LedgerError(
                    code: "ledger.corrupt", message: "the ledger \(path) is an empty file",
                    remedy: "restore it from a backup, or import the sources again")
            }
            return
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw LedgerError(
                code: "ledger.unwritable", message: "the data folder \(folder.path) cannot be made",
                remedy: "name a folder in a place where this user may write", cause: error)
        }
    }

    private static func configuration(
        _ path: String, _ configure: @escaping @Sendable (Database) throws -> Void
    ) -> Configuration {
        var configuration = Configuration()
        configuration.label = "Ledger"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            if db.configuration.readonly {
                try db.execute(sql: "PRAGMA cache_size = -16000")
            } else {
                // Takes effect only on an empty file, and only before it is in WAL mode.
                try db.execute(sql: "PRAGMA page_size = \(Schema.pageSize)")
                try refuseOthers(db, path)
                try db.execute(
                    sql: """
                        PRAGMA cache_size = -64000;
                        PRAGMA wal_autocheckpoint = 8000;
                        PRAGMA journal_size_limit = 67108864;
                        """)
            }
            try configure(db)
        }
        return configuration
    }

    /// Stops before anything is written to a file that is not ours to write.
    private static func refuseOthers(_ db: Database, _ path: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if application == Schema.applicationID {
            if version > Schema.version { throw LedgerError.newer(path, found: version) }
        } else if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0 > 0 {
            throw LedgerError.foreign(path)
        }
    }

    /// Writes nothing to a ledger that is up to date, so that one on a full disk can still be read.
    private static func migrate(_ database: some DatabaseWriter) throws {
        let isCurrent = try database.writeWithoutTransaction { db in
            try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID
                && Schema.migrator.hasCompletedMigrations(db)
        }
        if isCurrent { return }
        // Before the first table, so that no crash can leave a file of ours that does not say so.
        try database.write { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
        try Schema.migrator.migrate(database)
    }

    // MARK: Access

    /// All that `body` reads is of one moment. It may read again while it reads: the same connection, the same moment.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.translating(path) {
            try database.unsafeReentrantRead { db in
                if db.isInsideTransaction { return try body(db) }
                var value: Value?
                try db.inTransaction(.deferred) {
                    value = try body(db)
                    // There is nothing to keep, and a commit fails on a damaged file where the reading did not.
                    return .rollback
                }
                guard let value else { preconditionFailure("a transaction ended without running its body") }
                return value
            }
        }
    }

    /// One transaction: all of it is committed, or none.
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try Self.translating(path) { try database.write(body) }
    }

    /// One transaction that gives numbers to names.
    func writeInterning<Value: Sendable>(_ body: (inout Appender, Database) throws -> Value) throws -> Value {
        try appender.withLock { appender in
            do {
                return try write { try body(&appender, $0) }
            } catch {
                // What was interned in a transaction that was rolled back has no numbers any more.
                appender = Appender()
                throw error
            }
        }
    }

    /// What `body` returns; errors of SQLite as the ledger tells them.
    static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as DatabaseError { throw LedgerError(error, ledger: path) }
    }
}
