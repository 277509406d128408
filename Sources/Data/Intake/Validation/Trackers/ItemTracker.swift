import Commerce

/// Follows each item: whether it is on sale, and how often it occurs.
struct ItemTracker: Sendable {
    private struct Entry {
        var id: ItemID
        var events = 0
        var positive = 0
        var isInTable = false
    }

    private var index: HashIndex
    private var entries: [Entry] = []
    private var sketch = HyperLogLog()
    /// Whether some items were not followed.
    private(set) var isOverflowing = false
    private var hasTable = false

    init(limit: Int) { index = HashIndex(limit: limit) }

    mutating func observe(_ kind: EventKind, of item: ItemID, hash: UInt64) {
        sketch.insert(hash)
        guard let row = row(of: item, hash: hash) else { return }
        entries[row].events += 1
        if kind.isPositive { entries[row].positive += 1 }
    }

    mutating func observe(_ item: borrowing Item) {
        hasTable = true
        if let row = row(of: item.id, hash: EventHashes.item(item.id)) { entries[row].isInTable = true }
    }

    private mutating func row(of item: ItemID, hash: UInt64) -> Int? {
        guard let found = index.insert(hash) else {
            isOverflowing = true
            return nil
        }
        if found.isNew { entries.append(Entry(id: item)) }
        return found.row
    }

    // MARK: - What was found

    /// Items that events name.
    var tally: Tally {
        guard isOverflowing else { return Tally(count: entries.count { $0.events > 0 }, isExact: true) }
        return Tally(count: Int(sketch.estimate.rounded()), isExact: false)
    }

    /// The part of the check that concerns items; the part about shoppers is empty.
    var orphans: OrphanCheck {
        let unknown = hasTable ? entries.filter { !$0.isInTable } : []
        return OrphanCheck(
            hasItemTable: hasTable, hasShopperTable: false,
            eventsOfUnknownItems: unknown.reduce(0) { $0 + $1.events }, unknownItems: unknown.count,
            unknownItemExamples: unknown.prefix(5).map(\.id),
            itemsWithoutEvents: entries.count { $0.isInTable && $0.events == 0 },
            eventsOfUnknownShoppers: 0, unknownShoppers: 0)
    }

    var popularity: PopularityCurve {
        let hasPositive = entries.contains { $0.positive > 0 }
        let ranked = entries.map { (id: $0.id, count: hasPositive ? $0.positive : $0.events) }
            .filter { $0.count > 0 }
            .sorted { ($0.count, $1.id) > ($1.count, $0.id) }
        var curve = PopularityCurve(
            countsPositiveOnly: hasPositive, items: ranked.count, events: ranked.reduce(0) { $0 + $1.count },
            top1: nil, top10: nil, top20: nil, gini: nil, lorenz: [],
            mostPopular: ranked.prefix(10).map { .init(item: $0.id, events: $0.count) })
        guard !ranked.isEmpty else { return curve }
        // From the most popular down: running[i] is the sum of the first i counts.
        var running = [0]
        running.reserveCapacity(ranked.count + 1)
        for entry in ranked { running.append(running[running.count - 1] + entry.count) }
        let (items, total) = (ranked.count, Double(curve.events))
        func top(_ percent: Int) -> Double { Double(running[max(1, items * percent / 100)]) / total }
        (curve.top1, curve.top10, curve.top20) = (top(1), top(10), top(20))
        curve.gini = Self.gini(descending: ranked.map(\.count), total: total)
        curve.lorenz = stride(from: 0, through: 100, by: 5).map { percent in
            // Between two items the curve is a straight line.
            let place = Double(items) * Double(percent) / 100
            let whole = Int(place)
            let below = total - Double(running[items - whole])
            let part = whole < items ? (place - Double(whole)) * Double(ranked[items - 1 - whole].count) : 0
            return (below + part) / total
        }
        return curve
    }

    /// G = Σ (2i − n − 1) xᵢ / (n Σ x), x ascending, i from 1.
    private static func gini(descending counts: [Int], total: Double) -> Double {
        let items = counts.count
        var sum = 0.0
        for (place, count) in counts.enumerated() { sum += Double(items - 1 - 2 * place) * Double(count) }
        return sum / (Double(items) * total)
    }
}
