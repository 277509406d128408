public import Commerce
public import Evaluate
public import Foundation
import Intake
public import Ledger
import Linear
import Recommend

/// Learns from a shop's ledger: measures every model on what was held out, fits it again to everything, and saves the
/// models together as a snapshot.
public struct TrainingJob: Sendable {
    /// Names of models; nothing to try all that suit the shop and keep those that the blend uses.
    public var models: [String]?
    public var seed: UInt64
    /// Snapshots to keep on disk, the new one included.
    public var keptSnapshots: Int

    public init(models: [String]? = nil, seed: UInt64 = 1, keptSnapshots: Int = 3) {
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

    /// - Throws: `LedgerError`, `RecommendError`, `IntakeError` when too little is there to hold anything out,
    ///   ``EngineError`` `learning.empty`.
    public func run(
        on ledger: SQLiteLedger, of shop: ShopFolder, time: some TimeSource,
        progress: @escaping ProgressHandler = { _ in }
    ) throws -> Result {
        let clock = ContinuousClock()
        let begin = clock.now
        let log = try LearningLog(ledger: ledger, preparation: .standard, progress: progress)
        let names = models ?? ModelTrainer.suited(to: log.interactions)
        let trainer = ModelTrainer(models: names, catalogue: log.catalogue, seed: seed, progress: progress)

        let evaluation = EvaluationJob(models: names, protocolName: LeaveLastOut.name, seed: seed)
        let split = try LeaveLastOut(validation: names.contains(Blend.name)).split(log.interactions)
        let (report, blend) = try evaluation.measure(split, catalogue: log.catalogue, progress: progress)
        let kept = models == nil ? trainer.useful(in: blend, of: names) : names
        let best = Self.best(of: report, among: kept)

        var draft = SnapshotDraft(
            created: time.now(), application: "equipoise \(Release.version)",
            trainedFrom: log.interactions.times.min(), trainedUntil: log.interactions.times.max(),
            events: log.interactions.count, shoppers: log.interactions.shoppers, items: log.interactions.items)
        for fitted in try trainer.refit(kept, to: log.interactions, weights: blend) {
            var bundle = ArrayBundle()
            fitted.recommender.save(into: &bundle)
            let metrics = report.models.first { $0.name == fitted.name }?.metrics ?? [:]
            let model = SnapshotModel(
                name: fitted.name, hyperparameters: ["seed": .number(Double(seed))],
                metrics: Dictionary(uniqueKeysWithValues: metrics.map { ($0.key.rawValue, $0.value) }))
            try draft.add(model, arrays: bundle)
        }
        progress(JobProgress(.saving, completed: 0, .steps))
        let store = SnapshotStore(dataFolder: shop.url)
        let manifest = try store.save(draft)
        try ledger.record(try Self.record(of: manifest, report: report))
        try store.prune(keeping: keptSnapshots)
        return Result(
            snapshot: manifest.version, folder: store.folder.appending(path: manifest.version).path,
            shoppers: manifest.shoppers, items: manifest.items, interactions: manifest.events, cleaning: log.cleaning,
            evaluation: report, saved: manifest.models.map(\.name), best: best,
            seconds: (clock.now - begin) / .seconds(1))
    }
}
