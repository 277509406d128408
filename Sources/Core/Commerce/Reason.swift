/// Why an item was recommended: real evidence, as data, so that it can be checked, and told in any language.
public struct Reason: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// Many shoppers chose it lately; `evidence` is empty, `strength` a share of all events.
        case popular
        /// Often chosen straight after an item of the shopper's history.
        case followsItem
        /// Chosen by the same people as items of the history.
        case similarToItem
        /// Chosen by shoppers with a like history; `shoppers` names them.
        case similarShoppers
        /// Shares words or attributes with items of the history; `terms` holds them.
        case sharedContent
        /// Close to the shopper in a learned space; `evidence` are the items that pulled there.
        case learnedTaste
    }

    public var kind: Kind
    /// The recommender that says so, such as `item-knn`.
    public var source: String
    /// Items of the shopper's own history.
    public var evidence: [ItemID]
    public var shoppers: [ShopperID]
    public var terms: [String]
    /// How much of the score this reason accounts for: a share in [0, 1] unless the kind says otherwise.
    public var strength: Double

    public init(
        _ kind: Kind, source: String, evidence: [ItemID] = [], shoppers: [ShopperID] = [],
        terms: [String] = [], strength: Double
    ) {
        self.kind = kind
        self.source = source
        self.evidence = evidence
        self.shoppers = shoppers
        self.terms = terms
        self.strength = strength
    }
}

extension Reason {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        kind = try container.decode(Kind.self, forKey: .kind)
        source = try container.decode(String.self, forKey: .source)
        evidence = try container.decodeIfPresent([ItemID].self, forKey: .evidence) ?? []
        shoppers = try container.decodeIfPresent([ShopperID].self, forKey: .shoppers) ?? []
        terms = try container.decodeIfPresent([String].self, forKey: .terms) ?? []
        strength = try container.decode(Double.self, forKey: .strength)
    }
}
