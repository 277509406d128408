import Commerce

/// How fast a shopper's earlier events lose weight against their last one.
///
/// The event `a` places before the last counts `decay^a` times its own weight.
public struct Recency: Sendable, Hashable {
    /// In (0, 1]; 1 treats all events alike.
    public let decay: Double

    public static let none = Recency(unchecked: 1)

    /// - Throws: ``RecommendError`` `parameter` unless `decay` is in (0, 1].
    public init(decay: Double) throws {
        try RecommendError.check(decay > 0 && decay <= 1, "Recency.decay", "in (0, 1]", got: decay)
        self.init(unchecked: decay)
    }

    private init(unchecked decay: Double) { self.decay = decay }
}

/// An event of a history that a model can use, with its weight after ageing.
struct RecentEvent {
    let item: Int
    let weight: Float
}

extension History {
    /// The usable events, newest first: those of items the model knows, with a positive finite weight.
    ///
    /// Age counts usable events only, so an unknown item changes nothing. O(length).
    func recentEvents(items: Int, recency: Recency = .none, limit: Int = .max) -> [RecentEvent] {
        var events: [RecentEvent] = []
        events.reserveCapacity(min(limit, count))
        var factor = 1.0
        for place in self.items.indices.reversed() {
            guard events.count < limit else { break }
            let (item, weight) = (Int(self.items[place]), weights[place])
            guard item >= 0, item < items, weight > 0, weight.isFinite else { continue }
            events.append(RecentEvent(item: item, weight: weight * Float(factor)))
            factor *= recency.decay
        }
        return events
    }
}
