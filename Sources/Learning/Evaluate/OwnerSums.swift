import Commerce

/// Figures added up per owner of queries: what resampling works on, since queries of one owner are not
/// independent of each other.
///
/// A metric is a ratio, sum of figures over number of figures, so owners with more queries weigh more, and a
/// figure that is undefined for a query is in neither. Row-major: [owners, width].
struct OwnerSums: Sendable {
    let keys: [MetricKey]
    let owners: Int
    /// A row holds the sums by key, then the distinct counts.
    let width: Int
    let values: [Double]
    /// For each key, the column of its counts.
    let countColumn: [Int]

    /// - Parameter figures: [queries, keys], NaN where undefined.
    init(keys: [MetricKey], figures: [Double], ownerOfQuery: [Int], owners: Int) {
        let count = keys.count
        // Figures that are always defined share one column of counts: the number of queries.
        var isPartial = [Bool](repeating: false, count: count)
        for (index, figure) in figures.enumerated() where figure.isNaN { isPartial[index % count] = true }
        var countColumn = [Int](repeating: count, count: count)
        var width = count + 1
        for key in 0..<count where isPartial[key] {
            countColumn[key] = width
            width += 1
        }
        var values = [Double](repeating: 0, count: owners * width)
        for (query, owner) in ownerOfQuery.enumerated() {
            let (row, source) = (owner * width, query * count)
            values[row + count] += 1
            for key in 0..<count where !figures[source + key].isNaN {
                values[row + key] += figures[source + key]
                if isPartial[key] { values[row + countColumn[key]] += 1 }
            }
        }
        self.keys = keys
        self.owners = owners
        self.width = width
        self.values = values
        self.countColumn = countColumn
    }

    /// Column sums over all owners, [width].
    func totals() -> [Double] {
        var totals = [Double](repeating: 0, count: width)
        for (index, value) in values.enumerated() { totals[index % width] += value }
        return totals
    }

    /// The metrics that a row of totals stands for, by key; NaN where undefined.
    func ratios(of totals: some RandomAccessCollection<Double>) -> [Double] {
        let start = totals.startIndex
        return keys.indices.map { key in
            totals[totals.index(start, offsetBy: key)] / totals[totals.index(start, offsetBy: countColumn[key])]
        }
    }

    /// Sums and counts of one key by owner.
    func column(_ key: Int) -> (sums: [Double], counts: [Double]) {
        (
            (0..<owners).map { values[$0 * width + key] },
            (0..<owners).map { values[$0 * width + countColumn[key]] }
        )
    }

    /// Numbers the owners 0, 1, ... in order of first appearance; each query without one gets its own.
    static func number(_ queries: [RankingQuery]) -> (ownerOfQuery: [Int], owners: Int) {
        var numbers: [Int32: Int] = [:]
        var owners = 0
        let ownerOfQuery = queries.map { query -> Int in
            if let owner = query.owner, let known = numbers[owner] { return known }
            if let owner = query.owner { numbers[owner] = owners }
            owners += 1
            return owners - 1
        }
        return (ownerOfQuery, owners)
    }
}
