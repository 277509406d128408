public import Commerce

/// Turns events into the examples that recommenders learn from.
///
/// An event becomes an interaction when it names a person and an item and its kind's weight reaches `minimumWeight`. A
/// visitor without a shopper is a shopper of the name `visitor:ID`. Events may come in any order: each shopper's end up
/// oldest first, equal times in the order of arrival. Shoppers and items are numbered as they first appear in the log.
///
/// 24 bytes an interaction while building. Adding is O(1), building O(n log n).
public struct InteractionsBuilder: Sendable {
    /// What becomes of a shopper's second event with an item.
    public enum Repeats: String, Sendable, Hashable, Codable {
        /// Both stay: the order of events matters to sequence models.
        case kept
        /// One interaction at the time of the last: weights are added up, also the negative ones of cancellations, returns
        /// and dislikes; a sum below `minimumWeight` leaves nothing.
        case merged
    }

    /// The prefix under which visitors without a shopper are numbered among the shoppers.
    public static let visitorPrefix = "visitor:"

    private let weights: RewardWeights
    private let kinds: Set<EventKind>
    private let minimumWeight: Double
    private let repeats: Repeats

    private var shoppers = Vocabulary<Shopper>()
    private var items = Vocabulary<Item>()
    private var entries: [Entry] = []

    private struct Entry {
        let shopper: Int32
        let item: Int32
        let time: Int64
        var weight: Float
    }

    /// - Parameters:
    ///   - weights: how much each kind of event is worth.
    ///   - kinds: those used; nothing for all whose weight is not 0.
    ///   - minimumWeight: positive; interactions of less weight are left out.
    /// - Throws: ``IntakeError`` `interactions.minimum` when `minimumWeight` is not positive and finite.
    public init(
        weights: RewardWeights = .standard, kinds: Set<EventKind>? = nil, minimumWeight: Double = 1e-6,
        repeats: Repeats = .kept
    ) throws {
        guard minimumWeight > 0, minimumWeight.isFinite else {
            throw IntakeError(
                code: "interactions.minimum",
                message: "InteractionsBuilder.minimumWeight must be positive and finite; got \(minimumWeight)",
                remedy: "recommenders learn from positive weights only; leave the parameter out")
        }
        self.weights = weights
        self.kinds = kinds ?? Set(EventKind.allCases)
        self.minimumWeight = minimumWeight
        self.repeats = repeats
    }

    /// Takes in one event, if it is of use.
    public mutating func add(_ event: borrowing Event) {
        let weight = weights[event.kind]
        guard kinds.contains(event.kind), let item = event.item,
            repeats == .merged ? weight != 0 : weight >= minimumWeight
        else { return }
        let shopper: ShopperID
        if let known = event.shopper {
            shopper = known
        } else if let visitor = event.visitor {
            shopper = ShopperID(Self.visitorPrefix + visitor.rawValue)
        } else {
            return
        }
        entries.append(
            Entry(
                shopper: shoppers.insert(shopper), item: items.insert(item), time: event.time.milliseconds,
                weight: Float(weight)))
    }

    public mutating func add(_ events: [Event]) {
        for index in events.indices { add(events[index]) }
    }

    /// All that was taken in. Shoppers and items without an interaction left are not in it.
    public consuming func build() -> Interactions {
        let starts = sortByShopperAndTime()
        var (offsets, kept) = ([0], [Entry]())
        kept.reserveCapacity(entries.count)
        var keptShoppers = Vocabulary<Shopper>()
        for shopper in 0..<shoppers.count {
            let own = entries[starts[shopper]..<starts[shopper + 1]]
            kept += repeats == .merged ? merge(own)[...] : own
            guard kept.count > offsets[offsets.count - 1] else { continue }
            keptShoppers.insert(shoppers[Int32(shopper)])
            offsets.append(kept.count)
        }
        var isUsed = [Bool](repeating: false, count: items.count)
        for entry in kept { isUsed[Int(entry.item)] = true }
        var keptItems = Vocabulary<Item>()
        let newRows = isUsed.enumerated().map { row, isUsed in isUsed ? keptItems.insert(items[Int32(row)]) : -1 }
        return Interactions(
            shoppers: keptShoppers, items: keptItems, offsets: offsets, itemRows: kept.map { newRows[Int($0.item)] },
            weights: kept.map(\.weight), times: kept.map { Timestamp(milliseconds: $0.time) })
    }

    /// Puts the entries in order; equal times stay in the order of arrival.
    ///
    /// - Returns: where each shopper's entries start, and the end.
    private mutating func sortByShopperAndTime() -> [Int] {
        var starts = [Int](repeating: 0, count: shoppers.count + 1)
        for entry in entries { starts[Int(entry.shopper) + 1] += 1 }
        for shopper in 0..<shoppers.count { starts[shopper + 1] += starts[shopper] }
        // A counting sort by shopper, which is stable.
        var next = starts
        var order = [Int](repeating: 0, count: entries.count)
        for (place, entry) in entries.enumerated() {
            order[next[Int(entry.shopper)]] = place
            next[Int(entry.shopper)] += 1
        }
        entries = order.map { entries[$0] }
        for shopper in 0..<shoppers.count {
            let own = starts[shopper]..<starts[shopper + 1]
            let isSorted = zip(entries[own], entries[own].dropFirst()).allSatisfy { $0.time <= $1.time }
            // The standard library's sort is stable too.
            if !isSorted { entries[own].sort { $0.time < $1.time } }
        }
        return starts
    }

    /// One entry an item, at the place of its last positive event.
    private func merge(_ own: ArraySlice<Entry>) -> [Entry] {
        var sums: [Int32: Double] = [:]
        for entry in own { sums[entry.item, default: 0] += Double(entry.weight) }
        var merged: [Entry] = []
        for entry in own.reversed() where entry.weight > 0 {
            guard let sum = sums.removeValue(forKey: entry.item), sum >= minimumWeight else { continue }
            merged.append(Entry(shopper: entry.shopper, item: entry.item, time: entry.time, weight: Float(sum)))
        }
        return merged.reversed()
    }
}
