public import Commerce
import GRDB
public import Intake
import Synchronization

extension SQLiteLedger {
    public func beginImport(_ source: ImportSource, at time: Timestamp) throws -> ImportStart {
        try importing?.acquire()
        do {
            let start = try write { db -> ImportStart in
                let known =
                    try source.contentHash.map { hash in
                        try ImportRow.records(db, where: "content_hash = ?", hash)
                    } ?? []
                if let same = known.last(where: {
                    $0.source.settings == source.settings && $0.source.origin == source.origin
                }) {
                    return same.finished == nil ? .resumed(same) : .alreadyFinished(same)
                }
                // An import that took nothing in does not stand in the way of better settings.
                if let other = known.last(where: { $0.counts.accepted > 0 }) {
                    throw LedgerError.settings(source, other)
                }
                return .started(try ImportRow.insert(source, at: time, in: db))
            }
            if case .alreadyFinished = start { importing?.end() } else { importing?.begin(start.record.id) }
            return start
        } catch {
            importing?.end()
            throw error
        }
    }

    @discardableResult
    public func append(_ batch: IntakeBatch, to id: ImportID) throws -> ImportCounts {
        try writeInterning { appender, db in
            let record = try unfinished(id, in: db)
            guard batch.end.row == record.position.row + batch.rows,
                batch.end.byteOffset >= record.position.byteOffset
            else { throw LedgerError.position(batch, record) }
            let arrived = try Int64.fetchOne(db, sql: "SELECT coalesce(sum(added), 0) FROM import") ?? 0
            let counts = try appender.append(batch, to: record, arrived: arrived, in: db)
            try ImportRow.advance(record.id, to: batch.end, by: counts, in: db)
            try ImportRow.count(batch.issueCounts, of: record.id, in: db)
            return counts
        }
    }

    @discardableResult
    public func finishImport(_ id: ImportID, at time: Timestamp) throws -> ImportRecord {
        let record = try write { db in
            var record = try unfinished(id, in: db)
            try db.execute(sql: "DELETE FROM claim WHERE import = ?", arguments: [id.rawValue])
            try db.execute(
                sql: "UPDATE import SET finished = ? WHERE id = ?", arguments: [time.milliseconds, id.rawValue])
            try db.execute(sql: Schema.shopperIndex)
            record.finished = time
            return record
        }
        importing?.end(id)
        return record
    }

    public func imports() throws -> [ImportRecord] {
        try read { try ImportRow.records($0, where: "?", 1) }
    }

    func unfinished(_ id: ImportID, in db: Database) throws -> ImportRecord {
        guard let record = try ImportRow.records(db, where: "id = ?", id.rawValue).first else {
            throw LedgerError(
                code: "import.unknown", message: "the ledger \(path) has no import \(id.rawValue)",
                remedy: "begin the import first")
        }
        guard record.finished == nil else {
            throw LedgerError(
                code: "import.finished", message: "import \(id.rawValue) (\(record.source.name)) is finished",
                remedy: "begin a new import for another source")
        }
        return record
    }
}

extension IntakeBatch {
    /// How often each kind of trouble occurs.
    var issueCounts: [String: Int] {
        var counts: [String: Int] = [:]
        for row in rejects { counts[row.issue.code, default: 0] += 1 }
        for row in setAside { counts[row.issue.code, default: 0] += 1 }
        for issue in warnings { counts[issue.code, default: 0] += 1 }
        return counts
    }
}

extension LedgerError {
    fileprivate static func settings(_ source: ImportSource, _ other: ImportRecord) -> LedgerError {
        let state = other.finished == nil ? "begun" : "imported"
        return LedgerError(
            code: "import.settings",
            message: "the content of \(source.name) was \(state) as \(other.source.name) with other settings "
                + "(preset \(other.source.settings.preset)); its events would stand in the ledger in two forms",
            remedy: "use the same preset, mapping and cleaning, or import into a new data folder")
    }

    fileprivate static func position(_ batch: IntakeBatch, _ record: ImportRecord) -> LedgerError {
        LedgerError(
            code: "import.position",
            message: "a batch of \(batch.rows) rows that ends at row \(batch.end.row) does not follow "
                + "row \(record.position.row), where import \(record.id.rawValue) stands",
            remedy: "begin the import again and read on from the position it gives")
    }
}
