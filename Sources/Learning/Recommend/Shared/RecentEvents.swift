import Commerce
import Foundation

/// How fast a shopper's earlier events lose weight against their last one.
///
/// The event `a` places before the last counts `(1 + a)^-power` times its own weight. A power fades without ever
/// forgetting, so one setting serves sessions of three clicks and histories of three hundred.
public struct Recency: Sendable, Hashable {
    /// At least 0; 0 counts all events alike, 1 counts the event before the last a half.
    public let power: Double

    /// All events alike.
    public static let none = Recency(unchecked: 0)
    /// The event before the last counts 0.71, the tenth from the end 0.32.
    public static let gentle = Recency(unchecked: 0.5)
    /// The event before the last counts a half, the tenth from the end 0.1.
    public static let steep = Recency(unchecked: 1)

    /// - Throws: ``RecommendError`` `parameter` unless `power` is finite and not negative.
    public init(power: Double) throws {
        try RecommendError.check(power >= 0 && power.isFinite, "Recency.power", "at least 0 and finite", got: power)
        self.init(unchecked: power)
    }

    private init(unchecked power: Double) { self.power = power }

    /// The factor of the event `age` places before the last.
    func factor(age: Int) -> Float { power == 0 ? 1 : Float(pow(Double(1 + age), -power)) }
}

/// An event of a history that a model can use, with its weight after ageing.
struct RecentEvent {
    let item: Int
    let weight: Float
}

extension History {
    /// The usable events, newest first: those of items the model knows, with a positive weight.
    ///
    /// Age counts usable events only, so an unknown item changes nothing. O(length).
    func recentEvents(items: Int, recency: Recency = .none, limit: Int = .max) -> [RecentEvent] {
        var events: [RecentEvent] = []
        events.reserveCapacity(min(limit, count))
        for place in self.items.indices.reversed() {
            guard events.count < limit else { break }
            let (item, weight) = (Int(self.items[place]), UsableWeight.of(weights[place]))
            guard item >= 0, item < items, weight > 0 else { continue }
            events.append(RecentEvent(item: item, weight: weight * recency.factor(age: events.count)))
        }
        return events
    }
}
