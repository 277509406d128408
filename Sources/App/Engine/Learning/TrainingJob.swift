public import Commerce
public import Evaluate
import Foundation
public import Intake
public import Ledger
import Linear
import Recommend

/// Learns from a shop's ledger: measures every model on what was held out, fits it again to everything, and saves the
/// models together as a snapshot.
public struct TrainingJob: Sendable {
    /// Names of models; nothing to try all that suit the shop and keep the best, with popularity to fall back on.
    public var models: [String]?
    public var seed: UInt64
    /// Snapshots to keep on disk, the new one included.
    public var keptSnapshots: Int
    public var preparation: LearningLog.Preparation

    public init(
        models: [String]? = nil, seed: UInt64 = 1, keptSnapshots: Int = 3,
        preparation: LearningLog.Preparation = .standard
    ) {
        self.preparation = preparation
        self.models = models
        self.seed = seed
        self.keptSnapshots = keptSnapshots
    }

    /// What a training brought.
    public struct Result: Sendable, Codable {
        /// The snapshot's version.
        public var snapshot: String
        public var folder: String
        public var shoppers: Int
        public var items: Int
        /// Interactions learned from.
        public var interactions: Int
        public var cleaning: CleaningRecord
        /// How the models did on what was held out, before they were fitted again to everything.
        public var evaluation: EvaluationReport
        /// Names of the models that were saved.
        public var saved: [String]
        /// The model that answers unless another is asked for.
        public var best: String
        public var seconds: Double
    }

    /// - Throws: `LedgerError`, `RecommendError`, ``EngineError`` `learning.empty`, and `learning.little` when too little is
    ///   there to hold anything out.
    public func run(
        on ledger: SQLiteLedger, of shop: ShopFolder, time: some TimeSource,
        progress: @escaping ProgressHandler = { _ in }
    ) throws -> Result {
        let clock = ContinuousClock()
        let begin = clock.now
        let log = try LearningLog(ledger: ledger, preparation: preparation, progress: progress)
        let names = models ?? ModelNames.suited(to: log)
        let (report, weights) = try EvaluationJob(models: names, protocolName: LeaveLastOut.name, seed: seed)
            .measure(log, progress: progress)
        let best = Self.best(of: report)
        let kept = models ?? [best] + [PopularityModel.name].filter { $0 != best }

        var draft = SnapshotDraft(
            created: time.now(), application: "equipoise \(Release.version)",
            trainedFrom: log.interactions.times.min(), trainedUntil: log.interactions.times.max(),
            events: log.interactions.count, shoppers: log.interactions.shoppers, items: log.interactions.items)
        let trainer = ModelTrainer(catalogue: log.catalogue, seed: seed, progress: progress)
        for name in kept {
            let fitted: ModelTrainer.Fitted
            if name == BlendModel.name, let weights {
                fitted = try trainer.blend(weights) { try trainer.fit($0, to: log.interactions) }
            } else {
                fitted = try trainer.fit(name, to: log.interactions)
            }
            var bundle = ArrayBundle()
            RecommenderCatalogue.save(fitted.recommender, into: &bundle)
            let metrics = report.models.first { $0.name == fitted.name }?.metrics ?? [:]
            let model = SnapshotModel(
                name: fitted.name,
                hyperparameters: [
                    "seed": .number(Double(seed)), SnapshotModel.weightScaleKey: .number(Double(log.weightScale)),
                ],
                metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) }))
            try draft.add(model, arrays: bundle)
        }
        progress(JobProgress(.saving, completed: 0, .steps))
        let store = SnapshotStore(dataFolder: shop.url)
        let manifest = try store.save(draft)
        try ledger.record(try Self.record(of: manifest, report: report, cleaning: log.cleaning))
        try store.prune(keeping: keptSnapshots)
        return Result(
            snapshot: manifest.version, folder: store.folder.appending(path: manifest.version).path,
            shoppers: manifest.shoppers, items: manifest.items, interactions: manifest.events, cleaning: log.cleaning,
            evaluation: report, saved: manifest.models.map(\.name), best: best,
            seconds: (clock.now - begin) / .seconds(1))
    }

    /// The model with the best NDCG at 10; the first of equals.
    private static func best(of report: EvaluationReport) -> String {
        func quality(_ model: EvaluationReport.Model) -> Double { model.metrics[MetricKey(.ndcg, at: 10)] ?? -1 }
        // A report holds one model at least.
        return report.models.reduce(report.models[0]) { quality($1) > quality($0) ? $1 : $0 }.name
    }

    /// How a training came about, as the ledger keeps it.
    private struct Origin: Encodable {
        var models: [String: [String: SnapshotValue]]
        var cleaning: CleaningRecord
    }

    private static func record(
        of manifest: SnapshotManifest, report: EvaluationReport, cleaning: CleaningRecord
    ) throws -> ModelRecord {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        return ModelRecord(
            version: manifest.version, path: "models/\(manifest.version)", created: manifest.created,
            trainedFrom: manifest.trainedFrom, trainedUntil: manifest.trainedUntil,
            hyperparameters: try json(
                Origin(
                    models: Dictionary(uniqueKeysWithValues: manifest.models.map { ($0.name, $0.hyperparameters) }),
                    cleaning: cleaning)),
            metrics: try json(report.models))
    }
}
