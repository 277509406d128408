public import Commerce
import GRDB

extension SQLiteLedger {
    public func shopper(_ id: ShopperID) throws -> Shopper? {
        try read { db in
            let statement = try RawStatement("SELECT name, attributes FROM shopper WHERE name = ?", in: db)
            try statement.bind(id.rawValue, at: 1)
            defer { statement.reset() }
            return try statement.step() ? try shopper(from: statement) : nil
        }
    }

    public func forEachShopper(_ body: (Shopper) throws -> Void) throws {
        try read { db in
            let statement = try RawStatement(ownFor: "SELECT name, attributes FROM shopper ORDER BY id", in: db)
            while try statement.step() { try body(try shopper(from: statement)) }
        }
    }

    public func visitorLinks() throws -> [VisitorLink] {
        try read { db in
            let statement = try RawStatement(
                """
                SELECT v.name, s.name, l.since FROM visitor_link l JOIN visitor v ON v.id = l.visitor
                JOIN shopper s ON s.id = l.shopper ORDER BY v.name, s.name
                """, in: db)
            var links: [VisitorLink] = []
            while try statement.step() {
                links.append(
                    VisitorLink(
                        visitor: VisitorID(statement.text(0)), shopper: ShopperID(statement.text(1)),
                        since: Timestamp(milliseconds: statement.integer(2))))
            }
            statement.reset()
            return links
        }
    }

    private func shopper(from row: RawStatement) throws -> Shopper {
        guard let attributes = CompactJSON.map(row.text(1)) else {
            throw LedgerError.unreadable("the attributes of shopper '\(row.text(0))'")
        }
        return Shopper(id: ShopperID(row.text(0)), attributes: attributes)
    }
}
