import Commerce
import Engine
import HTTPTypes

/// What a page asks a list for. Shoppers and filters are for the shop's backend to name: a page could name anybody, and find
/// out by filtering what it is not shown, such as an attribute with a purchasing price.
struct TagDecisionBody: Decodable {
    var key: String?
    var visitor: VisitorID
    var surface: Surface
    var session: SessionID?
    var count: Int?
    var item: ItemID?
    var category: String?
    var exclude: [ItemID]?
    /// Of the titles in the answer.
    var language: String?
    /// What is there and must not be.
    var refused: [String]

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case key, visitor, surface, session, count, item, category, exclude, language
        case shopper, filter, context
    }

    static let limit = 1 << 14

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        key = try container.decodeIfPresent(String.self, forKey: .key)
        visitor = try container.decode(VisitorID.self, forKey: .visitor)
        surface = try container.decode(Surface.self, forKey: .surface)
        session = try container.decodeIfPresent(SessionID.self, forKey: .session)
        count = try container.decodeIfPresent(Int.self, forKey: .count)
        item = try container.decodeIfPresent(ItemID.self, forKey: .item)
        category = try container.decodeIfPresent(String.self, forKey: .category)
        exclude = try container.decodeIfPresent([ItemID].self, forKey: .exclude)
        language = try container.decodeIfPresent(String.self, forKey: .language)
        refused = try [CodingKeys.shopper, .filter, .context].filter {
            try container.contains($0) && !container.decodeNil(forKey: $0)
        }.map(\.stringValue)
    }

    /// - Throws: ``Problem`` 422 for what a page may not ask.
    var ask: DecisionAsk {
        get throws {
            try visitor.checkAsPage()
            if let name = refused.first {
                throw Problem(
                    .unprocessableContent, code: "tag.member", detail: "a page may not name a '\(name)'",
                    remedy: "ask for this list from the shop's backend, at /v1/decisions")
            }
            try session?.checkAsPage()
            try surface.check()
            return DecisionAsk(
                surface: surface, visitor: visitor, session: session, count: count ?? 10, anchor: item,
                category: category, excluded: exclude ?? [])
        }
    }
}

/// A list with what a page needs to draw it.
struct TagDecisionAnswer: Encodable {
    struct Place: Encodable {
        var item: ItemID
        var position: Int
        var title: String
        var category: [String]
        var brand: String?
        var price: Double?
        var currency: String?
        /// The attributes of these names.
        var url: String?
        var image: String?
        var propensity: Double
        var source: String
        var isExploration: Bool
        var isPinned: Bool
    }

    /// Nothing when nothing could be shown.
    var id: DecisionID?
    var surface: Surface
    var items: [Place]
    /// Why there are none.
    var reason: String?

    init(_ decision: Decision, items: [ItemID: Item], language: Language) {
        id = decision.id
        surface = decision.surface
        self.items = decision.slate.map { shown in
            let item = items[shown.item]
            return Place(
                item: shown.item, position: shown.position,
                title: item?.title(in: language) ?? shown.item.rawValue, category: item?.category ?? [],
                brand: item?.brand, price: item?.price?.decimal, currency: item?.price?.currency.code,
                url: item?.attributes["url"], image: item?.attributes["image"], propensity: shown.propensity,
                source: shown.source, isExploration: shown.isExploration, isPinned: shown.isPinned)
        }
    }

    init(emptyOn surface: Surface, for reason: String) {
        self.surface = surface
        items = []
        self.reason = reason
    }
}
