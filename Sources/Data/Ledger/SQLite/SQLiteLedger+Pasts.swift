public import Commerce
import GRDB

extension SQLiteLedger {
    /// What a shopper did last, oldest first; also as a visitor who is known to be this shopper and nobody else.
    ///
    /// Complexity: O(count log events), and O(events) for each visitor of the shopper.
    public func latestEvents(of shopper: ShopperID, count: Int) throws -> [Event] {
        try latest(count, of: .shopper(shopper))
    }

    /// What a visitor did last without a shopper's name, oldest first. O(count log events).
    public func latestEvents(of visitor: VisitorID, count: Int) throws -> [Event] {
        try latest(count, of: .visitor(visitor))
    }

    /// Whom a visitor was seen as; nothing for nobody, or for several, who share a device. O(log visitors).
    public func shopper(of visitor: VisitorID) throws -> ShopperID? {
        try read { db in
            let statement = try RawStatement(
                """
                SELECT s.name FROM visitor_link l JOIN shopper s ON s.id = l.shopper
                WHERE l.visitor = (SELECT id FROM visitor WHERE name = ?) LIMIT 2
                """, in: db)
            try statement.bind(visitor.rawValue, at: 1)
            defer { statement.reset() }
            guard try statement.step() else { return nil }
            let name = statement.text(0)
            return try statement.step() ? nil : ShopperID(name)
        }
    }

    private func latest(_ count: Int, of person: LedgerPerson) throws -> [Event] {
        let parts = person.events.map {
            "SELECT * FROM (SELECT * FROM event e WHERE \($0) ORDER BY e.time DESC, e.sequence DESC LIMIT :count)"
        }
        let text = """
            SELECT \(EventRow.columns) FROM (
                SELECT * FROM (\(parts.joined(separator: " UNION ALL "))) ORDER BY time DESC, sequence DESC LIMIT :count
            ) e \(EventRow.joins) ORDER BY e.time, e.sequence
            """
        return try read { db in
            let statement = try RawStatement(text, in: db)
            try statement.bind(person.name, at: statement.index(of: ":person"))
            statement.bind(Int64(max(0, count)), at: statement.index(of: ":count"))
            var events: [Event] = []
            var row = EventRow(in: db)
            while try statement.step() { events.append(try row.event(from: statement)) }
            statement.reset()
            return events
        }
    }
}
