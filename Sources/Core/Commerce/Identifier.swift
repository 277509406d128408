/// The name of one thing of a kind, as the shop spells it.
///
/// The type parameter keeps a shopper's name from being passed where an item's is wanted; at run time an
/// identifier is only its string. Comparison is by Unicode scalar, so sorting does not depend on the locale.
public struct Identifier<Subject>: Sendable, Hashable {
    public let rawValue: String

    @inlinable
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

extension Identifier: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}

extension Identifier: CustomStringConvertible {
    public var description: String { rawValue }
}

extension Identifier: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// What an anonymous session identity refers to; it may later merge into a ``Shopper``.
public enum Visitor {}
/// One visit: the events of one shopper without a long pause.
public enum Session {}
/// A checkout whose lines were bought together.
public enum Order {}

public typealias ShopperID = Identifier<Shopper>
public typealias VisitorID = Identifier<Visitor>
public typealias ItemID = Identifier<Item>
public typealias EventID = Identifier<Event>
public typealias SessionID = Identifier<Session>
public typealias OrderID = Identifier<Order>
public typealias DecisionID = Identifier<Decision>
