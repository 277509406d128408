public import Commerce

/// An event in the simulator's own short form: rows and numbers instead of names, so that millions are cheap.
/// ``Shop/event(_:)`` spells it out.
public struct SimulatedEvent: Sendable {
    /// What happened.
    public let kind: EventKind
    /// When; precise to the millisecond.
    public internal(set) var time: Timestamp
    /// The person's row, whether or not the shop knows them.
    public let person: Int32
    /// Whether the person was logged in, so that the shop knows them.
    public let isIdentified: Bool
    /// The browser's cookie; 0 for what happens outside a visit.
    public let visitor: UInt64
    /// Number of the event among the person's.
    let ordinal: Int32
    /// Number of the visit among the person's; minus one outside a visit.
    public internal(set) var visit: Int32 = -1
    /// Row of the item concerned.
    public internal(set) var item: Int32?
    /// Number of the order among the person's.
    var order: Int32?
    /// When the decision was made that the event answers; nothing for events that answer none.
    var decision: Timestamp?
    /// The page on which the item was shown.
    public internal(set) var surface: Surface?
    /// Place in the list, from 1; 0 for events without one.
    public internal(set) var position = 0
    /// For an impression of a randomised list: the chance of the item at this position, given those before.
    public internal(set) var propensity: Double?
    /// Units put into the cart, bought or reversed; 0 for other events.
    public internal(set) var quantity = 0
    /// Unit price in minor units.
    public internal(set) var price: Int64?
    /// Stars of a rating, seconds of a view.
    public internal(set) var value: Double?
    /// Words of a search or review.
    public internal(set) var text: String?
    var device: Device?
}

extension Shop {
    /// The name of a browser's cookie.
    public static func visitor(_ number: UInt64) -> VisitorID { Names.visitor(number) }

    /// The event in the shop's words.
    public func event(_ event: SimulatedEvent) -> Event {
        let shopper = event.person
        return Event(
            event.kind, at: event.time, shopper: event.isIdentified ? Names.shopper(shopper) : nil,
            visitor: event.visitor == 0 ? nil : Names.visitor(event.visitor), item: event.item.map(Names.item),
            id: Names.event(shopper, event.ordinal),
            session: event.visit < 0 ? nil : Names.session(shopper, event.visit),
            order: event.order.map { Names.order(shopper, $0) },
            decision: event.decision.map { Names.decision(shopper, at: $0.milliseconds) }, surface: event.surface,
            position: event.position == 0 ? nil : event.position,
            quantity: event.quantity == 0 ? nil : Double(event.quantity),
            price: event.price.map { Money(minorUnits: $0, currency: configuration.currency) }, value: event.value,
            text: event.text, attributes: attributes(of: event))
    }

    /// Country and device on everything but impressions, which share their visit's; the propensity on impressions.
    private func attributes(of event: SimulatedEvent) -> [String: String] {
        var attributes: [String: String] = [:]
        if let propensity = event.propensity { attributes["propensity"] = SignificantDigits.text(propensity) }
        if let device = event.device {
            attributes["device"] = device.name
            attributes["country"] = profiles[Int(event.person)].country.code
        }
        return attributes
    }
}
