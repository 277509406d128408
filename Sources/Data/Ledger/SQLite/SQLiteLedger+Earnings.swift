public import Commerce
import GRDB

/// What somebody was shown in a period, and what it earned: the unit of an experiment.
public struct PersonEarnings: Sendable, Hashable {
    public var shopper: ShopperID?
    /// Where the shopper is not known.
    public var visitor: VisitorID?
    /// Whose outcome is settled.
    public var decisions: Int
    public var reward: Double
}

extension SQLiteLedger {
    /// Settled decisions by person, of those who have a name. O(decisions since then); reads no records.
    ///
    /// - Parameter start: of the decisions, inclusive.
    public func earnings(from start: Timestamp) throws -> [PersonEarnings] {
        try read { db in
            let statement = try RawStatement(
                """
                SELECT s.name, v.name, n, r FROM (
                    SELECT d.shopper AS shopper, iif(d.shopper IS NULL, d.visitor, NULL) AS visitor,
                        count(*) AS n, sum(o.reward) AS r
                    FROM decision d JOIN outcome o ON o.decision = d.number
                    WHERE d.time >= ? AND (d.shopper IS NOT NULL OR d.visitor IS NOT NULL) GROUP BY 1, 2)
                LEFT JOIN shopper s ON s.id = shopper LEFT JOIN visitor v ON v.id = visitor
                """, in: db)
            statement.bind(start.milliseconds, at: 1)
            var people: [PersonEarnings] = []
            while try statement.step() {
                people.append(
                    PersonEarnings(
                        shopper: statement.optionalText(0).map(ShopperID.init(_:)),
                        visitor: statement.optionalText(1).map(VisitorID.init(_:)),
                        decisions: Int(statement.integer(2)), reward: statement.double(3)))
            }
            statement.reset()
            return people
        }
    }

    /// Decisions by surface, from a moment on. O(decisions since then); reads no records.
    public func decisionCounts(from start: Timestamp) throws -> [Surface: Int] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT s.name AS name, count(*) AS n FROM decision d JOIN surface s ON s.id = d.surface
                    WHERE d.time >= ? GROUP BY d.surface
                    """, arguments: [start.milliseconds])
            return Dictionary(
                rows.map { (Surface(rawValue: $0["name"]), $0["n"]) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// When the decision was made that so many came after; nothing when there are not as many. O(count).
    public func momentOfDecision(_ count: Int, before end: Timestamp) throws -> Timestamp? {
        try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT time FROM decision WHERE time < ? ORDER BY time DESC LIMIT 1 OFFSET ?",
                arguments: [end.milliseconds, count]
            ).map(Timestamp.init(milliseconds:))
        }
    }
}
