/// A thing on sale.
public struct Item: Sendable, Hashable, Codable {
    public var id: ItemID
    /// The name, by language; a shop with one language uses ``Language/undetermined``.
    public var title: [Language: String]
    /// From the broadest category to the narrowest.
    public var category: [String]
    public var brand: String?
    public var price: Money?
    /// Units in stock, below zero when oversold; nothing when the shop does not say.
    public var stock: Int?
    /// The description.
    public var text: String?
    public var attributes: [String: String]
    /// When the item went, or goes, on sale.
    public var availableFrom: Timestamp?
    /// When it was, or will be, taken off sale.
    public var availableUntil: Timestamp?

    public init(
        id: ItemID, title: [Language: String] = [:], category: [String] = [], brand: String? = nil,
        price: Money? = nil, stock: Int? = nil, text: String? = nil,
        attributes: [String: String] = [:], availableFrom: Timestamp? = nil,
        availableUntil: Timestamp? = nil
    ) {
        self.id = id
        self.title = title
        self.category = category
        self.brand = brand
        self.price = price
        self.stock = stock
        self.text = text
        self.attributes = attributes
        self.availableFrom = availableFrom
        self.availableUntil = availableUntil
    }

    /// Whether the item can be sold at that moment: within its dates and not known to be out of stock.
    public func isAvailable(at time: Timestamp) -> Bool {
        if let availableFrom, time < availableFrom { return false }
        if let availableUntil, time >= availableUntil { return false }
        return stock.map { $0 > 0 } ?? true
    }

    /// The title in that language, else without a language, else in any, else the identifier.
    public func title(in language: Language) -> String {
        title[language] ?? title[.undetermined]
            ?? title.min { $0.key.rawValue < $1.key.rawValue }?.value ?? id.rawValue
    }
}

extension Item {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(ItemID.self, forKey: .id)
        title = try container.decodeIfPresent([Language: String].self, forKey: .title) ?? [:]
        category = try container.decodeIfPresent([String].self, forKey: .category) ?? []
        brand = try container.decodeIfPresent(String.self, forKey: .brand)
        price = try container.decodeIfPresent(Money.self, forKey: .price)
        stock = try container.decodeIfPresent(Int.self, forKey: .stock)
        text = try container.decodeIfPresent(String.self, forKey: .text)
        attributes = try container.decodeIfPresent([String: String].self, forKey: .attributes) ?? [:]
        availableFrom = try container.decodeIfPresent(Timestamp.self, forKey: .availableFrom)
        availableUntil = try container.decodeIfPresent(Timestamp.self, forKey: .availableUntil)
    }
}

extension Item {
    /// This description with another's laid over it: what the other leaves open stays.
    public func merged(with newer: Item) -> Item {
        Item(
            id: id, title: title.merging(newer.title) { _, new in new },
            category: newer.category.isEmpty ? category : newer.category, brand: newer.brand ?? brand,
            price: newer.price ?? price, stock: newer.stock ?? stock, text: newer.text ?? text,
            attributes: attributes.merging(newer.attributes) { _, new in new },
            availableFrom: newer.availableFrom ?? availableFrom,
            availableUntil: newer.availableUntil ?? availableUntil)
    }
}

/// A language of titles and messages, by its ISO 639-1 code.
public enum Language: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    case english = "en"
    case chinese = "zh"
    case undetermined = "und"
}
