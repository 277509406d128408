public import Commerce
import GRDB

/// What one shopper did, in numbers; also as a visitor who is known to be this shopper and nobody else.
public struct ShopperFigures: Sendable, Hashable {
    public var events: [EventKind: Int] = [:]
    public var first: Timestamp?
    public var last: Timestamp?
    public var decisions = 0
    /// Orders with a purchase; purchases without an order count by their moment.
    public var orders = 0
    public var lastPurchase: Timestamp?
    /// Price times quantity of what was bought, less what was cancelled or sent back, by currency.
    public var spent: [Money] = []
    /// Seen with this shopper's name, in order of their own.
    public var visitors: [VisitorID] = []
    /// Those of them who were seen with another shopper's name as well, and so belong to neither.
    public var sharedVisitors: Set<VisitorID> = []
}

extension SQLiteLedger {
    /// Nothing for a shopper whom nobody has named. O(events of the shopper).
    public func figures(of shopper: ShopperID) throws -> ShopperFigures? { try figures(of: .shopper(shopper)) }

    /// What a visitor did without a shopper's name; nothing for one who was never here. O(events of the visitor).
    public func figures(ofVisitor visitor: VisitorID) throws -> ShopperFigures? { try figures(of: .visitor(visitor)) }

    private func figures(of person: LedgerPerson) throws -> ShopperFigures? {
        try read { db -> ShopperFigures? in
            func rows(_ sql: String) throws -> [Row] {
                try Row.fetchAll(db, sql: sql, arguments: ["person": person.name])
            }
            guard try !rows("SELECT id FROM \(person.table) WHERE name = :person").isEmpty else { return nil }
            var figures = ShopperFigures()
            let own = "SELECT * FROM (\(Self.union("event e", person.events)))"
            for row in try rows("SELECT kind, count(*) n, min(time) a, max(time) b FROM (\(own)) GROUP BY kind") {
                let kind = try EventRow.kind(row["kind"])
                let (first, last) = (Timestamp(milliseconds: row["a"]), Timestamp(milliseconds: row["b"]))
                figures.events[kind] = row["n"]
                figures.first = min(figures.first ?? first, first)
                figures.last = max(figures.last ?? last, last)
                if kind == .purchase { figures.lastPurchase = last }
            }
            let purchase = EventKind.purchase.storageCode
            figures.orders =
                try rows(
                    """
                    SELECT count(DISTINCT coalesce('order ' || shop_order, 'time ' || time)) n FROM (\(own))
                    WHERE kind = \(purchase)
                    """
                ).first?["n"] ?? 0
            figures.spent = try rows(
                """
                SELECT c.name, sum(CASE kind WHEN \(purchase) THEN 1 ELSE -1 END * price * coalesce(quantity, 1)) total
                FROM (\(own)) JOIN currency c ON c.id = currency WHERE price IS NOT NULL
                    AND kind IN (\(purchase), \(EventKind.cancellation.storageCode), \(EventKind.refund.storageCode))
                GROUP BY c.name ORDER BY c.name
                """
            ).compactMap { row in
                guard let currency = try? Currency(code: row["name"] as String) else {
                    throw LedgerError.unreadable("the currency '\(row["name"] as String)' of an event")
                }
                let total: Double = row["total"]
                return Int64(exactly: total.rounded()).map { Money(minorUnits: $0, currency: currency) }
            }
            figures.decisions =
                try rows("SELECT count(*) n FROM (\(Self.union("decision d", person.decisions)))")
                .first?["n"] ?? 0
            guard case .shopper = person else { return figures }
            for row in try rows(Self.links) {
                let visitor = VisitorID(row["name"])
                figures.visitors.append(visitor)
                if row["shoppers"] as Int > 1 { figures.sharedVisitors.insert(visitor) }
            }
            return figures
        }
    }

    /// Known shoppers whose names begin with some letters, in order of name. O(log shoppers + limit).
    public func shoppers(beginningWith prefix: String, limit: Int) throws -> [ShopperID] {
        try names(of: "shopper", beginningWith: prefix, limit: limit).map(ShopperID.init(_:))
    }

    /// Visitors whose names begin with some letters, in order of name. O(log visitors + limit).
    public func visitors(beginningWith prefix: String, limit: Int) throws -> [VisitorID] {
        try names(of: "visitor", beginningWith: prefix, limit: limit).map(VisitorID.init(_:))
    }

    /// Those who did something last, the latest first. O(events looked at): at most `depth`.
    public func latestShoppers(limit: Int, depth: Int = 2000) throws -> [(id: ShopperID, time: Timestamp)] {
        try latest("shopper", where: "TRUE", limit: limit, depth: depth).map { (ShopperID($0.name), $0.time) }
    }

    /// Visitors without a shopper's name who did something last, the latest first. O(events looked at): at most `depth`.
    public func latestVisitors(limit: Int, depth: Int = 2000) throws -> [(id: VisitorID, time: Timestamp)] {
        try latest("visitor", where: "e.shopper IS NULL", limit: limit, depth: depth).map {
            (VisitorID($0.name), $0.time)
        }
    }

    private func names(of table: String, beginningWith prefix: String, limit: Int) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT name FROM \(table) WHERE name >= :prefix AND substr(name, 1, length(:prefix)) = :prefix
                    ORDER BY name LIMIT :limit
                    """, arguments: ["prefix": prefix, "limit": max(0, limit)])
        }
    }

    /// - Parameter condition: on the event `e`.
    private func latest(
        _ table: String, where condition: String, limit: Int, depth: Int
    ) throws -> [(name: String, time: Timestamp)] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT p.name, max(e.time) time FROM (
                        SELECT shopper, visitor, time FROM event ORDER BY time DESC LIMIT :depth
                    ) e JOIN \(table) p ON p.id = e.\(table) WHERE \(condition)
                    GROUP BY p.id ORDER BY time DESC, p.name LIMIT :limit
                    """, arguments: ["depth": depth, "limit": max(0, limit)]
            ).map { ($0["name"], Timestamp(milliseconds: $0["time"])) }
        }
    }

    private static func union(_ table: String, _ conditions: [String]) -> String {
        conditions.map { "SELECT * FROM \(table) WHERE \($0)" }.joined(separator: " UNION ALL ")
    }

    private static let links = """
        SELECT v.name, (SELECT count(*) FROM visitor_link o WHERE o.visitor = l.visitor) shoppers
        FROM visitor_link l JOIN visitor v ON v.id = l.visitor
        WHERE l.shopper = (SELECT id FROM shopper WHERE name = :person) ORDER BY v.name
        """
}
