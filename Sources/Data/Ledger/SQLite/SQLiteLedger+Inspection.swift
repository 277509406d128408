import Commerce
import GRDB

extension SQLiteLedger {
    public func summary() throws -> LedgerSummary {
        var summary = LedgerSummary()
        for (kind, count) in try eventCounts() {
            summary.eventsByKind[kind.rawValue] = count
            summary.events += count
        }
        let span = try eventSpan()
        summary.oldestEvent = span?.lowerBound
        summary.newestEvent = span?.upperBound
        try read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM \(sql)") ?? 0 }
            summary.shoppers = try count("shopper")
            summary.visitors = try count("visitor")
            summary.items = try count("item")
            summary.sessions = try count("session")
            summary.orders = try count("shop_order")
            summary.describedItems = try count("current_item")
            summary.itemVersions = try count("item_version")
            summary.imports = try count("import")
            summary.unfinishedImports = try count("import WHERE finished IS NULL")
            summary.models = try count("model")
            try summariseDecisions(&summary, db)
        }
        return summary
    }

    /// SQLite's own check of every page and index, then what the schema cannot say: every number of an event has
    /// its name, events and imports agree in number, item versions have no gaps, and every record of a decision, an
    /// outcome or a learner is what was stored.
    ///
    /// Complexity: O(size of the file).
    public func findings() throws -> [String] {
        try read { db in
            let pages = try damagedPages(db)
            // Further questions to a file whose pages are damaged would only fail.
            guard pages.isEmpty else { return pages }
            var findings = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                "a row of \(row[0] as String) refers to a missing row of \(row[2] as String)"
            }
            for (column, table) in Self.references {
                let orphans =
                    try Int.fetchOne(
                        db,
                        sql: """
                            SELECT count(*) FROM event WHERE \(column) IS NOT NULL
                            AND NOT EXISTS (SELECT 1 FROM \(table) t WHERE t.id = event.\(column))
                            """) ?? 0
                if orphans > 0 { findings.append("\(orphans) events name a missing \(table)") }
            }
            findings += try String.fetchAll(db, sql: Self.counting)
            return try findings + decisionFindings(db)
        }
    }

    private func damagedPages(_ db: Database) throws -> [String] {
        do {
            return try String.fetchAll(db, sql: "PRAGMA integrity_check(100)").filter { $0 != "ok" }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            // The check itself gives up on the worst damage.
            return [LedgerError(error, ledger: path).message]
        }
    }

    private static let references = [
        ("shopper", "shopper"), ("visitor", "visitor"), ("item", "item"), ("session", "session"),
        ("shop_order", "shop_order"), ("surface", "surface"), ("currency", "currency"), ("origin", "origin"),
        ("import", "import"),
    ]

    private static let counting = """
        SELECT 'import ' || i.id || ' says it added ' || i.added || ' events'
                || CASE i.erased WHEN 0 THEN '' ELSE ', of which ' || i.erased || ' were erased' END
                || '; the ledger has ' || count(e.time)
            FROM import i LEFT JOIN event e ON e.import = i.id GROUP BY i.id HAVING i.added - i.erased <> count(e.time)
        UNION ALL
        SELECT 'item ' || item || ' has ' || count(*) || ' versions up to ' || max(version)
            FROM item_version GROUP BY item HAVING count(*) <> max(version)
        UNION ALL
        SELECT 'two events arrived as number ' || sequence
            FROM event GROUP BY sequence HAVING count(*) > 1
        UNION ALL
        SELECT count(*) || ' events name a missing set of attributes' FROM event
            WHERE typeof(attributes) = 'integer'
                AND NOT EXISTS (SELECT 1 FROM attribute_set a WHERE a.id = event.attributes)
            HAVING count(*) > 0
        """
}
