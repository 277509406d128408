import Commerce
import GRDB
import Intake

/// How an import lies in its tables.
enum ImportRow {
    static func insert(_ source: ImportSource, at time: Timestamp, in db: Database) throws -> ImportRecord {
        try db.execute(
            sql: """
                INSERT INTO import (name, content_hash, origin, preset, mapping, cleaning, started,
                    position_row, position_line, position_byte, rows, added, known, contradicted, items_changed,
                    shoppers_changed, rejected, set_aside, skipped, warnings)
                VALUES (?,?,?,?,?,?,?,?,?,?,0,0,0,0,0,0,0,0,0,0)
                """,
            arguments: [
                source.name, source.contentHash, source.origin, source.settings.preset,
                CompactJSON.text(source.settings.mapping), source.settings.cleaning, time.milliseconds,
                SourcePosition.start.row, SourcePosition.start.line, SourcePosition.start.byteOffset,
            ])
        return ImportRecord(id: ImportID(rawValue: db.lastInsertedRowID), source: source, started: time)
    }

    static func advance(_ id: ImportID, to end: SourcePosition, by counts: ImportCounts, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE import SET position_row = ?, position_line = ?, position_byte = ?, rows = rows + ?,
                    added = added + ?, known = known + ?, contradicted = contradicted + ?,
                    items_changed = items_changed + ?, shoppers_changed = shoppers_changed + ?,
                    rejected = rejected + ?, set_aside = set_aside + ?, skipped = skipped + ?, warnings = warnings + ?
                WHERE id = ?
                """,
            arguments: [
                end.row, end.line, end.byteOffset, counts.rows, counts.added, counts.known, counts.contradicted,
                counts.itemsChanged, counts.shoppersChanged, counts.rejected, counts.setAside, counts.skipped,
                counts.warnings, id.rawValue,
            ])
    }

    static func count(_ issues: [String: Int], of id: ImportID, in db: Database) throws {
        for (code, count) in issues {
            try db.execute(
                sql: """
                    INSERT INTO import_issue (import, code, count) VALUES (?,?,?)
                    ON CONFLICT (import, code) DO UPDATE SET count = count + excluded.count
                    """,
                arguments: [id.rawValue, code, count])
        }
    }

    /// The records that fulfil a condition with one parameter, oldest first.
    static func records(
        _ db: Database, where condition: String, _ argument: some DatabaseValueConvertible
    ) throws -> [ImportRecord] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT * FROM import WHERE \(condition) ORDER BY id", arguments: [argument])
        return try rows.map { row in
            let id: Int64 = row["id"]
            guard let mapping = CompactJSON.map(row["mapping"]) else {
                throw LedgerError.unreadable("the mapping of import \(id)")
            }
            let settings = ImportSettings(preset: row["preset"], mapping: mapping, cleaning: row["cleaning"])
            let finished: Int64? = row["finished"]
            return ImportRecord(
                id: ImportID(rawValue: id),
                source: ImportSource(
                    name: row["name"], contentHash: row["content_hash"], settings: settings, origin: row["origin"]),
                started: Timestamp(milliseconds: row["started"]), finished: finished.map(Timestamp.init(milliseconds:)),
                position: SourcePosition(
                    row: row["position_row"], line: row["position_line"], byteOffset: row["position_byte"]),
                counts: counts(row), issues: try issues(of: id, in: db))
        }
    }

    private static func counts(_ row: Row) -> ImportCounts {
        var counts = ImportCounts()
        counts.rows = row["rows"]
        counts.added = row["added"]
        counts.known = row["known"]
        counts.contradicted = row["contradicted"]
        counts.itemsChanged = row["items_changed"]
        counts.shoppersChanged = row["shoppers_changed"]
        counts.rejected = row["rejected"]
        counts.setAside = row["set_aside"]
        counts.skipped = row["skipped"]
        counts.warnings = row["warnings"]
        return counts
    }

    private static func issues(of id: Int64, in db: Database) throws -> [String: Int] {
        let rows = try Row.fetchAll(db, sql: "SELECT code, count FROM import_issue WHERE import = ?", arguments: [id])
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["code"], $0["count"]) })
    }
}
