public import Commerce

/// What a shop asks: a list of so many items for this shopper, here and now.
public struct DecisionRequest: Sendable {
    public var shopperID: ShopperID?
    public var visitorID: VisitorID?
    public var sessionID: SessionID?
    public var shopper: ShopperFacts
    /// Surface, time and session.
    public var moment: Moment
    public var length: Int
    /// Of the generator that draws the list. The same seed, candidates and scores give the same list: seed by shopper,
    /// surface and session to make a reload repeat.
    public var seed: UInt64
    /// Tells apart decisions of the same millisecond and seed, in their identifiers only.
    public var ordinal: UInt64
    /// Rows of items not to be shown, such as those in the cart.
    public var excluded: [Int32]
    /// What else was known of the moment, for the record.
    public var context: [String: Double]

    public init(
        shopperID: ShopperID? = nil, visitorID: VisitorID? = nil, sessionID: SessionID? = nil,
        shopper: ShopperFacts = ShopperFacts(), moment: Moment, length: Int = 10, seed: UInt64, ordinal: UInt64 = 0,
        excluded: [Int32] = [], context: [String: Double] = [:]
    ) {
        self.shopperID = shopperID
        self.visitorID = visitorID
        self.sessionID = sessionID
        self.shopper = shopper
        self.moment = moment
        self.length = length
        self.seed = seed
        self.ordinal = ordinal
        self.excluded = excluded
        self.context = context
    }
}
