public import Commerce

/// Shoppers and visitors who act faster than a person can.
public struct BotCheck: Sendable, Hashable, Codable {
    /// The rate that was allowed.
    public var actionsPerMinute: Int
    public var count: Int
    /// All events by them.
    public var events: Int
    /// The fastest few.
    public var fastest: [Suspect]

    public struct Suspect: Sendable, Hashable, Codable {
        public var who: String
        public var isVisitor: Bool
        /// Actions in the busiest clock minute.
        public var peak: Int
        /// The start of that minute.
        public var at: Timestamp
        public var events: Int
    }
}

/// Cancellations and returns, held against the purchases that they take back: those of the same shopper (or visitor) and
/// item at that time or before; of the same order first, then the latest first.
public struct ReversalCheck: Sendable, Hashable, Codable {
    public var cancellations: Int
    public var returns: Int
    /// The whole quantity was bought before.
    public var matched: Int
    /// A part of the quantity was.
    public var partlyMatched: Int
    /// None of it was.
    public var unmatched: Int
    /// Neither a shopper, a visitor nor an order is named, or no item, so nothing can be looked up.
    public var unidentified: Int
    public var quantity: Double
    public var matchedQuantity: Double
    /// A few that were not fully matched.
    public var examples: [Example]
    /// Whether all lines were held against each other; otherwise only the first of them.
    public var isComplete: Bool

    public var count: Int { cancellations + returns }

    public struct Example: Sendable, Hashable, Codable {
        public var kind: EventKind
        public var time: Timestamp
        public var who: String?
        public var item: ItemID?
        public var order: OrderID?
        public var quantity: Double
        public var matchedQuantity: Double
    }
}

/// The rule that there are fewer clicks than impressions: a log that breaks it lost impressions, and any rate computed
/// from it is wrong. (Alibaba Cloud AIRec refuses to start on such a log.)
public struct ExposureGate: Sendable, Hashable, Codable {
    public enum Result: String, Sendable, Hashable, Codable {
        case passed, failed
        /// The log has no impressions.
        case notApplicable
    }

    public var result: Result
    public var impressions: Int
    public var clicks: Int
}

/// One step on the way to a purchase.
public struct FunnelStage: Sendable, Hashable, Codable {
    public var kind: EventKind
    public var events: Int
    /// Shoppers and visitors who got here.
    public var people: Int
    /// Events per event of the stage before; nothing for the first.
    public var fromPrevious: Double?
    /// Events per event of the first stage.
    public var fromFirst: Double
}

/// How unequal the attention for items is, over items with at least one event.
public struct PopularityCurve: Sendable, Hashable, Codable {
    /// Whether only evidence of wanting an item counts (``EventKind/isPositive``); otherwise all events with an item,
    /// because the source has no other.
    public var countsPositiveOnly: Bool
    public var items: Int
    public var events: Int
    /// Share of the events on the most popular 1, 10 and 20 % of the items (at least one item).
    public var top1: Double?
    public var top10: Double?
    public var top20: Double?
    /// 0 when all items are equally popular, towards 1 when one has it all.
    public var gini: Double?
    /// Lorenz curve: share of the events on the least popular 0, 5, 10, ..., 100 % of the items.
    public var lorenz: [Double]
    public var mostPopular: [Popular]

    public struct Popular: Sendable, Hashable, Codable {
        public var item: ItemID
        public var events: Int
    }
}

/// Who comes back.
public struct RepeatBuying: Sendable, Hashable, Codable {
    /// Shoppers and visitors with a purchase.
    public var buyers: Int
    /// Those with at least two orders. Purchases without an order belong together when they share the moment.
    public var repeatBuyers: Int
    /// Orders by known buyers.
    public var orders: Int
    /// Purchase lines of a known buyer.
    public var lines: Int
    /// Lines whose buyer had bought the item in an earlier order.
    public var repeatLines: Int

    public var buyerRate: Double? { buyers == 0 ? nil : Double(repeatBuyers) / Double(buyers) }
    public var lineRate: Double? { lines == 0 ? nil : Double(repeatLines) / Double(lines) }
}
