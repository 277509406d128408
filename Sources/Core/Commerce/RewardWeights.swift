/// How much each kind of event is worth, as a fraction of a purchase.
///
/// The defaults follow what retail vendors publish for implicit feedback (a click about a third of a purchase,
/// a cart about a half); a cancellation or return takes the purchase back.
public struct RewardWeights: Sendable, Hashable {
    private var weights: [EventKind: Double]

    /// - Throws: ``CommerceError`` `reward.weight` when a weight is not finite.
    public init(_ weights: [EventKind: Double]) throws {
        for (kind, weight) in weights where !weight.isFinite {
            throw CommerceError(
                code: "reward.weight",
                message: "RewardWeights.\(kind.rawValue) must be a finite number; got \(weight)")
        }
        self.weights = weights
    }

    private init(trusted weights: [EventKind: Double]) { self.weights = weights }

    public static let standard = RewardWeights(trusted: [
        .impression: 0, .view: 0.1, .click: 0.3, .favourite: 0.5, .unfavourite: -0.4, .cart: 0.5,
        .uncart: -0.3, .checkout: 0.7, .purchase: 1, .cancellation: -1, .refund: -1, .rating: 0.3,
        .review: 0.4, .search: 0, .message: 0, .share: 0.5, .dislike: -0.8,
    ])

    /// The weight of a kind; 0 for a kind that was not named.
    public subscript(kind: EventKind) -> Double { weights[kind] ?? 0 }
}

extension RewardWeights: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        var weights: [EventKind: Double] = [:]
        for (name, weight) in try container.decode([String: Double].self) {
            guard let kind = EventKind(rawValue: name) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "'\(name)' is not a kind of event")
            }
            weights[kind] = weight
        }
        try self.init(weights)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(
            Dictionary(uniqueKeysWithValues: weights.map { ($0.key.rawValue, $0.value) }))
    }
}
