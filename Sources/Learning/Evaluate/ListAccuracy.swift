/// The accuracy figures of one list at every cut-off, in one pass down the list. Definitions: ``Metric``.
struct ListAccuracy: Sendable {
    private let columns: MeasureColumns
    /// `1 / log2(rank + 1)` by rank - 1.
    private let discounts: [Double]
    /// Ideal DCG by number of reachable targets.
    private let ideals: [Double]
    /// The number of the query for which an item was last a target.
    private var marks: [Int32]
    private var mark: Int32 = 0

    init(columns: MeasureColumns, items: Int) {
        self.columns = columns
        discounts = (1...max(1, min(columns.longest, items))).map { 1 / Double($0 + 1).logarithm2 }
        ideals = discounts.reduce(into: [0]) { sums, discount in sums.append(sums[sums.count - 1] + discount) }
        marks = Array(repeating: 0, count: items)
    }

    mutating func write(
        _ list: [(index: Int32, score: Float)], targets: [Int32], into values: inout [Double], at start: Int
    ) {
        mark += 1
        for target in targets { marks[Int(target)] = mark }
        let relevant = Double(targets.count)
        var (hits, gain, precisions, reciprocal) = (0.0, 0.0, 0.0, 0.0)
        var place = 0
        for (index, cutoff) in columns.cutoffs.enumerated() {
            while place < min(cutoff, list.count) {
                if marks[Int(list[place].index)] == mark {
                    hits += 1
                    gain += discounts[place]
                    precisions += hits / Double(place + 1)
                    if hits == 1 { reciprocal = 1 / Double(place + 1) }
                }
                place += 1
            }
            // In the order of `MeasureColumns.accuracy`.
            let column = start + index * columns.stride
            values[column] = hits > 0 ? 1 : 0
            values[column + 1] = hits / relevant
            values[column + 2] = hits / Double(cutoff)
            values[column + 3] = gain / ideals[min(cutoff, targets.count)]
            values[column + 4] = reciprocal
            values[column + 5] = precisions / relevant
        }
    }
}
