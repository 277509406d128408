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

    /// Of the last events of a shopper, impressions aside, what a decision needs to know of them, oldest first. The
    /// index alone answers, without a look at the events: a tenth of the time of ``latestEvents(of:count:)-(ShopperID,_)``.
    public func latestActions(of shopper: ShopperID, count: Int) throws -> [PastAction] {
        try actions(count, of: .shopper(shopper))
    }

    /// The same of a visitor without a shopper's name.
    public func latestActions(of visitor: VisitorID, count: Int) throws -> [PastAction] {
        try actions(count, of: .visitor(visitor))
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

    /// Asks for columns of the index, and for nothing else of the events.
    static func actionsQuery(_ person: LedgerPerson) -> String {
        let parts = person.events.map {
            """
            SELECT * FROM (
                SELECT time, sequence, kind, item, session FROM event e
                WHERE \($0) AND e.kind <> \(EventKind.impression.storageCode)
                ORDER BY e.time DESC, e.sequence DESC LIMIT :count)
            """
        }
        return """
            SELECT e.kind, e.time, i.name, n.name FROM (
                SELECT * FROM (\(parts.joined(separator: " UNION ALL "))) ORDER BY time DESC, sequence DESC LIMIT :count
            ) e LEFT JOIN item i ON i.id = e.item LEFT JOIN session n ON n.id = e.session ORDER BY e.time, e.sequence
            """
    }

    private func actions(_ count: Int, of person: LedgerPerson) throws -> [PastAction] {
        return try read { db in
            let row = try RawStatement(Self.actionsQuery(person), in: db)
            try row.bind(person.name, at: row.index(of: ":person"))
            row.bind(Int64(max(0, count)), at: row.index(of: ":count"))
            defer { row.reset() }
            var actions: [PastAction] = []
            while try row.step() {
                actions.append(
                    PastAction(
                        try EventRow.kind(row.integer(0)), at: Timestamp(milliseconds: row.integer(1)),
                        item: row.optionalText(2).map(ItemID.init(_:)),
                        session: row.optionalText(3).map(SessionID.init(_:))))
            }
            return actions
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

/// What somebody did, as far as the next decision needs it.
public struct PastAction: Sendable, Hashable {
    public var kind: EventKind
    public var time: Timestamp
    public var item: ItemID?
    public var session: SessionID?

    public init(_ kind: EventKind, at time: Timestamp, item: ItemID? = nil, session: SessionID? = nil) {
        self.kind = kind
        self.time = time
        self.item = item
        self.session = session
    }

    public init(_ event: Event) {
        self.init(event.kind, at: event.time, item: event.item, session: event.session)
    }
}
