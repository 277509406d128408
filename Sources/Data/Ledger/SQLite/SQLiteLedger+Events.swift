public import Commerce
import GRDB

extension SQLiteLedger {
    /// Complexity: O(matching events) for a time or for a shopper; else O(events).
    public func forEachEvent(matching query: EventQuery, _ body: (Event) throws -> Void) throws {
        try read { db in
            let request = EventRequest(query)
            let statement = try RawStatement(ownFor: request.sql(EventRow.columns, joining: EventRow.joins), in: db)
            try request.bind(to: statement)
            var row = EventRow(in: db)
            while try statement.step() { try body(try row.event(from: statement)) }
            statement.reset()
        }
    }

    public func eventCounts() throws -> [EventKind: Int] {
        try read { db in
            let statement = try RawStatement("SELECT kind, count(*) FROM event GROUP BY kind", in: db)
            var counts: [EventKind: Int] = [:]
            while try statement.step() {
                counts[try EventRow.kind(statement.integer(0))] = Int(statement.integer(1))
            }
            statement.reset()
            return counts
        }
    }

    /// Complexity: O(log events).
    public func eventSpan() throws -> ClosedRange<Timestamp>? {
        try read { db in
            let oldest = try Int64.fetchOne(db, sql: "SELECT min(time) FROM event")
            let newest = try Int64.fetchOne(db, sql: "SELECT max(time) FROM event")
            guard let oldest, let newest else { return nil }
            return Timestamp(milliseconds: oldest)...Timestamp(milliseconds: newest)
        }
    }
}

/// An ``EventQuery`` as SQL.
struct EventRequest {
    private let query: EventQuery

    init(_ query: EventQuery) { self.query = query }

    /// - Parameters:
    ///   - columns: what to select, with `e` for the event.
    ///   - joins: further tables, after `event e`.
    func sql(_ columns: String, joining joins: String) -> String {
        var text: String
        if let person = LedgerPerson(query.shopper, query.visitor) {
            // A question for each condition, with its own index.
            let parts = person.events.map { "SELECT * FROM event e WHERE \(conditions) AND \($0)" }
            text = "SELECT \(columns) FROM (\(parts.joined(separator: " UNION ALL "))) e \(joins)"
        } else {
            text = "SELECT \(columns) FROM event e \(joins) WHERE \(conditions)"
        }
        text += " ORDER BY e.time, e.sequence"
        if query.limit != nil { text += " LIMIT :limit" }
        return text
    }

    /// Conditions on everything but the person.
    var conditions: String {
        var parts = ["e.time >= :from"]
        // The last representable moment must not be shut out by a "before".
        if query.until != nil { parts.append("e.time < :until") }
        if let kinds = query.kinds {
            parts.append("e.kind IN (\(kinds.map { String($0.storageCode) }.sorted().joined(separator: ",")))")
        }
        if query.item != nil { parts.append("e.item = (SELECT id FROM item WHERE name = :item)") }
        if query.surface != nil { parts.append("e.surface = (SELECT id FROM surface WHERE name = :surface)") }
        return parts.joined(separator: " AND ")
    }

    func bind(to statement: RawStatement) throws {
        statement.bind(query.from?.milliseconds ?? .min, at: statement.index(of: ":from"))
        if let until = query.until { statement.bind(until.milliseconds, at: statement.index(of: ":until")) }
        if let person = LedgerPerson(query.shopper, query.visitor) {
            try statement.bind(person.name, at: statement.index(of: ":person"))
        }
        if let item = query.item { try statement.bind(item.rawValue, at: statement.index(of: ":item")) }
        if let surface = query.surface { try statement.bind(surface.rawValue, at: statement.index(of: ":surface")) }
        if let limit = query.limit { statement.bind(Int64(max(0, limit)), at: statement.index(of: ":limit")) }
    }
}
