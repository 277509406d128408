import Commerce
import Evaluate
import Foundation
public import Ledger

/// A snapshot with everything that tells it from another.
public struct SnapshotDetail: Sendable {
    /// A measured figure with the interval of its evaluation; without one where the training kept none.
    public struct Measure: Sendable, Hashable {
        public var value: Double
        /// Of 95 %.
        public var interval: ClosedRange<Double>?

        public init(value: Double, interval: ClosedRange<Double>? = nil) {
            self.value = value
            self.interval = interval
        }

        /// How much more it is than another, with an interval where both have one.
        ///
        /// The two intervals are joined as those of independent figures (Zou and Donner, "Construction of confidence limits
        /// about effect measures", 2008, method of variance estimates recovery): with `d = b - a`
        /// ```
        /// lower = d - sqrt((b - low b)^2 + (high a - a)^2),  upper = d + sqrt((high b - b)^2 + (a - low a)^2)
        /// ```
        /// Trainings of one shop are measured on much the same shoppers, so the truth lies in it more often than 95 %.
        public func difference(from other: Measure) -> Measure {
            let difference = value - other.value
            guard let interval, let theirs = other.interval else { return Measure(value: difference) }
            func joined(_ mine: Double, _ theirs: Double) -> Double { (mine * mine + theirs * theirs).squareRoot() }
            let below = joined(value - interval.lowerBound, theirs.upperBound - other.value)
            let above = joined(interval.upperBound - value, other.value - theirs.lowerBound)
            return Measure(value: difference, interval: difference - max(0, below)...difference + max(0, above))
        }
    }

    public var manifest: SnapshotManifest
    public var isServing: Bool
    /// By model and metric.
    public var measures: [String: [String: Measure]]

    /// - Parameter evaluation: what was measured when it was trained; empty when the ledger does not say.
    init(_ manifest: SnapshotManifest, evaluation: [EvaluationReport.Model], isServing: Bool) {
        self.manifest = manifest
        self.isServing = isServing
        let intervals = Dictionary(evaluation.map { ($0.name, $0.intervals) }) { first, _ in first }
        measures = Dictionary(
            uniqueKeysWithValues: manifest.models.map { model in
                let own = Dictionary(
                    (intervals[model.name] ?? [:]).map { ($0.key.rawValue, $0.value) }
                ) { first, _ in first }
                let measures = model.metrics.map { name, value in
                    (name, Measure(value: value, interval: own[name].flatMap { Self.range($0) }))
                }
                return (model.name, Dictionary(uniqueKeysWithValues: measures))
            })
    }

    private static func range(_ interval: Interval) -> ClosedRange<Double>? {
        interval.low <= interval.high ? interval.low...interval.high : nil
    }
}

extension LiveShop {
    /// A snapshot as it was trained; nothing for one that is not there or damaged. O(bytes of the snapshot).
    ///
    /// - Throws: ``EngineError`` `snapshot.record` when what the ledger holds of its training cannot be read.
    public func snapshot(_ version: String) async throws -> SnapshotDetail? {
        let (store, ledger, serving) = (SnapshotStore(dataFolder: folder.url), ledger, models.snapshot)
        return try await inBackground {
            guard try store.versions().contains(version) else { return nil }
            let manifest: SnapshotManifest
            do { manifest = try store.load(version).manifest } catch is LedgerError { return nil }
            let record = try ledger.models().last { $0.version == version }
            return SnapshotDetail(
                manifest, evaluation: try record.map(Self.evaluation) ?? [], isServing: version == serving)
        }
    }

    private static func evaluation(of record: ModelRecord) throws -> [EvaluationReport.Model] {
        do {
            return try JSONDecoder().decode([EvaluationReport.Model].self, from: Data(record.metrics.utf8))
        } catch {
            throw EngineError(
                code: "snapshot.record",
                message: "what the ledger holds of the training '\(record.version)' cannot be read",
                remedy: "train again, or look with the version of the program that trained it", cause: error)
        }
    }
}
