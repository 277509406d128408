import Commerce

/// The hashes of one event's identifiers, computed once and shared by everything that looks at the event.
///
/// Zero stands for "not given".
struct EventHashes {
    let id: UInt64
    let shopper: UInt64
    let visitor: UInt64
    let item: UInt64
    let session: UInt64
    let order: UInt64

    init(_ event: borrowing Event) {
        id = event.id.map { FoldedHash.of($0.rawValue, seed: 1) } ?? 0
        shopper = event.shopper.map(Self.shopper) ?? 0
        visitor = event.visitor.map(Self.visitor) ?? 0
        item = event.item.map(Self.item) ?? 0
        session = event.session.map { FoldedHash.of($0.rawValue, seed: 5) } ?? 0
        order = event.order.map(Self.order) ?? 0
    }

    static func shopper(_ id: ShopperID) -> UInt64 { FoldedHash.of(id.rawValue, seed: 2) }
    static func visitor(_ id: VisitorID) -> UInt64 { FoldedHash.of(id.rawValue, seed: 3) }
    static func item(_ id: ItemID) -> UInt64 { FoldedHash.of(id.rawValue, seed: 4) }
    static func order(_ id: OrderID) -> UInt64 { FoldedHash.of(id.rawValue, seed: 6) }

    /// ``who`` of an event whose other hashes are not needed.
    static func who(_ event: borrowing Event) -> UInt64 {
        event.shopper.map(shopper) ?? event.visitor.map(visitor) ?? 0
    }

    /// Who acted: the shopper where known, else the visitor, else nobody (zero).
    var who: UInt64 { shopper != 0 ? shopper : visitor }

    /// The whole event, its own identity included: two events with one content are one row delivered twice.
    func content(of event: borrowing Event) -> UInt64 {
        var hash = FoldedHash()
        hash.mix(UInt64(event.kind.storageCode))
        hash.mix(UInt64(bitPattern: event.time.milliseconds))
        for part in [id, shopper, visitor, item, session, order] { hash.mix(part) }
        hash.mix(event.quantity)
        hash.mix(event.value)
        hash.mix(UInt64(bitPattern: Int64(event.position ?? .min)))
        if let price = event.price {
            hash.mix(UInt64(bitPattern: price.minorUnits))
            hash.mix(price.currency.code)
        }
        if let decision = event.decision { hash.mix(FoldedHash.of(decision.rawValue, seed: 7)) }
        if let surface = event.surface { hash.mix(FoldedHash.of(surface.rawValue, seed: 8)) }
        if let text = event.text { hash.mix(FoldedHash.of(text, seed: 9)) }
        // Attributes have no order: their hashes are added up, which does not depend on one.
        var attributes: UInt64 = 0
        for (name, value) in event.attributes {
            var pair = FoldedHash(seed: 10)
            pair.mix(name)
            pair.mix(value)
            attributes &+= pair.value
        }
        hash.mix(attributes)
        return hash.value
    }
}
