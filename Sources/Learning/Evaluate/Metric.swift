/// What is measured about ranked lists. Below, `L` is the list of the first `K` items, `T` the set of targets,
/// and an item's rank counts from 1. Relevance is binary.
///
/// Accuracy metrics are means over queries. Items the model refuses (minus infinity, NaN) and, where the history
/// is filtered, items of the history never enter a list, so that a target among them is a miss. Equal scores rank
/// in order of item row.
public enum Metric: String, Sendable, Hashable, Codable, CaseIterable {
    /// Hit rate: the share of queries with at least one target in `L`.
    case hr
    /// `|L ∩ T| / |T|` (Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 2008, section 8.3).
    case recall
    /// `|L ∩ T| / K`, also when the model fills fewer than `K` places (ibid.).
    case precision
    /// `DCG / ideal DCG`: the sum of `1 / log2(rank + 1)` over targets in `L`, divided by its value if the first
    /// `min(K, |T|)` places held targets (Järvelin and Kekäläinen, TOIS 2002, binary gains).
    case ndcg
    /// `1 / rank` of the first target; 0 when that is not in `L`. Without a cut-off the whole list is searched
    /// (Voorhees, TREC-8, 1999).
    case mrr
    /// Average precision: the sum, over targets in `L`, of the precision at their ranks, divided by `|T|` (Manning
    /// et al., section 8.4, cut off at `K`). Libraries that divide by `min(K, |T|)` give more where `|T| > K`.
    case map
    /// The share of the catalogue that is in at least one list.
    case coverage
    /// Gini index of how often the items of the catalogue are listed: 0 when all equally, near 1 when few get
    /// everything. With counts `x` ascending, `sum (2 i - n - 1) x_i / (n sum x)`.
    case gini
    /// Mean self-information of the listed items in bits, `-log2 p`, where `p` is the share of training shoppers
    /// who chose the item (Zhou et al., PNAS 2010). Counts are raised by one, so that unseen items stay finite.
    case novelty
    /// Mean of `1 - cosine` over the pairs of a list (Ziegler et al., WWW 2005), with the similarity chosen in
    /// ``CatalogueFacts``; undefined for lists of fewer than two items.
    case diversity
    /// Kullback-Leibler divergence, in nats, of the list's distribution over groups of items from the history's;
    /// 0 is perfect (Steck, "Calibrated Recommendations", RecSys 2018, equations 2-6 with alpha 0.01 and equal
    /// weights within the list). Undefined when history or list has no item with a group.
    case calibration

    /// Whether the metric judges lists against targets.
    public var isAccuracy: Bool {
        switch self {
        case .hr, .recall, .precision, .ndcg, .mrr, .map: true
        default: false
        }
    }

    /// Whether the metric is a mean over queries, so that it has an interval.
    public var isMean: Bool { self != .coverage && self != .gini }

    /// Whether less is better.
    public var isBetterLow: Bool { self == .gini || self == .calibration }
}

/// A metric at a cut-off: `ndcg@10`. Only ``Metric/mrr`` goes without one.
public struct MetricKey: Sendable, Hashable {
    public let metric: Metric
    /// Length of the list; nothing for the whole catalogue.
    public let cutoff: Int?

    /// - Precondition: the cut-off is positive, and there unless the metric is ``Metric/mrr``.
    public init(_ metric: Metric, at cutoff: Int?) {
        precondition(cutoff.map { $0 > 0 } ?? (metric == .mrr), "MetricKey.cutoff must be positive")
        self.metric = metric
        self.cutoff = cutoff
    }
}

extension MetricKey: RawRepresentable, CodingKeyRepresentable, Codable, CustomStringConvertible {
    public var rawValue: String { cutoff.map { "\(metric.rawValue)@\($0)" } ?? metric.rawValue }
    public var description: String { rawValue }

    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "@", omittingEmptySubsequences: false)
        guard let metric = Metric(rawValue: String(parts[0])), parts.count <= 2 else { return nil }
        if parts.count == 1 {
            guard metric == .mrr else { return nil }
            self.init(metric, at: nil)
        } else {
            guard let cutoff = Int(parts[1]), cutoff > 0, String(cutoff) == parts[1] else { return nil }
            self.init(metric, at: cutoff)
        }
    }
}

extension MetricKey: Comparable {
    /// By metric in the order of ``Metric``, then by cut-off, the whole list last.
    public static func < (left: MetricKey, right: MetricKey) -> Bool {
        (left.metric.order, left.cutoff ?? .max) < (right.metric.order, right.cutoff ?? .max)
    }
}

extension Metric {
    private static let orders = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))

    fileprivate var order: Int { Self.orders[self] ?? Self.allCases.count }
}
