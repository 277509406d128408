import Commerce
import Engine
import Foundation
import HTTPTypes

/// What a page tells: acts of one visitor.
struct TagEventsBody: Decodable {
    var key: String?
    var visitor: VisitorID
    var session: SessionID?
    var events: [TagEvent]

    /// A beacon takes no more.
    static let limit = 1 << 16
    static let mostEvents = 100
}

/// An act, or why it cannot be read. One that is broken keeps no other out.
enum TagEvent: Decodable {
    case act(TagAct)
    case broken(String)

    init(from decoder: any Decoder) throws {
        do {
            self = .act(try TagAct(from: decoder))
        } catch let error as DecodingError {
            self = .broken(Self.words(error))
        }
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "the event needs a member '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "'\(context.codingPath.last?.stringValue ?? "the event")' has another type"
        @unknown default: "the event cannot be read"
        }
    }
}

/// An act as a page tells it: without who did it, which the body says, and without money, which a page is not asked for.
struct TagAct: Decodable {
    /// Of the page's own making; sent again, the act counts once.
    var id: String
    var kind: String
    /// Milliseconds that passed between the act and its being sent: the clock of a browser is not believed.
    var ago: Double
    var item: ItemID?
    var decision: DecisionID?
    var surface: Surface?
    var position: Int?
    var quantity: Double?
    var order: OrderID?
    var text: String?

    /// What a page can see its visitor do. Money coming back, ratings and reviews are for the shop's backend to tell.
    static let kinds: [EventKind] = [
        .impression, .view, .click, .favourite, .unfavourite, .cart, .uncart, .checkout, .purchase, .search, .share,
        .dislike,
    ]
    /// In Unicode scalars.
    static let longestName = 128
    static let longestText = 200
    static let oldest = Duration.days(1)
    static let positions = 1...DecisionAsk.mostItems
    static let quantities = 1.0...1000

    /// - Parameters:
    ///   - items: those named that the shop has.
    /// - Throws: ``TagRefusal``.
    func event(of body: TagEventsBody, items: [ItemID: Item], now: Timestamp) throws(TagRefusal) -> Event {
        func check(_ holds: Bool, _ field: String, _ message: String) throws(TagRefusal) {
            if !holds { throw TagRefusal(code: "tag.\(field)", field: field, message: message) }
        }
        let names = ["id": id, "decision": decision?.rawValue, "surface": surface?.rawValue, "order": order?.rawValue]
        for (field, name) in names.sorted(by: { $0.key < $1.key }) {
            try check(
                name.map { (1...Self.longestName).contains($0.unicodeScalars.count) } ?? true, field,
                "'\(field)' must be a name of at most \(Self.longestName) characters")
        }
        let kind = EventKind(rawValue: kind).flatMap { Self.kinds.contains($0) ? $0 : nil }
        guard let kind else {
            throw TagRefusal(
                code: "tag.kind", field: "kind",
                message: "a page may tell \(Self.kinds.map(\.rawValue).joined(separator: ", "))")
        }
        let most = Double(Self.oldest.components.seconds) * 1000
        try check((0...most).contains(ago), "ago", "'ago' must be in 0 ... \(Int(most)) milliseconds")
        try check(position.map(Self.positions.contains) ?? true, "position", "'position' must be in \(Self.positions)")
        try check(quantity.map(Self.quantities.contains) ?? true, "quantity", "'quantity' must be in 1 ... 1000")
        let known = item.flatMap { items[$0] }
        try check(
            known != nil || (item == nil && !kind.needsItem), "item", "the shop has no such item; post it first")
        let words = text?.trimmingCharacters(in: .whitespacesAndNewlines)
        try check(
            kind != .search || (1...Self.longestText).contains(words?.count ?? 0), "text",
            "a search needs a 'text' of at most \(Self.longestText) characters")
        let hasPrice = kind == .purchase || kind == .cart
        return Event(
            kind, at: now - .milliseconds(Int64(ago)), visitor: body.visitor, item: item,
            // A page cannot take the name of an event that the backend is going to send.
            id: EventID("tag:\(body.visitor):\(id)"), session: body.session, order: order, decision: decision,
            surface: surface, position: position, quantity: quantity, price: hasPrice ? known?.price : nil,
            text: kind == .search ? words : nil)
    }
}

/// Why an act of a page is not believed.
struct TagRefusal: Error {
    var code: String
    var field: String
    var message: String
}

extension TagEventsBody {
    /// - Throws: ``Problem`` for a body that is not of one visitor, or of too many acts.
    func check() throws {
        try visitor.checkAsPage()
        try session?.checkAsPage()
        guard events.count <= Self.mostEvents else {
            throw Problem(
                .contentTooLarge, code: "rows.many", detail: "the body has more than \(Self.mostEvents) events",
                remedy: "send them in parts")
        }
    }

    /// Rows as a shop takes them in.
    func rows(items: [ItemID: Item], now: Timestamp) -> PostedRows {
        PostedRows(rows: events.map { row($0, items: items, now: now) })
    }

    private func row(_ event: TagEvent, items: [ItemID: Item], now: Timestamp) -> PostedRows.Row {
        let remedy = "mend what the page sends"
        switch event {
        case .broken(let message):
            return PostedRows.Row(refusedFor: "tag.event", field: nil, message, remedy: remedy)
        case .act(let act):
            do throws(TagRefusal) {
                return PostedRows.Row(events: [try act.event(of: self, items: items, now: now)])
            } catch {
                return PostedRows.Row(refusedFor: error.code, field: error.field, error.message, remedy: remedy)
            }
        }
    }
}
