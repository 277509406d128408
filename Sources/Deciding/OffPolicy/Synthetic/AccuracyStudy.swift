import Commerce
import Linear

/// How far estimators are from a known truth, over many synthetic logs.
///
/// The setting follows the example `examples/synthetic` of the Open Bandit Pipeline: per run, a new ``SyntheticBandit``; a
/// log to learn the target from and another to judge it by; reward models cross-fitted on the second in three folds;
/// the error `|V - truth| / truth`, with the truth at the second log's contexts. The target is the softmax (at
/// temperature one) of a learnt policy's probabilities, which is what that example's `predict_proba` returns: nearly
/// uniform. Here the learnt policy shows an arm in proportion to its reward by a logistic model, the limit of the
/// weighted classification that the example uses.
public struct AccuracyStudy: Sendable {
    public var runs: Int
    public var decisions: Int
    public var arms: Int
    public var width: Int
    public var inverseTemperature: Double
    public var seed: UInt64

    public init(
        runs: Int = 20, decisions: Int = 10_000, arms: Int = 30, width: Int = 5, inverseTemperature: Double = -3,
        seed: UInt64 = 0
    ) {
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
        let source = SeededGenerator(seed: seed)
        let rows = Parallel.map(runs) { run in
            Result { try relativeErrors(of: estimators, model: model, source.split(UInt64(run))) }
        }
        let values = try rows.map { try $0.get() }
        return estimators.enumerated().map { place, estimator in
            Errors(estimator: estimator.name, relative: values.map { $0[place] })
        }
    }

    private func relativeErrors(
        of estimators: [any OffPolicyEstimator], model: some RewardModel, _ source: SeededGenerator
    ) throws -> [Double] {
        var generator = source
        let bandit = try SyntheticBandit(
            arms: arms, width: width, inverseTemperature: inverseTemperature, seed: generator.next())
        let training = try bandit.draw(decisions, using: &generator)
        let judged = try bandit.draw(decisions, using: &generator)
        let target = try Self.target(learntFrom: training.log, for: judged.log)
        let rewards = try CrossFitting(folds: 3, seed: generator.next()).predictions(of: model, for: judged.log)
        let truth = try judged.value(of: target)
        return try estimators.map {
            abs(try $0.evaluate(judged.log, under: target, rewards: rewards).value - truth) / truth
        }
    }

    /// Softmax of the shares `q_a / sum q` of a logistic model.
    static func target(learntFrom training: LoggedDecisions, for log: LoggedDecisions) throws -> TargetProbabilities {
        let arms = log.arms.count
        let fitted = try LogisticRewards(.perArm).fit(training, on: Array(0..<training.count))
        var shares = [Double](repeating: 0, count: log.count * arms)
        shares.withUnsafeMutableBufferPointer { shares in
            log.contexts.values.withUnsafeBufferPointer { contexts in
                let width = log.contexts.columns
                for place in 0..<log.count {
                    let row = UnsafeMutableBufferPointer(rebasing: shares[place * arms..<(place + 1) * arms])
                    fitted.predict(
                        UnsafeBufferPointer(rebasing: contexts[place * width..<(place + 1) * width]), into: row)
                    let sum = row.reduce(0, +)
                    for arm in 0..<arms { row[arm] /= sum }
                }
            }
        }
        return try .softmax(1, scores: shares, arms: arms)
    }
}
