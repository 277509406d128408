import Commerce
import GRDB

/// Turns rows of `event`, with the names that their numbers stand for, back into events.
struct EventRow {
    static let columns = """
        e.kind, e.time, s.name, v.name, i.name, n.name, o.name, e.decision, f.name, e.position, e.quantity, e.price,
        c.name, e.value, e.text, e.attributes, e.source_id
        """

    static let joins = """
        LEFT JOIN shopper s ON s.id = e.shopper LEFT JOIN visitor v ON v.id = e.visitor
        LEFT JOIN item i ON i.id = e.item LEFT JOIN session n ON n.id = e.session
        LEFT JOIN shop_order o ON o.id = e.shop_order LEFT JOIN surface f ON f.id = e.surface
        LEFT JOIN currency c ON c.id = e.currency
        """

    private var currencies: [String: Currency] = [:]
    private var attributeSets = TwoGenerationCache<Int64, [String: String]>(generation: 4096)
    private let db: Database
    /// Prepared for the first event that needs it: many questions are for a few events without attributes.
    private var findAttributes: RawStatement?

    init(in db: Database) { self.db = db }

    mutating func event(from row: RawStatement) throws -> Event {
        var event = Event(
            try Self.kind(row.integer(0)), at: Timestamp(milliseconds: row.integer(1)),
            shopper: row.optionalText(2).map(ShopperID.init(_:)),
            visitor: row.optionalText(3).map(VisitorID.init(_:)), item: row.optionalText(4).map(ItemID.init(_:)),
            id: row.optionalText(16).map(EventID.init(_:)), session: row.optionalText(5).map(SessionID.init(_:)),
            order: row.optionalText(6).map(OrderID.init(_:)), decision: row.optionalText(7).map(DecisionID.init(_:)),
            surface: row.optionalText(8).map(Surface.init(rawValue:)), position: row.optionalInteger(9).map(Int.init),
            quantity: row.optionalDouble(10), value: row.optionalDouble(13), text: row.optionalText(14))
        if let amount = row.optionalInteger(11) { event.price = try price(amount, row.text(12)) }
        if !row.isNull(15) { event.attributes = try attributes(row) }
        return event
    }

    static func kind(_ code: Int64) throws -> EventKind {
        guard let kind = EventKind(storageCode: Int(code)) else {
            throw LedgerError.unreadable("the kind of event \(code)")
        }
        return kind
    }

    private mutating func price(_ amount: Int64, _ code: String) throws -> Money {
        if let currency = currencies[code] { return Money(minorUnits: amount, currency: currency) }
        guard let currency = try? Currency(code: code) else {
            throw LedgerError.unreadable("the currency '\(code)' of an event")
        }
        currencies[code] = currency
        return Money(minorUnits: amount, currency: currency)
    }

    private mutating func attributes(_ row: RawStatement) throws -> [String: String] {
        guard row.isInteger(15) else { return try parse(row.text(15)) }
        let number = row.integer(15)
        if let known = attributeSets[number] { return known }
        let find = try findAttributes ?? RawStatement(ownFor: "SELECT json FROM attribute_set WHERE id = ?", in: db)
        findAttributes = find
        find.bind(number, at: 1)
        defer { find.reset() }
        let set = try parse(try find.step() ? find.text(0) : "")
        attributeSets[number] = set
        return set
    }

    private func parse(_ json: String) throws -> [String: String] {
        guard let map = CompactJSON.map(json) else {
            throw LedgerError.unreadable("a set of attributes")
        }
        return map
    }
}
