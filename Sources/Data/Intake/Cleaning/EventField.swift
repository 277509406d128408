import Commerce

/// A field of an event that cleaning can fill, limit or normalise.
public enum EventField: Sendable, Hashable {
    case shopper, visitor, item, session, order, surface, text
    case quantity, price, value
    /// One of the source's own attributes.
    case attribute(String)

    /// The word in recipes: `quantity`, `attribute:country`.
    public var name: String {
        if case .attribute(let name) = self { return "attribute:" + name }
        return "\(self)"
    }

    public init?(name: String) {
        if name.hasPrefix("attribute:"), name.utf8.count > 10 {
            self = .attribute(String(name.dropFirst(10)))
            return
        }
        guard let field = Self.plain.first(where: { $0.name == name }) else { return nil }
        self = field
    }

    private static let plain: [EventField] = [
        .shopper, .visitor, .item, .session, .order, .surface, .text, .quantity, .price, .value,
    ]

    /// Whether the field can hold a number.
    public var isNumeric: Bool {
        switch self {
        case .quantity, .price, .value, .attribute: true
        default: false
        }
    }

    /// The kinds of event that should have the field.
    var expectedIn: [EventKind] {
        switch self {
        case .quantity, .price, .order: [.purchase, .cancellation, .refund]
        case .item: EventKind.allCases.filter(\.needsItem)
        case .value: [.rating]
        case .text: [.search, .review, .message]
        default: EventKind.allCases
        }
    }

    /// The number held; prices in major units. Nothing when absent, or not a number in an attribute.
    func number(in event: borrowing Event) -> Double? {
        switch self {
        case .quantity: event.quantity
        case .price: event.price?.decimal
        case .value: event.value
        case .attribute(let name): event.attributes[name].flatMap(Double.init)
        default: nil
        }
    }

    /// The text held; nothing when absent or empty.
    func text(in event: borrowing Event) -> String? {
        let text: String? =
            switch self {
            case .shopper: event.shopper?.rawValue
            case .visitor: event.visitor?.rawValue
            case .item: event.item?.rawValue
            case .session: event.session?.rawValue
            case .order: event.order?.rawValue
            case .surface: event.surface?.rawValue
            case .text: event.text
            case .attribute(let name): event.attributes[name]
            case .quantity, .price, .value: nil
            }
        return text?.isEmpty == true ? nil : text
    }

    func isMissing(in event: borrowing Event) -> Bool {
        switch self {
        case .quantity: event.quantity == nil
        case .price: event.price == nil
        case .value: event.value == nil
        default: text(in: event) == nil
        }
    }

    /// Writes a value of the field's own sort; another sort changes nothing.
    ///
    /// - Parameter currency: of prices; without it a price is not written.
    func set(_ value: FieldValue, currency: Currency?, in event: inout Event) {
        switch (self, value) {
        case (.quantity, .number(let number)): event.quantity = number
        case (.value, .number(let number)): event.value = number
        case (.price, .number(let number)):
            if let currency, let money = Money(decimal: number, currency: currency) { event.price = money }
        case (.attribute(let name), .number(let number)): event.attributes[name] = "\(number)"
        case (.attribute(let name), .text(let text)): event.attributes[name] = text
        case (.shopper, .text(let text)): event.shopper = ShopperID(text)
        case (.visitor, .text(let text)): event.visitor = VisitorID(text)
        case (.item, .text(let text)): event.item = ItemID(text)
        case (.session, .text(let text)): event.session = SessionID(text)
        case (.order, .text(let text)): event.order = OrderID(text)
        case (.surface, .text(let text)): event.surface = Surface(rawValue: text)
        case (.text, .text(let text)): event.text = text
        default: break
        }
    }
}

extension EventField: Codable {
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let field = EventField(name: name) else {
            throw IntakeError(
                code: "cleaning.parameter", message: "'\(name)' is not a field that cleaning knows",
                remedy: "use one of: " + Self.plain.map(\.name).joined(separator: ", ") + ", attribute:NAME")
        }
        self = field
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

/// What a field can be filled with.
public enum FieldValue: Sendable, Hashable, Codable {
    case number(Double)
    case text(String)

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
