public import Commerce
import Foundation
import GRDB
import Intake
import Synchronization

extension SQLiteLedger: PostStore {
    /// See ``ImportRecord/isOfServer``.
    static let postPreset = "posts"
    /// The name, preset and origin of everything that comes over the network.
    private static let source = ImportSource(
        name: "posts", contentHash: nil, settings: ImportSettings(preset: postPreset))

    public func beginPosts(at time: Timestamp) throws -> ImportID {
        let start = try beginImport(Self.source, at: time)
        // A ``LedgerCheckpointer`` keeps the log short; this is for when it cannot.
        try Self.translating(path) {
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_autocheckpoint = 32000") }
        }
        try write { db in
            try db.execute(
                sql: "UPDATE import SET finished = ? WHERE preset = ? AND finished IS NULL AND id <> ?",
                arguments: [time.milliseconds, Self.source.settings.preset, start.record.id.rawValue])
            // Made once the first events are there in other imports; here people are asked for from the beginning.
            try db.execute(sql: Schema.shopperIndex)
        }
        return start.record.id
    }

    /// Complexity: O(bytes of the post + n log rows).
    public func append(_ post: LedgerPost, detail: DecisionDetail, to id: ImportID) throws -> PostReceipt {
        for decision in post.decisions { try DecisionCheck.check(decision) }
        for outcome in post.outcomes { try DecisionCheck.check(outcome) }
        return try writeInterning { appender, db in
            var receipt = PostReceipt()
            if post.rows > 0 {
                try insertRows(of: post, to: try unfinished(id, in: db), through: &appender, in: db, noting: &receipt)
            } else {
                try checkOpen(id, in: db)
            }
            receipt.decisions = try insert(post.decisions, detail: detail, through: &appender, in: db)
            receipt.outcomes = try insert(post.outcomes, through: &appender, in: db)
            return receipt
        }
    }

    /// Finds out whether anything can be stored: there must be room for some transactions, and a page is written that says
    /// what it said before. That page alone may fit where nothing else does.
    ///
    /// - Throws: ``LedgerError`` as an append would.
    public func probe() throws {
        var volume = statvfs()
        if unsafe statvfs(path, &volume) == 0, Int(volume.f_bavail) * Int(volume.f_frsize) < Self.leastRoom {
            throw LedgerError.full(path, nil)
        }
        try write { db in
            try db.execute(sql: "UPDATE import SET finished = finished WHERE id = (SELECT max(id) FROM import)")
        }
    }

    /// In bytes.
    private static let leastRoom = 4 << 20

    /// The event that was posted under an id of its own; nothing when there is none. O(log events).
    public func posted(_ id: EventID) throws -> Event? {
        try read { db in
            let statement = try RawStatement(
                """
                SELECT \(EventRow.columns) FROM event e \(EventRow.joins)
                WHERE e.source_id = ? AND e.origin = (SELECT id FROM origin WHERE name = ?)
                """, in: db)
            try statement.bind(id.rawValue, at: 1)
            try statement.bind(Self.source.origin, at: 2)
            defer { statement.reset() }
            var row = EventRow(in: db)
            return try statement.step() ? try row.event(from: statement) : nil
        }
    }

    /// Inserts what a session counts.
    private func insertRows(
        of post: LedgerPost, to record: ImportRecord, through appender: inout Appender, in db: Database,
        noting receipt: inout PostReceipt
    ) throws {
        appender.turn(to: record.id)
        for item in post.items {
            receipt.items.append(try appender.describe(item, by: record.id, in: db).isChanged)
        }
        for shopper in post.shoppers { receipt.shoppers.append(try appender.describe(shopper, in: db)) }
        if !post.events.isEmpty {
            let arrived = try Int64.fetchOne(db, sql: "SELECT coalesce(sum(added), 0) FROM import") ?? 0
            var writer = try EventWriter(record: record, arrived: arrived, in: db)
            receipt.events.reserveCapacity(post.events.count)
            for (index, event) in post.events.enumerated() {
                receipt.events.append(try writer.insert(event, at: index, &appender))
            }
        }
        try count(post, receipt, record, in: db)
    }

    /// As ``unfinished(_:in:)``, without reading the record: most posts are decisions alone, many a second.
    private func checkOpen(_ id: ImportID, in db: Database) throws {
        let find = try RawStatement("SELECT 1 FROM import WHERE id = ? AND finished IS NULL", in: db)
        find.bind(id.rawValue, at: 1)
        if try find.firstInteger() == nil { _ = try unfinished(id, in: db) }
    }

    public func finishPosts(_ id: ImportID, at time: Timestamp) throws { try finishImport(id, at: time) }

    private func count(_ post: LedgerPost, _ receipt: PostReceipt, _ record: ImportRecord, in db: Database) throws {
        var counts = ImportCounts()
        counts.rows = post.rows
        for fate in receipt.events {
            switch fate {
            case .added: counts.added += 1
            case .known: counts.known += 1
            case .contradicted: counts.contradicted += 1
            }
        }
        counts.itemsChanged = receipt.items.count { $0 }
        counts.shoppersChanged = receipt.shoppers.count { $0 }
        var end = record.position
        end.row += counts.rows
        try ImportRow.advance(record.id, to: end, by: counts, in: db)
    }
}

extension LedgerPost {
    /// What a session counts.
    fileprivate var rows: Int { events.count + items.count + shoppers.count }
}
