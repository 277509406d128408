/// How a model's lists spread over the catalogue. Definitions: ``Metric/coverage`` and ``Metric/gini``.
enum Exposure {
    /// Nothing for an empty catalogue.
    static func coverage(_ counts: [Int]) -> Double? {
        guard !counts.isEmpty else { return nil }
        return Double(counts.count { $0 > 0 }) / Double(counts.count)
    }

    /// Nothing when nothing was listed. O(items log items).
    static func gini(_ counts: [Int]) -> Double? {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        let (n, ascending) = (counts.count, counts.sorted())
        let weighted = ascending.enumerated().reduce(0.0) { sum, entry in
            sum + Double(2 * (entry.offset + 1) - n - 1) * Double(entry.element)
        }
        return weighted / (Double(n) * Double(total))
    }
}
