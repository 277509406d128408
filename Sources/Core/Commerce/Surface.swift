/// A place where a decision is shown. The named ones are common; a shop may add its own.
public struct Surface: RawRepresentable, Sendable, Hashable, Codable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let home = Surface(rawValue: "home")
    public static let product = Surface(rawValue: "product")
    public static let cart = Surface(rawValue: "cart")
    public static let search = Surface(rawValue: "search")
    public static let banner = Surface(rawValue: "banner")
    public static let price = Surface(rawValue: "price")
    public static let message = Surface(rawValue: "message")
    public static let assistant = Surface(rawValue: "assistant")
}
