/// A known person. Anonymous visits are visitors; a visitor seen with a shopper's name merges into that shopper.
public struct Shopper: Sendable, Hashable, Codable {
    public var id: ShopperID
    public var attributes: [String: String]

    public init(id: ShopperID, attributes: [String: String] = [:]) {
        self.id = id
        self.attributes = attributes
    }
}

extension Shopper {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(ShopperID.self, forKey: .id)
        attributes = try container.decodeIfPresent([String: String].self, forKey: .attributes) ?? [:]
    }
}
