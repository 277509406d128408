import Commerce

/// An outcome as bytes, like ``DecisionRecord``: the form, the decision, the rewards, the events, a check sum.
enum OutcomeRecord {
    static let form: UInt8 = 1

    static func bytes(of outcome: Outcome) -> [UInt8] {
        var writer = BinaryWriter(reserving: 256)
        writer.append(form)
        writer.append(outcome.decision.rawValue)
        writer.append(count: outcome.rewards.count)
        for reward in outcome.rewards { writer.append(reward) }
        writer.append(count: outcome.events.count)
        for event in outcome.events { writer.append(event) }
        writer.seal()
        return writer.bytes
    }

    /// - Throws: ``BinaryReader/Malformed`` when the bytes are not what was written.
    static func read(_ bytes: [UInt8]) throws(BinaryReader.Malformed) -> Outcome {
        var reader = try BinaryReader(sealed: bytes)
        guard try reader.byte() == form else { throw BinaryReader.Malformed(what: "it has a form of a newer program") }
        let decision = DecisionID(try reader.text())
        let rewards = try reader.list { reader throws(BinaryReader.Malformed) in try reader.double() }
        let events = try reader.list { reader throws(BinaryReader.Malformed) in try reader.event() }
        guard reader.isAtEnd else { throw BinaryReader.Malformed(what: "it goes on after its end") }
        return Outcome(decision: decision, events: events, rewards: rewards)
    }
}

/// Which of an event's numbers are there.
private struct Present: OptionSet {
    let rawValue: UInt8
    static let position = Present(rawValue: 1)
    static let quantity = Present(rawValue: 2)
    static let price = Present(rawValue: 4)
    static let value = Present(rawValue: 8)
}

extension BinaryWriter {
    fileprivate mutating func append(_ event: Event) {
        append(UInt8(event.kind.storageCode))
        append(event.time.milliseconds)
        let names = [
            event.id?.rawValue, event.shopper?.rawValue, event.visitor?.rawValue, event.item?.rawValue,
            event.session?.rawValue, event.order?.rawValue, event.decision?.rawValue, event.surface?.rawValue,
            event.text,
        ]
        for name in names { append(name) }
        var present: Present = []
        if event.position != nil { present.insert(.position) }
        if event.quantity != nil { present.insert(.quantity) }
        if event.price != nil { present.insert(.price) }
        if event.value != nil { present.insert(.value) }
        append(present.rawValue)
        if let position = event.position { append(Int64(position)) }
        if let quantity = event.quantity { append(quantity) }
        if let price = event.price {
            append(price.minorUnits)
            append(price.currency.code)
        }
        if let value = event.value { append(value) }
        append(count: event.attributes.count)
        for (name, text) in event.attributes.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            append(name)
            append(text)
        }
    }
}

extension BinaryReader {
    fileprivate mutating func event() throws(Malformed) -> Event {
        guard let kind = EventKind(storageCode: Int(try byte())) else {
            throw Malformed(what: "an event is of no known kind")
        }
        var event = Event(kind, at: Timestamp(milliseconds: try integer()))
        event.id = try optionalText().map(EventID.init(_:))
        event.shopper = try optionalText().map(ShopperID.init(_:))
        event.visitor = try optionalText().map(VisitorID.init(_:))
        event.item = try optionalText().map(ItemID.init(_:))
        event.session = try optionalText().map(SessionID.init(_:))
        event.order = try optionalText().map(OrderID.init(_:))
        event.decision = try optionalText().map(DecisionID.init(_:))
        event.surface = try optionalText().map(Surface.init(rawValue:))
        event.text = try optionalText()
        let present = Present(rawValue: try byte())
        if present.contains(.position) { event.position = Int(try integer()) }
        if present.contains(.quantity) { event.quantity = try double() }
        if present.contains(.price) {
            let amount = try integer()
            guard let currency = try? Currency(code: text()) else { throw Malformed(what: "a currency is unknown") }
            event.price = Money(minorUnits: amount, currency: currency)
        }
        if present.contains(.value) { event.value = try double() }
        for _ in 0..<(try count()) {
            let name = try text()
            event.attributes[name] = try text()
        }
        return event
    }
}
