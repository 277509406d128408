public import Commerce
import GRDB

extension SQLiteLedger {
    /// A page of events, those of one moment by their arrival.
    ///
    /// O(limit) for a time or a person; with an item, a surface or kinds O(events that are passed over).
    public func events(
        matching query: EventQuery, after place: LogPlace?, _ direction: LogDirection = .backwards, limit: Int
    ) throws -> LogPage<Event> {
        let request = EventRequest(query)
        let sign = direction.comparison
        let conditions =
            request.conditions + " AND e.time \(sign)= :time AND (e.time \(sign) :time OR e.sequence \(sign) :sequence)"
        let order = "ORDER BY e.time \(direction.order), e.sequence \(direction.order) LIMIT :most"
        let people = LedgerPerson(query.shopper, query.visitor)?.events ?? ["TRUE"]
        let parts = people.map { "SELECT * FROM (SELECT * FROM event e WHERE \(conditions) AND \($0) \(order))" }
        let sql = """
            SELECT \(EventRow.columns), e.sequence FROM (\(parts.joined(separator: " UNION ALL "))) e \(EventRow.joins)
            \(order)
            """
        return try read { db in
            let statement = try RawStatement(ownFor: sql, in: db)
            try request.bind(to: statement)
            statement.bind(place?.time.milliseconds ?? direction.beginning, at: statement.index(of: ":time"))
            statement.bind(
                place.flatMap { Int64($0.key) } ?? direction.beginning, at: statement.index(of: ":sequence"))
            statement.bind(Int64(limit + 1), at: statement.index(of: ":most"))
            var found: [(place: LogPlace, entry: Event)] = []
            var row = EventRow(in: db)
            while try statement.step() {
                let event = try row.event(from: statement)
                found.append((LogPlace(time: event.time, key: "\(statement.integer(17))"), event))
            }
            return LogPage(found, limit: limit)
        }
    }

    /// A page of decisions, those of one moment by their ids.
    ///
    /// O(limit + size of the records) for a time or a person; with a surface or a policy O(decisions passed over).
    public func decisions(
        matching query: DecisionQuery, after place: LogPlace?, _ direction: LogDirection = .backwards, limit: Int
    ) throws -> LogPage<Decision> {
        let request = DecisionRequest(query)
        let sign = direction.comparison
        let conditions =
            request.conditions + " AND d.time \(sign)= :time AND (d.time \(sign) :time OR d.id \(sign) :id)"
        let order = "ORDER BY d.time \(direction.order), d.id \(direction.order) LIMIT :most"
        let people = LedgerPerson(query.shopper, query.visitor)?.decisions ?? ["TRUE"]
        let parts = people.map {
            "SELECT * FROM (SELECT d.number FROM decision d WHERE \(conditions) AND \($0) \(order))"
        }
        let sql = """
            SELECT d.id, d.record FROM (\(parts.joined(separator: " UNION ALL "))) m
            JOIN decision d ON d.number = m.number \(order)
            """
        return try read { db in
            let statement = try RawStatement(ownFor: sql, in: db)
            try request.bind(to: statement)
            statement.bind(place?.time.milliseconds ?? direction.beginning, at: statement.index(of: ":time"))
            try statement.bind(
                place?.key ?? (direction == .backwards ? "\u{10FFFF}" : ""), at: statement.index(of: ":id"))
            statement.bind(Int64(limit + 1), at: statement.index(of: ":most"))
            var found: [(place: LogPlace, entry: Decision)] = []
            while try statement.step() {
                let decision = try DecisionRow.decision(statement.bytes(1), id: statement.text(0))
                found.append((LogPlace(time: decision.time, key: decision.id.rawValue), decision))
            }
            return LogPage(found, limit: limit)
        }
    }
}

extension LogDirection {
    fileprivate var order: String { self == .backwards ? "DESC" : "ASC" }
    fileprivate var comparison: String { self == .backwards ? "<" : ">" }
    /// Where it begins when no place is named.
    fileprivate var beginning: Int64 { self == .backwards ? .max : .min }
}
