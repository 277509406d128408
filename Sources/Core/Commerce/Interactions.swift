/// Who chose what, in what order: the examples that recommenders learn from.
///
/// Columnar, shopper by shopper: events of shopper `u` lie at `offsets[u] ..< offsets[u + 1]`, oldest first.
/// An item may occur again for one shopper. Shapes: `offsets` [shoppers + 1], the others [events].
public struct Interactions: Sendable {
    public let shoppers: Vocabulary<Shopper>
    public let items: Vocabulary<Item>
    public let offsets: [Int]
    public let itemRows: [Int32]
    public let weights: [Float]
    /// Empty when the source has an order but no times.
    public let times: [Timestamp]

    /// - Precondition: the columns fit together and name only known items.
    public init(
        shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>, offsets: [Int], itemRows: [Int32],
        weights: [Float], times: [Timestamp]
    ) {
        precondition(offsets.count == shoppers.count + 1, "Interactions.offsets must be shoppers + 1 long")
        precondition(offsets.first == 0 && offsets.last == itemRows.count, "Interactions.offsets must span the events")
        precondition(zip(offsets, offsets.dropFirst()).allSatisfy(<=), "Interactions.offsets must not descend")
        precondition(weights.count == itemRows.count, "Interactions.weights must be as long as itemRows")
        precondition(
            times.isEmpty || times.count == itemRows.count, "Interactions.times must be empty or as long as itemRows")
        precondition(
            itemRows.allSatisfy { $0 >= 0 && Int($0) < items.count }, "Interactions.itemRows must name known items")
        self.shoppers = shoppers
        self.items = items
        self.offsets = offsets
        self.itemRows = itemRows
        self.weights = weights
        self.times = times
    }

    /// From one history per shopper, in the order of `shoppers`.
    public init(shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>, histories: [History]) {
        var offsets = [0]
        var rows: [Int32] = []
        var weights: [Float] = []
        var times: [Timestamp] = []
        for history in histories {
            rows += history.items
            weights += history.weights
            times += history.times
            offsets.append(rows.count)
        }
        self.init(
            shoppers: shoppers, items: items, offsets: offsets, itemRows: rows, weights: weights, times: times)
    }

    /// Number of events.
    public var count: Int { itemRows.count }

    /// One shopper's events as a question for a recommender. O(length of the history).
    public func history(of shopper: Int32) -> History {
        let range = offsets[Int(shopper)]..<offsets[Int(shopper) + 1]
        return History(
            shopper: shopper, items: Array(itemRows[range]), weights: Array(weights[range]),
            times: times.isEmpty ? [] : Array(times[range]))
    }

    /// All shoppers' histories, by row.
    public func histories() -> [History] {
        (0..<Int32(shoppers.count)).map { history(of: $0) }
    }
}
