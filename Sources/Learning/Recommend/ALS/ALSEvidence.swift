import Commerce
import Linear

/// How ``ALS`` reads a history: the extra confidence `c - 1 = alpha r` in each of its items, where `r` is the sum of
/// the events' weights after ageing. At most ``largest``.
struct ALSEvidence: Sendable, Hashable {
    let alpha: Float
    let recency: Recency
    let itemCount: Int

    /// Beyond this a confidence drowns everything else of a row in single precision.
    static let largest: Float = 1e5

    /// The distinct usable items, ascending, and the extra confidence in each. O(length log length).
    func callAsFunction(_ history: History) -> (items: [Int32], weights: [Float]) {
        var totals: [Int32: Float] = [:]
        for event in history.recentEvents(items: itemCount, recency: recency) {
            totals[Int32(event.item), default: 0] += event.weight
        }
        let ordered = totals.sorted { $0.key < $1.key }
        return (ordered.map(\.key), ordered.map { min(alpha * $0.value, Self.largest) })
    }

    /// All histories, shape [shoppers, items].
    func matrix(_ examples: Interactions) -> SparseMatrix {
        let rows = Parallel.map(examples.shoppers.count) { self(examples.history(of: Int32($0))) }
        return SparseMatrix(
            rows: rows.count, columns: itemCount,
            offsets: rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.items.count) },
            indices: rows.flatMap(\.items), values: rows.flatMap(\.weights))
    }
}
