public import Commerce

/// A visitor who was seen with a shopper's name.
public struct VisitorLink: Sendable, Hashable {
    public var visitor: VisitorID
    public var shopper: ShopperID
    /// The earliest event that shows it.
    public var since: Timestamp

    public init(visitor: VisitorID, shopper: ShopperID, since: Timestamp) {
        self.visitor = visitor
        self.shopper = shopper
        self.since = since
    }
}

/// Known shoppers, and which visitors they were.
public protocol ShopperStore: Sendable {
    /// A shopper whom an event or a source names; attributes are the latest word on each.
    func shopper(_ id: ShopperID) throws -> Shopper?

    /// Calls `body` with every shopper, in order of first appearance.
    func forEachShopper(_ body: (Shopper) throws -> Void) throws

    /// Every pair of visitor and shopper that stood together on an event, in order of visitor, then shopper.
    ///
    /// A visitor with two shoppers is a shared device: no anonymous event of it can be given to either.
    func visitorLinks() throws -> [VisitorLink]
}
