public import Commerce

/// Events of many shoppers in columns: those of shopper row `u` lie at `offsets[u] ..< offsets[u + 1]`, oldest
/// first, events of one moment in the order in which they arrived.
///
/// Shapes: `offsets` [shoppers + 1], the others [events].
public struct EventColumns: Sendable {
    public let shoppers: Vocabulary<Shopper>
    public let items: Vocabulary<Item>
    public let offsets: [Int]
    public let itemRows: [Int32]
    public let kinds: [EventKind]
    public let times: [Timestamp]
    /// Units; 1 where the source does not say.
    public let quantities: [Float]

    init(
        shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>, offsets: [Int], itemRows: [Int32],
        kinds: [EventKind], times: [Timestamp], quantities: [Float]
    ) {
        self.shoppers = shoppers
        self.items = items
        self.offsets = offsets
        self.itemRows = itemRows
        self.kinds = kinds
        self.times = times
        self.quantities = quantities
    }

    /// Number of events.
    public var count: Int { itemRows.count }

    /// The examples that recommenders learn from: every event weighs what its kind is worth.
    ///
    /// Events of a kind that is worth nothing or less are left out; shoppers and items keep their rows.
    /// Complexity: O(events).
    public func interactions(weights: RewardWeights = .standard) -> Interactions {
        let worth = Dictionary(uniqueKeysWithValues: EventKind.allCases.map { ($0, Float(weights[$0])) })
        var kept: [Float] = []
        var rows: [Int32] = []
        var moments: [Timestamp] = []
        var starts = [0]
        kept.reserveCapacity(count)
        rows.reserveCapacity(count)
        moments.reserveCapacity(count)
        starts.reserveCapacity(offsets.count)
        for shopper in 0..<shoppers.count {
            for event in offsets[shopper]..<offsets[shopper + 1] {
                guard let weight = worth[kinds[event]], weight > 0 else { continue }
                kept.append(weight)
                rows.append(itemRows[event])
                moments.append(times[event])
            }
            starts.append(rows.count)
        }
        return Interactions(
            shoppers: shoppers, items: items, offsets: starts, itemRows: rows, weights: kept, times: moments)
    }
}
