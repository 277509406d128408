public import Commerce
import Foundation
import Linear

/// One visit of one shopper: why they came, and what they have clicked so far.
public struct Visit: Sendable {
    /// When the visit began.
    public let start: Timestamp
    /// Whether the shopper came to buy rather than to look around.
    public let isBuying: Bool
    let intent: Intent
    /// Items clicked so far; a second click is less likely.
    var clicked: [Int32] = []
}

/// What a visit is about.
enum Intent: Sendable, Hashable {
    case wander
    case interest(leaf: Int32)
    case replenish(item: Int32, leaf: Int32)

    var leaf: Int32? {
        switch self {
        case .wander: nil
        case .interest(let leaf), .replenish(_, let leaf): leaf
        }
    }
}

extension Shop {
    /// A visit that begins at that time, its intent and mission drawn.
    public func visit(
        of shopper: ShopperState, at time: Timestamp, using generator: inout some RandomNumberGenerator
    ) -> Visit {
        let intents = intents(of: shopper, at: time)
        let intent = intents[weighted(intents.map(\.weight), at: generator.unit())].intent
        let isBuying = generator.unit() < configuration.behaviour.buyingVisits
        return Visit(start: time, isBuying: isBuying, intent: intent)
    }

    /// Every intent a visit at that time can have, with its weight: strength times season for interests, inclination
    /// times urgency for what runs out, and a share for no intent at all.
    func intents(of shopper: ShopperState, at time: Timestamp) -> [(intent: Intent, weight: Double)] {
        let day = day(of: time)
        let loyalty = profiles[Int(shopper.row)].loyalty
        var intents: [(intent: Intent, weight: Double)] = [(.wander, 0.4)]
        for interest in shopper.interests {
            let season = exp(calendar.season(ofLeaf: Int(interest.leaf), day: day))
            intents.append((.interest(leaf: interest.leaf), Double(interest.strength) * season))
        }
        for (place, purchase) in shopper.purchases.enumerated() {
            let isLast = !shopper.purchases[(place + 1)...].contains { $0.item == purchase.item }
            guard isLast, catalogue.leaves[Int(purchase.leaf)].plan.cycle != nil else { continue }
            let urgency = need(for: purchase.item, leaf: purchase.leaf, of: shopper, loyalty: loyalty, at: time)
            if urgency > 0 {
                intents.append((.replenish(item: purchase.item, leaf: purchase.leaf), 6 * urgency))
            }
        }
        return intents
    }
}
