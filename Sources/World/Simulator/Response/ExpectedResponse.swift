public import Commerce

/// The exact chances of everything that showing one item at one position can lead to, counted from before the list is
/// looked at: the mean number of events of each kind.
public struct ExpectedResponse: Sendable, Hashable {
    /// Looked at.
    public var examination = 0.0
    /// A click opens the item's page, so that there are as many views.
    public var click = 0.0
    /// Marked as a favourite.
    public var favourite = 0.0
    /// Put into the cart.
    public var cart = 0.0
    /// Taken out of the cart again.
    public var uncart = 0.0
    /// Bought.
    public var purchase = 0.0
    /// Called off before the goods moved.
    public var cancellation = 0.0
    /// Sent back.
    public var refund = 0.0
    /// Rated.
    public var rating = 0.0
    /// Reviewed in words.
    public var review = 0.0

    /// Nothing happens.
    public init() {}

    /// Mean number of events of that kind; 0 for kinds that an item shown does not lead to by itself (a checkout
    /// belongs to the cart, a search to the visit).
    public subscript(kind: EventKind) -> Double {
        switch kind {
        case .impression: 1
        case .click, .view: click
        case .favourite: favourite
        case .cart: cart
        case .uncart: uncart
        case .purchase: purchase
        case .cancellation: cancellation
        case .refund: refund
        case .rating: rating
        case .review: review
        default: 0
        }
    }

    /// `sum over kinds of weight * mean number`.
    public func reward(_ weights: RewardWeights = .standard) -> Double {
        EventKind.allCases.reduce(0) { $0 + weights[$1] * self[$1] }
    }

    mutating func add(_ other: ExpectedResponse, times share: Double) {
        examination += share * other.examination
        click += share * other.click
        favourite += share * other.favourite
        cart += share * other.cart
        uncart += share * other.uncart
        purchase += share * other.purchase
        cancellation += share * other.cancellation
        refund += share * other.refund
        rating += share * other.rating
        review += share * other.review
    }
}
