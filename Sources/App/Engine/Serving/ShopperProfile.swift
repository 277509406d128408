public import Commerce
import Explore
import Foundation
import Ledger

/// What is known of a shopper, and what it is known from.
public struct ShopperProfile: Sendable, Encodable {
    /// An act, as evidence.
    public struct Act: Sendable, Encodable {
        public var kind: EventKind
        public var item: ItemID
        public var time: Timestamp
        /// What it weighs today.
        public var weight: Double
    }

    /// A leaning to a category or a brand.
    public struct Interest: Sendable, Encodable {
        public var name: String
        public var weight: Double
        /// Of all interest that is known; categories hold those below them.
        public var share: Double
        /// The acts that weigh most.
        public var evidence: [Act]
    }

    /// A visitor who was seen with the shopper's name.
    public struct Alias: Sendable, Encodable {
        public var visitor: VisitorID
        /// Seen with other names too: what it did without a name is nobody's.
        public var isShared: Bool
    }

    /// Recency, frequency and monetary value.
    public struct Value: Sendable, Encodable {
        public var lastPurchase: Timestamp?
        public var daysSincePurchase: Double?
        public var orders: Int
        /// Bought and kept, by currency.
        public var spent: [Money]
    }

    public var id: ShopperID
    public var attributes: [String: String]
    public var visitors: [Alias]
    /// Events by kind.
    public var events: [String: Int]
    public var firstSeen: Timestamp?
    public var lastSeen: Timestamp?
    public var decisions: Int
    public var categories: [Interest]
    public var brands: [Interest]
    public var value: Value
}

extension ShopperProfile {
    /// Acts weigh half as much a month later.
    private static let halfLife = Duration.days(30)
    private static let interests = 8
    private static let evidence = 4

    /// - Parameters:
    ///   - past: the last events, from which interests follow.
    ///   - describe: an item as it is described now.
    init(
        _ shopper: Shopper, _ figures: ShopperFigures, past: [Event], at now: Timestamp,
        describe: (ItemID) -> Item?
    ) {
        var (categories, brands): ([String: [Act]], [String: [Act]]) = ([:], [:])
        var total = 0.0
        for event in past {
            let worth = RewardWeights.standard[event.kind]
            guard worth > 0, let item = event.item, let described = describe(item) else { continue }
            let age = max(0, now.since(event.time) / Self.halfLife)
            let act = Act(kind: event.kind, item: item, time: event.time, weight: worth * exp2(-age))
            total += act.weight
            for level in described.category.indices {
                categories[described.category[...level].joined(separator: "/"), default: []].append(act)
            }
            if let brand = described.brand { brands[brand, default: []].append(act) }
        }
        func interests(_ acts: [String: [Act]]) -> [Interest] {
            acts.map { name, acts in
                let weight = acts.reduce(0) { $0 + $1.weight }
                let best = acts.sorted { ($0.weight, $0.time) > ($1.weight, $1.time) }
                return Interest(
                    name: name, weight: weight, share: total > 0 ? weight / total : 0,
                    evidence: Array(best.prefix(Self.evidence)))
            }.sorted { ($0.weight, $1.name) > ($1.weight, $0.name) }.prefix(Self.interests).map(\.self)
        }
        id = shopper.id
        attributes = shopper.attributes
        visitors = figures.visitors.map { Alias(visitor: $0, isShared: figures.sharedVisitors.contains($0)) }
        events = Dictionary(uniqueKeysWithValues: figures.events.map { ($0.key.rawValue, $0.value) })
        firstSeen = figures.first
        lastSeen = figures.last
        decisions = figures.decisions
        self.categories = interests(categories)
        self.brands = interests(brands)
        value = Value(
            lastPurchase: figures.lastPurchase,
            daysSincePurchase: figures.lastPurchase.map { max(0, now.since($0) / .days(1)) }, orders: figures.orders,
            spent: figures.spent)
    }
}
