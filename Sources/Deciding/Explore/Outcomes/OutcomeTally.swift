/// What became of everything that was delivered.
public struct OutcomeTally: Sendable, Hashable, Codable {
    /// Decisions delivered, once each.
    public var decisions = 0
    /// Decisions settled by now.
    public var settledDecisions = 0
    /// Settled decisions whose reward could not be had (``SettledDecision/fault``), so that nothing was learned.
    public var faultyDecisions = 0
    /// Events delivered, once each.
    public var events = 0
    /// Events of a kind without a window: they only say who is who.
    public var ignoredEvents = 0
    /// Attributed by the decision that the event quotes.
    public var attributedByDecision = 0
    /// Attributed by person and item.
    public var attributedByPerson = 0
    /// Returns and cancellations that followed their purchase.
    public var attributedByOrder = 0
    /// No decision showed the item to that person within the window.
    public var unattributedEvents = 0
    /// Returns and cancellations whose purchase no open decision holds, or that name no order.
    public var unmatchedReturns = 0

    /// Deliveries that were here already, word for word.
    public var repeated = 0
    /// Deliveries with a known id and another content; the first one stands.
    public var contradicted = 0
    /// Decisions and events that came later than the allowed lateness; they changed nothing. A repetition of
    /// something that has left the book counts here too, since it cannot be told from something new.
    public var lateDecisions = 0
    public var lateEvents = 0
    /// By how much the latest of them missed the allowed lateness, in seconds.
    public var worstMiss = 0.0
    /// Dated later than the clock by more than the allowed skew; they changed nothing.
    public var fromTheFuture = 0
    /// Events whose quantity or value is not a number, or whose time is out of any calendar.
    public var invalid = 0

    public init() {}
}
