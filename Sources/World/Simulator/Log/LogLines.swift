import Commerce

/// Spells a simulated shop's events, items and people as JSON lines, in the names that the intake preset `jsonl` reads.
///
/// An event's line has `event`, `time`, `id`, and whatever of `shopper`, `visitor`, `session`, `item`, `order`,
/// `decision`, `surface`, `position`, `quantity`, `price`, `currency`, `value`, `text`, `attributes` it has. Impressions
/// of random lists carry `attributes.propensity`; other acts of a visit `attributes.device` and `attributes.country`.
struct LogLines {
    private let shop: Shop
    private(set) var json = JSONBytes()

    init(of shop: Shop) { self.shop = shop }

    mutating func clear() { json.clear() }

    mutating func append(_ event: SimulatedEvent) {
        let person = event.person
        json.open()
        text("event", event.kind.rawValue)
        json.key("time")
        json.time(event.time)
        text("id", Names.event(person, event.ordinal).rawValue)
        if event.isIdentified { text("shopper", shop.people[Int(person)].id.rawValue) }
        if event.visitor != 0 { text("visitor", Names.visitor(event.visitor).rawValue) }
        if event.visit >= 0 { text("session", Names.session(person, event.visit).rawValue) }
        if let item = event.item { text("item", shop.catalogue.listing[Int(item)].id.rawValue) }
        if let order = event.order { text("order", Names.order(person, order).rawValue) }
        if let decision = event.decision {
            text("decision", Names.decision(person, at: decision.milliseconds).rawValue)
        }
        if let surface = event.surface { text("surface", surface.rawValue) }
        if event.position > 0 {
            json.key("position")
            json.integer(event.position)
        }
        if event.quantity > 0 {
            json.key("quantity")
            json.integer(event.quantity)
        }
        if let price = event.price { money(price) }
        if let value = event.value {
            json.key("value")
            json.number(value)
        }
        if let words = event.text { text("text", words) }
        attributes(of: event)
        json.close()
        json.endLine()
    }

    mutating func append(_ item: Item) {
        json.open()
        text("id", item.id.rawValue)
        text("title_en", item.title(in: .english))
        text("title_zh", item.title(in: .chinese))
        json.key("category")
        json.strings(item.category)
        if let brand = item.brand { text("brand", brand) }
        if let price = item.price { money(price.minorUnits) }
        if let stock = item.stock {
            json.key("stock")
            json.integer(stock)
        }
        if let words = item.text { text("text", words) }
        if let from = item.availableFrom {
            json.key("available_from")
            json.time(from)
        }
        if let until = item.availableUntil {
            json.key("available_until")
            json.time(until)
        }
        attributes(item.attributes)
        json.close()
        json.endLine()
    }

    mutating func append(_ shopper: Shopper) {
        json.open()
        text("shopper", shopper.id.rawValue)
        for (name, value) in shopper.attributes.sorted(by: { $0.key < $1.key }) {
            json.key(name)
            json.string(value)
        }
        json.close()
        json.endLine()
    }

    private mutating func text(_ name: StaticString, _ value: String) {
        json.key(name)
        json.string(value)
    }

    private mutating func money(_ minorUnits: Int64) {
        json.key("price")
        json.money(minorUnits, shop.configuration.currency)
        text("currency", shop.configuration.currency.code)
    }

    private mutating func attributes(of event: SimulatedEvent) {
        guard event.propensity != nil || event.device != nil else { return }
        json.key("attributes")
        json.open()
        if let propensity = event.propensity {
            json.key("propensity")
            json.probability(propensity)
        }
        if let device = event.device {
            text("device", device.name)
            text("country", shop.profiles[Int(event.person)].country.code)
        }
        json.close()
    }

    private mutating func attributes(_ attributes: [String: String]) {
        json.key("attributes")
        json.open()
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            json.key(name)
            json.string(value)
        }
        json.close()
    }
}
