import Commerce
import Foundation

/// The result of evaluating several models on the same queries: what the command prints and scripts read.
///
/// JSON: `{"protocol":…,"shoppers":…,"items":…,"models":[{"name":…,"seconds":{"fit":…,"score":…},
/// "metrics":{"hr@10":…},"intervals":{"hr@10":[low,high]}}]}`, with further keys beside. A metric that is undefined
/// is absent.
public struct EvaluationReport: Sendable, Hashable, Codable {
    public struct Model: Sendable, Hashable, Codable {
        public var name: String
        public var seconds: Seconds
        public var metrics: [MetricKey: Double]
        public var intervals: [MetricKey: Interval]
    }

    /// Wall seconds.
    public struct Seconds: Sendable, Hashable, Codable {
        /// Absent when the model was not fitted in this run.
        public var fit: Double?
        public var score: Double
        /// Making and measuring the lists.
        public var rank: Double
    }

    /// One measured model.
    public struct Entry: Sendable {
        public var name: String
        public var fitSeconds: Double?
        public var measurement: Measurement

        public init(_ name: String, _ measurement: Measurement, fitSeconds: Double? = nil) {
            self.name = name
            self.fitSeconds = fitSeconds
            self.measurement = measurement
        }
    }

    /// The split, such as `leave-last-out`.
    public var protocolName: String
    public var shoppers: Int
    public var items: Int
    public var queries: Int
    public var history: HistoryRule
    public var yardsticks: Measurement.Yardsticks?
    public var seed: UInt64
    public var resamples: Int
    public var confidence: Double
    public var models: [Model]
    /// The best model of each compared metric against the others.
    public var comparisons: [ModelComparison]

    private enum CodingKeys: String, CodingKey {
        case protocolName = "protocol"
        case shoppers, items, queries, history, yardsticks, seed, resamples, confidence, models, comparisons
    }

    /// Computes the intervals and comparisons. O(models × resamples × shoppers × metrics).
    ///
    /// - Parameter compared: metrics on which the best model is tested against the others; by default hit rate and
    ///   NDCG at every cut-off.
    /// - Throws: ``EvaluateError`` `report.models` without models or with a name twice, `compare.queries` when they
    ///   were not measured alike.
    public init(
        protocol name: String, entries: [Entry], bootstrap: Bootstrap, compared: [MetricKey]? = nil
    ) throws {
        guard let first = entries.first, Set(entries.map(\.name)).count == entries.count else {
            throw EvaluateError(
                code: "report.models",
                message: "a report needs one or more models of different names; got \(entries.map(\.name))")
        }
        for entry in entries { try bootstrap.requireSameQueries(entry.measurement, first.measurement) }
        let contestants = entries.map {
            Contestant($0.name, $0.measurement, bootstrap.replicates(of: $0.measurement.sums))
        }
        protocolName = name
        shoppers = first.measurement.shoppers
        items = first.measurement.items
        queries = first.measurement.queries
        history = first.measurement.history
        yardsticks = first.measurement.yardsticks
        seed = bootstrap.seed
        resamples = bootstrap.resamples
        confidence = bootstrap.confidence
        models = zip(entries, contestants).map { entry, contestant in
            Model(
                name: entry.name,
                seconds: Seconds(
                    fit: entry.fitSeconds, score: entry.measurement.seconds.scoring,
                    rank: entry.measurement.seconds.ranking),
                metrics: entry.measurement.metrics,
                intervals: bootstrap.intervals(of: entry.measurement.sums, from: contestant.replicates))
        }
        let usual = first.measurement.metrics.keys.filter { $0.metric == .hr || $0.metric == .ndcg }.sorted()
        comparisons = bootstrap.compareWithBest(contestants, on: compared ?? usual)
    }

    /// All metrics that some model has, in the order of ``MetricKey``.
    public var keys: [MetricKey] { Set(models.flatMap(\.metrics.keys)).sorted() }

    /// The report as JSON with sorted keys.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The best model on a metric, the first of equals; nothing when no model has it.
    func best(on key: MetricKey) -> String? {
        var best: (name: String, value: Double)?
        for model in models {
            guard let value = model.metrics[key] else { continue }
            if best.map({ key.isBetter(value, than: $0.value) }) ?? true { best = (model.name, value) }
        }
        return best?.name
    }
}
