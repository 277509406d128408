/// Something a shopper did, or was shown, at a moment.
///
/// Who did it is a shopper, a visitor, or both (which is how the two are found to be one person).
public struct Event: Sendable, Hashable, Codable {
    /// The source's own identity for the event, when it has one; delivered twice, it counts once.
    public var id: EventID?
    public var kind: EventKind
    public var time: Timestamp
    public var shopper: ShopperID?
    public var visitor: VisitorID?
    /// The item concerned; present whenever ``EventKind/needsItem``.
    public var item: ItemID?
    public var session: SessionID?
    /// The order that a purchase, cancellation or return belongs to.
    public var order: OrderID?
    /// The decision that this event answers, where known.
    public var decision: DecisionID?
    public var surface: Surface?
    /// Place in the shown list, from 1.
    public var position: Int?
    /// Units bought or returned, positive; the kind carries the direction.
    public var quantity: Double?
    /// Price of one unit.
    public var price: Money?
    /// A rating, a dwell time in seconds, or another number the source declares.
    public var value: Double?
    /// Words of a search, review or message.
    public var text: String?
    /// Whatever else the source knows (country, device, channel).
    public var attributes: [String: String]

    public init(
        _ kind: EventKind, at time: Timestamp, shopper: ShopperID? = nil, visitor: VisitorID? = nil,
        item: ItemID? = nil, id: EventID? = nil, session: SessionID? = nil, order: OrderID? = nil,
        decision: DecisionID? = nil, surface: Surface? = nil, position: Int? = nil,
        quantity: Double? = nil, price: Money? = nil, value: Double? = nil, text: String? = nil,
        attributes: [String: String] = [:]
    ) {
        self.id = id
        self.kind = kind
        self.time = time
        self.shopper = shopper
        self.visitor = visitor
        self.item = item
        self.session = session
        self.order = order
        self.decision = decision
        self.surface = surface
        self.position = position
        self.quantity = quantity
        self.price = price
        self.value = value
        self.text = text
        self.attributes = attributes
    }
}

extension Event {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(EventID.self, forKey: .id)
        kind = try container.decode(EventKind.self, forKey: .kind)
        time = try container.decode(Timestamp.self, forKey: .time)
        shopper = try container.decodeIfPresent(ShopperID.self, forKey: .shopper)
        visitor = try container.decodeIfPresent(VisitorID.self, forKey: .visitor)
        item = try container.decodeIfPresent(ItemID.self, forKey: .item)
        session = try container.decodeIfPresent(SessionID.self, forKey: .session)
        order = try container.decodeIfPresent(OrderID.self, forKey: .order)
        decision = try container.decodeIfPresent(DecisionID.self, forKey: .decision)
        surface = try container.decodeIfPresent(Surface.self, forKey: .surface)
        position = try container.decodeIfPresent(Int.self, forKey: .position)
        quantity = try container.decodeIfPresent(Double.self, forKey: .quantity)
        price = try container.decodeIfPresent(Money.self, forKey: .price)
        value = try container.decodeIfPresent(Double.self, forKey: .value)
        text = try container.decodeIfPresent(String.self, forKey: .text)
        attributes = try container.decodeIfPresent([String: String].self, forKey: .attributes) ?? [:]
    }
}
