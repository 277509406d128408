public import Commerce
import GRDB

extension SQLiteLedger {
    /// Events from the newest backwards, those of one moment by their arrival.
    ///
    /// O(limit) for a time or a shopper; with an item, a surface or kinds O(events that are passed over).
    public func events(matching query: EventQuery, before place: LogPlace?, limit: Int) throws -> LogPage<Event> {
        let request = EventRequest(query)
        let conditions =
            request.conditions + """
                 AND e.time <= :time AND (e.time < :time OR e.sequence < :sequence)
                """
        let order = "ORDER BY e.time DESC, e.sequence DESC LIMIT :most"
        let people = query.shopper == nil ? ["TRUE"] : Self.ownEvents
        let parts = people.map { "SELECT * FROM (SELECT * FROM event e WHERE \(conditions) AND \($0) \(order))" }
        let sql = """
            SELECT \(EventRow.columns), e.sequence FROM (\(parts.joined(separator: " UNION ALL "))) e \(EventRow.joins)
            \(order)
            """
        return try read { db in
            let statement = try RawStatement(ownFor: sql, in: db)
            try request.bind(to: statement)
            statement.bind(place?.time.milliseconds ?? .max, at: statement.index(of: ":time"))
            statement.bind(place.flatMap { Int64($0.key) } ?? .max, at: statement.index(of: ":sequence"))
            statement.bind(Int64(limit + 1), at: statement.index(of: ":most"))
            var found: [(place: LogPlace, entry: Event)] = []
            var row = try EventRow(in: db)
            while try statement.step() {
                let event = try row.event(from: statement)
                found.append((LogPlace(time: event.time, key: "\(statement.integer(17))"), event))
            }
            return LogPage(found, limit: limit)
        }
    }

    /// Decisions from the newest backwards, those of one moment by their ids.
    ///
    /// O(limit + size of the records) for a time or a shopper; with a surface or a policy O(decisions passed over).
    public func decisions(
        matching query: DecisionQuery, before place: LogPlace?, limit: Int
    ) throws -> LogPage<Decision> {
        let request = DecisionRequest(query)
        let conditions = request.conditions + " AND d.time <= :time AND (d.time < :time OR d.id < :id)"
        let order = "ORDER BY d.time DESC, d.id DESC LIMIT :most"
        let people = query.shopper == nil ? ["TRUE"] : DecisionRequest.ownDecisions
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
            statement.bind(place?.time.milliseconds ?? .max, at: statement.index(of: ":time"))
            // Without a place every id of the last moment is before it.
            try statement.bind(place?.key ?? "\u{10FFFF}", at: statement.index(of: ":id"))
            statement.bind(Int64(limit + 1), at: statement.index(of: ":most"))
            var found: [(place: LogPlace, entry: Decision)] = []
            while try statement.step() {
                let decision = try DecisionRow.decision(statement.bytes(1), id: statement.text(0))
                found.append((LogPlace(time: decision.time, key: decision.id.rawValue), decision))
            }
            return LogPage(found, limit: limit)
        }
    }

    /// The events of the shopper `:shopper`, as parts of a question that each have an index; a visitor seen with two
    /// shoppers belongs to neither.
    static let ownEvents = [
        "e.shopper = (SELECT id FROM shopper WHERE name = :shopper)",
        "e.shopper IS NULL AND e.visitor IN (\(ownVisitors))",
    ]

    /// The visitors who are known to be the shopper `:shopper` and nobody else.
    static let ownVisitors = """
        SELECT visitor FROM visitor_link l WHERE l.shopper = (SELECT id FROM shopper WHERE name = :shopper)
        AND NOT EXISTS (SELECT 1 FROM visitor_link o WHERE o.visitor = l.visitor AND o.shopper <> l.shopper)
        """
}
