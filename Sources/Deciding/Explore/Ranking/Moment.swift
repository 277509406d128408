public import Commerce

/// When and where a list is shown, and what the session has been like.
public struct Moment: Sendable, Hashable {
    public var surface: Surface
    public var time: Timestamp
    /// What the shop's local clock is ahead of UTC.
    public var clockOffset: Duration
    /// Events of this session so far.
    public var sessionEvents: Int
    /// Items in the cart.
    public var cartItems: Int
    /// Lists that were shown in a row and not answered.
    public var ignoredLists: Int
    /// The item of the page, as on a product page.
    public var anchor: Int32?

    public init(
        surface: Surface, time: Timestamp, clockOffset: Duration = .zero, sessionEvents: Int = 0, cartItems: Int = 0,
        ignoredLists: Int = 0, anchor: Int32? = nil
    ) {
        self.surface = surface
        self.time = time
        self.clockOffset = clockOffset
        self.sessionEvents = sessionEvents
        self.cartItems = cartItems
        self.ignoredLists = ignoredLists
        self.anchor = anchor
    }

    /// Days since 1970 on the shop's clock, with the fraction of the day.
    var localDays: Double { Double(time.milliseconds + clockOffset.wholeMilliseconds) / 86_400_000 }

    /// The moment as numbers by name, for ``Decision/context``.
    var context: [String: Double] {
        [
            "session-events": Double(sessionEvents), "cart-items": Double(cartItems),
            "ignored-lists": Double(ignoredLists),
        ]
    }
}
