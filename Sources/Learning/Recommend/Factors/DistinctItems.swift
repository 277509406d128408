import Commerce
import Linear

extension History {
    /// Each usable item once, at the age of its last event, newest first; strengths do not count. O(length).
    ///
    /// Age counts distinct items, so that repeating an item does not push the others back.
    func distinctItems(items: Int, recency: Recency) -> [RecentEvent] {
        var seen: Set<Int> = []
        return recentEvents(items: items).filter { seen.insert($0.item).inserted }.enumerated()
            .map { age, event in RecentEvent(item: event.item, weight: recency.factor(age: age)) }
    }
}

extension Interactions {
    /// Shoppers × items, each item of a history weighed by its age alone. Shape [shoppers, items].
    func distinctItems(recency: Recency) -> SparseMatrix {
        let rows = Parallel.map(shoppers.count) { shopper in
            history(of: Int32(shopper)).distinctItems(items: items.count, recency: recency).sorted { $0.item < $1.item }
        }
        return SparseMatrix(
            rows: rows.count, columns: items.count,
            offsets: rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) },
            indices: rows.flatMap { $0.map { Int32($0.item) } }, values: rows.flatMap { $0.map(\.weight) })
    }
}
