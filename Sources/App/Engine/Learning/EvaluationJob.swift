import Commerce
public import Evaluate
import Intake
import Recommend

/// Fits models to one part of a log and measures how they rank what shoppers chose in the other.
public struct EvaluationJob: Sendable {
    /// Names of models, `blend` included if wanted.
    public var models: [String]
    /// `leave-last-out`, `time`, `stratified` or `sessions`.
    public var protocolName: String
    public var cutoffs: [Int]
    public var seed: UInt64
    public var resamples: Int

    public init(
        models: [String], protocolName: String, cutoffs: [Int] = [5, 10], seed: UInt64 = 1, resamples: Int = 1000
    ) {
        self.models = models
        self.protocolName = protocolName
        self.cutoffs = cutoffs
        self.seed = seed
        self.resamples = resamples
    }

    /// Sessions are held out whole, by file; the other protocols divide one log.
    public static let sessions = "sessions"
    public static let protocols = SplitPlan.names + [sessions]

    /// How a log must be prepared for a protocol.
    public static func preparation(for protocolName: String) -> LearningLog.Preparation {
        protocolName == LeaveLastOut.name || protocolName == StratifiedSplit.name ? .standard : .everyEvent
    }

    /// - Parameter test: sessions held out, for the protocol `sessions`: the last item of each is what was chosen next.
    /// - Throws: `IntakeError` when the protocol does not exist, `RecommendError` for an unknown or impossible model,
    ///   `EvaluateError`, ``EngineError`` `learning.little` when nothing can be held out, `evaluation.test` when `test`
    ///   does not go with the protocol.
    public func run(
        on log: LearningLog, test: LearningLog? = nil, progress: @escaping ProgressHandler = { _ in }
    ) throws -> EvaluationReport {
        try measure(log, test: test, progress: progress).report
    }

    /// The report, and the weights of the blend if there is one.
    func measure(
        _ log: LearningLog, test: LearningLog? = nil, progress: @escaping ProgressHandler
    ) throws -> (report: EvaluationReport, weights: BlendWeights?) {
        let split = try divided(log, test: test)
        let history: HistoryRule = protocolName == Self.sessions ? .kept : .filtered
        let categories = ItemCategories(of: log.catalogue, rows: split.training.items)
        let evaluator = try RankingEvaluator(
            cutoffs: cutoffs, history: history,
            facts: CatalogueFacts(training: split.trainingAndValidation, categories: categories))
        let trainer = ModelTrainer(catalogue: log.catalogue, seed: seed, progress: progress)
        let total = split.test.count
        var entries: [EvaluationReport.Entry] = []
        let weights = try trainer.fitAll(models, to: split) { model in
            let measurement = try evaluator.measure(model.recommender, on: split.test) { done in
                progress(JobProgress(.scoring(model: model.name), completed: done, of: total, .shoppers))
            }
            entries.append(EvaluationReport.Entry(model.name, measurement, fitSeconds: model.seconds))
        }
        progress(JobProgress(.resampling, completed: 0, .steps))
        let report = try EvaluationReport(
            protocol: protocolName, entries: entries, bootstrap: Bootstrap(resamples: resamples, seed: seed))
        return (report, weights)
    }

    private static func tooLittle(_ log: Interactions, for protocolName: String) -> EngineError {
        EngineError(
            code: "learning.little",
            message:
                "\(log.count) interactions of \(log.shoppers.count) shoppers with \(log.items.count) items are too "
                + "few to hold some out (\(protocolName)) and learn from the rest",
            remedy:
                "import more events: a shopper must have chosen two items, the later of which somebody else chose too")
    }

    /// Whether something must be held out for learning weights.
    private var isBlending: Bool { models.contains(BlendModel.name) }

    private func divided(_ log: LearningLog, test: LearningLog?) throws -> InteractionSplit {
        guard protocolName == Self.sessions else {
            guard test == nil else {
                throw EngineError(
                    code: "evaluation.test",
                    message: "a file of held-out sessions does not go with --protocol \(protocolName)",
                    remedy: "use --protocol sessions, or leave --test out")
            }
            guard protocolName != TimeSplit.name || log.hasTimes else {
                throw EngineError(
                    code: "evaluation.times",
                    message: "the events have an order but no times, so there is no time to divide by",
                    remedy: "use --protocol leave-last-out or stratified")
            }
            do {
                return try SplitPlan(named: protocolName, validation: isBlending, seed: seed).split(log.interactions)
            } catch let error as IntakeError where error.code == "split.empty" {
                throw Self.tooLittle(log.interactions, for: protocolName)
            }
        }
        guard let test else {
            throw EngineError(
                code: "evaluation.test", message: "--protocol sessions needs a file of held-out sessions",
                remedy: "name it with --test")
        }
        return try SessionSplit(validation: isBlending, seed: seed).split(log.interactions, test: test.interactions)
    }
}
