import Commerce

/// What an evaluation found about one model: the metrics, and the figures behind them from which intervals and
/// comparisons are computed.
public struct Measurement: Sendable {
    /// Owners of queries: shoppers, or sessions.
    public let shoppers: Int
    public let queries: Int
    /// Items ranked.
    public let items: Int
    public let history: HistoryRule
    /// What novelty, diversity and calibration were measured with; nothing when they were not.
    public let yardsticks: Yardsticks?
    /// Metrics that are defined; one that is not is absent.
    public let metrics: [MetricKey: Double]
    /// The part of the wall time that went into scoring, and into ranking and measuring.
    public let seconds: (scoring: Double, ranking: Double)
    let sums: OwnerSums
    /// Equal for measurements of the same queries in the same order.
    let fingerprint: UInt64

    /// The choices behind the metrics that need facts about the catalogue.
    public struct Yardsticks: Sendable, Hashable, Codable {
        /// The groups that calibration compares: `category` or `popularity`.
        public var calibration: String
        /// What makes two items alike for diversity.
        public var diversity: CatalogueFacts.Likeness
    }

    init(
        columns: MeasureColumns, queries: [RankingQuery], items: Int, history: HistoryRule, facts: CatalogueFacts?,
        workers: [BlockWorker], wallSeconds: Double
    ) {
        var figures = [Double](repeating: .nan, count: queries.count * columns.count)
        for worker in workers {
            for rows in worker.figures {
                let start = rows.start * columns.count
                figures.replaceSubrange(start..<start + rows.values.count, with: rows.values)
            }
        }
        let (ownerOfQuery, owners) = OwnerSums.number(queries)
        sums = OwnerSums(keys: columns.keys, figures: figures, ownerOfQuery: ownerOfQuery, owners: owners)
        var metrics: [MetricKey: Double] = [:]
        for (key, value) in zip(columns.keys, sums.ratios(of: sums.totals())) where !value.isNaN {
            metrics[key] = value
        }
        for (index, cutoff) in columns.cutoffs.enumerated() {
            var counts = [Int](repeating: 0, count: items)
            for worker in workers {
                for (item, count) in worker.exposure[index].enumerated() { counts[item] += Int(count) }
            }
            metrics[MetricKey(.coverage, at: cutoff)] = Exposure.coverage(counts)
            metrics[MetricKey(.gini, at: cutoff)] = Exposure.gini(counts)
        }
        self.metrics = metrics
        shoppers = owners
        self.queries = queries.count
        self.items = items
        self.history = history
        yardsticks = facts.map { Yardsticks(calibration: $0.grouping, diversity: $0.likeness) }
        let scoring = workers.reduce(0) { $0 + $1.scoringSeconds }
        let ranking = workers.reduce(0) { $0 + $1.rankingSeconds }
        let share = scoring / max(scoring + ranking, .leastNormalMagnitude)
        seconds = (wallSeconds * share, wallSeconds * (1 - share))
        fingerprint = Self.fingerprint(of: queries)
    }

    /// A metric's mean figure of each owner of queries, in order of first query; NaN where it is undefined for
    /// all of an owner's queries. Nothing for metrics of the catalogue as a whole.
    public func figures(_ key: MetricKey) -> [Double]? {
        guard let index = sums.keys.firstIndex(of: key) else { return nil }
        let (values, counts) = sums.column(index)
        return zip(values, counts).map { $0 / $1 }
    }

    /// FNV-1a over owners, targets and histories.
    private static func fingerprint(of queries: [RankingQuery]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ number: Int32) { hash = (hash ^ UInt64(UInt32(bitPattern: number))) &* 0x100_0000_01B3 }
        for query in queries {
            add(query.owner ?? -1)
            add(Int32(truncatingIfNeeded: query.targets.count))
            for target in query.targets { add(target) }
            for item in query.history.items { add(item) }
        }
        return hash
    }
}
