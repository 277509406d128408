public import Commerce

/// Keeps the k-core: shoppers with at least `shopperMinimum` events, on items with at least `itemMinimum`, again and again
/// until nothing more falls away.
///
/// Events that show interest (``EventKind/isPositive``) are counted; of the people and items that stay, all events stay.
/// Visitors without a shopper count as people. O(events).
public struct KeepCore: CleaningStep {
    public static let name = "keep-core"
    public static let parameters = ["shopperMinimum", "itemMinimum", "countRepeats"]

    public let shopperMinimum: Int
    public let itemMinimum: Int
    /// Whether a shopper's second event with an item counts again.
    public let countRepeats: Bool

    /// - Throws: ``IntakeError`` `cleaning.parameter` when a minimum is negative.
    public init(shopperMinimum: Int = 5, itemMinimum: Int = 5, countRepeats: Bool = true) throws {
        guard shopperMinimum >= 0, itemMinimum >= 0 else {
            throw IntakeError.cleaning(
                Self.self, "minima must not be negative; got \(shopperMinimum) and \(itemMinimum)")
        }
        self.shopperMinimum = shopperMinimum
        self.itemMinimum = itemMinimum
        self.countRepeats = countRepeats
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            shopperMinimum: container.decodeIfPresent(Int.self, forKey: .shopperMinimum) ?? 5,
            itemMinimum: container.decodeIfPresent(Int.self, forKey: .itemMinimum) ?? 5,
            countRepeats: container.decodeIfPresent(Bool.self, forKey: .countRepeats) ?? true)
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        var people = HashIndex(limit: .max)
        var items = HashIndex(limit: .max)
        var edges: [(shopper: Int32, item: Int32)] = []
        for event in events where event.kind.isPositive {
            let who = EventHashes.who(event)
            guard who != 0, let item = event.item, let person = people.insert(who)?.row,
                let row = items.insert(EventHashes.item(item))?.row
            else { continue }
            edges.append((Int32(person), Int32(row)))
        }
        let core = KCore(
            edges, shoppers: people.count, items: items.count, shopperMinimum: shopperMinimum,
            itemMinimum: itemMinimum, countRepeats: countRepeats)
        let kept = events.indices.map { index in
            guard let person = people.row(of: EventHashes.who(events[index])), core.hasShopper[person] else {
                return false
            }
            guard let item = events[index].item else { return true }
            return items.row(of: EventHashes.item(item)).map { core.hasItem[$0] } ?? false
        }
        events.keep { kept[$0] }
        var effect = StepEffect()
        effect.details = [
            "shoppersRemoved": core.hasShopper.count { !$0 }, "itemsRemoved": core.hasItem.count { !$0 },
        ]
        return effect
    }
}
