/// What a shopper can do, or be shown.
///
/// The raw value is the word in files and the API. Purchases have two ways back: a ``cancellation`` before the
/// goods moved, a ``refund`` after.
public enum EventKind: String, Sendable, Hashable, CaseIterable, Codable {
    case impression, view, click, favourite, unfavourite, cart, uncart, checkout, purchase
    case cancellation
    case refund = "return"
    case rating, review, search, message, share, dislike

    /// Whether the event says something about an item, so that it must name one.
    public var needsItem: Bool {
        switch self {
        case .search, .message, .checkout: false
        default: true
        }
    }

    /// Whether the event is evidence that the shopper wanted the item; the recommenders learn from these.
    public var isPositive: Bool {
        switch self {
        case .view, .click, .favourite, .cart, .purchase, .rating, .review, .share: true
        default: false
        }
    }

    /// A number for storage that never changes meaning: new kinds are added at the end.
    public var storageCode: Int {
        switch self {
        case .impression: 1
        case .view: 2
        case .click: 3
        case .favourite: 4
        case .unfavourite: 5
        case .cart: 6
        case .uncart: 7
        case .checkout: 8
        case .purchase: 9
        case .cancellation: 10
        case .refund: 11
        case .rating: 12
        case .review: 13
        case .search: 14
        case .message: 15
        case .share: 16
        case .dislike: 17
        }
    }

    public init?(storageCode: Int) {
        guard let kind = Self.byStorageCode[storageCode] else { return nil }
        self = kind
    }

    private static let byStorageCode = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.storageCode, $0) })
}
