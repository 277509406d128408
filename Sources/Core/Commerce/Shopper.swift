/// A known person. Anonymous visits are visitors; a visitor seen with a shopper's name merges into that shopper.
public struct Shopper: Sendable, Hashable, Codable {
    public var id: ShopperID
    public var attributes: [String: String]

    public init(id: ShopperID, attributes: [String: String] = [:]) {
        self.id = id
        self.attributes = attributes
    }
}
