/// Where each figure of a query is kept: one row of numbers per query, cut-off after cut-off, with the reciprocal
/// rank in the whole list last.
struct MeasureColumns: Sendable {
    /// Ascending.
    let cutoffs: [Int]
    let keys: [MetricKey]
    let ranksWholeList: Bool
    /// Figures per cut-off.
    let stride: Int

    static let accuracy: [Metric] = [.hr, .recall, .precision, .ndcg, .mrr, .map]
    static let qualities: [Metric] = [.novelty, .diversity, .calibration]

    init(cutoffs: [Int], hasFacts: Bool, ranksWholeList: Bool) {
        let metrics = Self.accuracy + (hasFacts ? Self.qualities : [])
        self.cutoffs = cutoffs
        self.ranksWholeList = ranksWholeList
        stride = metrics.count
        keys =
            cutoffs.flatMap { cutoff in metrics.map { MetricKey($0, at: cutoff) } }
            + (ranksWholeList ? [MetricKey(.mrr, at: nil)] : [])
    }

    var count: Int { keys.count }
    var longest: Int { cutoffs[cutoffs.count - 1] }
}
