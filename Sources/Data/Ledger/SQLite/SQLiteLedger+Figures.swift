public import Commerce
import GRDB

/// What happened on one day, in UTC.
public struct DayFigures: Sendable, Hashable, Encodable {
    /// Its first moment.
    public var day: Timestamp
    public var events: [String: Int] = [:]
    public var decisions = 0
    /// Decisions of the day whose outcome is settled, and what they earned.
    public var settled = 0
    public var reward = 0.0
}

extension SQLiteLedger {
    /// Day by day from the first that has anything. O(events and decisions since then).
    public func figures(from start: Timestamp) throws -> [DayFigures] {
        let length = Duration.days(1) / .milliseconds(1)
        return try read { db in
            var days: [Int64: DayFigures] = [:]
            func change(_ day: Int64, _ edit: (inout DayFigures) -> Void) {
                let first = Timestamp(milliseconds: day * Int64(length))
                edit(&days[day, default: DayFigures(day: first)])
            }
            let day = "time / \(Int64(length))"
            let events = try RawStatement(
                "SELECT \(day), kind, count(*) FROM event WHERE time >= ? GROUP BY 1, 2", in: db)
            events.bind(start.milliseconds, at: 1)
            while try events.step() {
                let (kind, count) = (try EventRow.kind(events.integer(1)), Int(events.integer(2)))
                change(events.integer(0)) { $0.events[kind.rawValue] = count }
            }
            events.reset()
            let decisions = try RawStatement(
                """
                SELECT \(day), count(*), count(o.decision), coalesce(sum(o.reward), 0)
                FROM decision d LEFT JOIN outcome o ON o.decision = d.number WHERE time >= ? GROUP BY 1
                """, in: db)
            decisions.bind(start.milliseconds, at: 1)
            while try decisions.step() {
                change(decisions.integer(0)) {
                    $0.decisions = Int(decisions.integer(1))
                    $0.settled = Int(decisions.integer(2))
                    $0.reward = decisions.double(3)
                }
            }
            decisions.reset()
            return days.values.sorted { $0.day < $1.day }
        }
    }

    /// The newest decisions, newest first. O(count + size of their records).
    public func latestDecisions(count: Int) throws -> [Decision] {
        try read { db in
            let statement = try RawStatement(
                "SELECT id, record FROM decision ORDER BY time DESC, id DESC LIMIT ?", in: db)
            statement.bind(Int64(max(0, count)), at: 1)
            var decisions: [Decision] = []
            while try statement.step() {
                decisions.append(try DecisionRow.decision(statement.bytes(1), id: statement.text(0)))
            }
            statement.reset()
            return decisions
        }
    }
}
