import Commerce
import Linear

/// How far estimators are from a known truth, over many synthetic logs.
///
/// The setting follows the example `examples/synthetic` of the Open Bandit Pipeline: per run, a new problem; a
/// log to learn the target from and another to judge it by; reward models cross-fitted on the second in three folds;
/// the error `|V - truth| / truth`, with the truth at the second log's contexts. The target is the softmax (at
/// temperature one) of the probabilities of a weighted classifier, as in that example: nearly uniform.
public struct AccuracyStudy: Sendable {
    /// Where the logs come from.
    public enum Source: Sendable {
        /// A ``SyntheticBandit`` per run.
        case own
        /// The logs behind the published table, redrawn from its seeds 0, 1, 2, ... in the generator of NumPy.
        case openBandit
    }

    public var source: Source
    public var runs: Int
    public var decisions: Int
    public var arms: Int
    public var width: Int
    public var inverseTemperature: Double
    public var seed: UInt64

    public init(
        _ source: Source = .own, runs: Int = 20, decisions: Int = 10_000, arms: Int = 30, width: Int = 5,
        inverseTemperature: Double = -3, seed: UInt64 = 0
    ) {
        self.source = source
        self.runs = runs
        self.decisions = decisions
        self.arms = arms
        self.width = width
        self.inverseTemperature = inverseTemperature
        self.seed = seed
    }

    /// Errors of one estimator, run by run.
    public struct Errors: Sendable, Hashable, Codable {
        public var estimator: String
        /// `|V - truth| / truth`. Shape [runs].
        public var relative: [Double]

        public var mean: Double { relative.reduce(0, +) / Double(relative.count) }

        /// Standard deviation over the runs; nothing for a single one.
        public var deviation: Double? {
            guard relative.count > 1 else { return nil }
            let mean = mean
            let squares = relative.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (squares / Double(relative.count - 1)).squareRoot()
        }
    }

    /// All runs, on all cores; the same on any number of them.
    ///
    /// - Throws: ``OffPolicyError`` `parameter` for less than one run; what estimators and model throw.
    public func errors(of estimators: [any OffPolicyEstimator], model: some RewardModel) throws -> [Errors] {
        try OffPolicyError.check(runs >= 1, "AccuracyStudy.runs", "at least 1", got: runs)
        let rows = Parallel.map(runs) { run in
            Result { try relativeErrors(of: estimators, model: model, run: run) }
        }
        let values = try rows.map { try $0.get() }
        return estimators.enumerated().map { place, estimator in
            Errors(estimator: estimator.name, relative: values.map { $0[place] })
        }
    }

    private func relativeErrors(
        of estimators: [any OffPolicyEstimator], model: some RewardModel, run: Int
    ) throws -> [Double] {
        var generator = SeededGenerator(seed: seed).split(UInt64(run))
        let (training, judged) = try logs(run, using: &generator)
        let shares = try ShareLearner(penalty: 0.01).shares(learntFrom: training.log, for: judged.log)
        let target = try TargetProbabilities.softmax(1, scores: shares, arms: arms)
        let rewards = try CrossFitting(folds: 3, seed: generator.next()).predictions(of: model, for: judged.log)
        let truth = try judged.value(of: target)
        return try estimators.map {
            abs(try $0.evaluate(judged.log, under: target, rewards: rewards).value - truth) / truth
        }
    }

    private func logs(
        _ run: Int, using generator: inout SeededGenerator
    ) throws -> (training: SyntheticLog, judged: SyntheticLog) {
        switch source {
        case .own:
            let bandit = try SyntheticBandit(
                arms: arms, width: width, inverseTemperature: inverseTemperature, seed: generator.next())
            return (
                try bandit.draw(decisions, using: &generator), try bandit.draw(decisions, using: &generator)
            )
        case .openBandit:
            var example = OpenBanditExample(
                arms: arms, width: width, inverseTemperature: inverseTemperature, seed: UInt32(run))
            return (try example.draw(decisions), try example.draw(decisions))
        }
    }
}
