public import Commerce

/// A list that a shop's page asks for.
public struct DecisionAsk: Sendable {
    public var surface: Surface
    public var shopper: ShopperID?
    public var visitor: VisitorID?
    public var session: SessionID?
    /// Length of the list.
    public var count: Int
    /// The item that the page is about, which is not shown again.
    public var anchor: ItemID?
    /// The category of the page, its path joined by "/"; then only its items are shown.
    public var category: String?
    public var excluded: [ItemID]
    /// All must hold of every item shown.
    public var conditions: [ItemCondition]
    /// Written down with the decision: numbers by name; what is a word, such as a device, stands as `device=phone` with 1.
    public var context: [String: Double]
    /// Whether it is to be said why each item was proposed; some recommenders take a millisecond for it.
    public var explains = false

    /// Lists longer than this are refused.
    public static let mostItems = 100

    public init(
        surface: Surface, shopper: ShopperID? = nil, visitor: VisitorID? = nil, session: SessionID? = nil,
        count: Int = 10, anchor: ItemID? = nil, category: String? = nil, excluded: [ItemID] = [],
        conditions: [ItemCondition] = [], context: [String: Double] = [:]
    ) {
        self.surface = surface
        self.shopper = shopper
        self.visitor = visitor
        self.session = session
        self.count = count
        self.anchor = anchor
        self.category = category
        self.excluded = excluded
        self.conditions = conditions
        self.context = context
    }
}
