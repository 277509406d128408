import Commerce
import Linear

/// Whether intervals contain the truth as often as they say, over many logs of a problem whose truth is known.
///
/// With `L` logs, a coverage of 95 % is measured with a standard error of `sqrt(0.95 * 0.05 / L)`: 0.7 points for 1,000
/// logs, 0.35 for 4,000.
public struct CoverageStudy: Sendable {
    public var problem: CoverageProblem
    public var logs: Int
    /// Claimed by the intervals.
    public var confidence: Double
    public var seed: UInt64

    public init(_ problem: CoverageProblem, logs: Int = 2_000, confidence: Double = 0.95, seed: UInt64 = 0) {
        self.problem = problem
        self.logs = logs
        self.confidence = confidence
        self.seed = seed
    }

    /// What became of one estimator.
    public struct Row: Sendable, Hashable, Codable {
        public var problem: String
        public var estimator: String
        /// Logs on which the estimator gave a value; the others it refused.
        public var logs: Int
        public var truth: Double
        /// Mean value less the truth, and the standard error of that by the number of logs.
        public var bias: Double
        public var biasError: Double
        /// Standard deviation of the values: what standard errors should say.
        public var deviation: Double
        public var meanStandardError: Double
        /// Share of ``Estimate/interval`` that contain the truth.
        public var coverage: Double
        public var meanWidth: Double
        /// The same for ``Estimate/bernstein``; nothing where there is none.
        public var bernsteinCoverage: Double?
        public var bernsteinWidth: Double?
        /// Share of logs with a verdict other than answerable: whether the reader was told.
        public var warned: Double
    }

    /// All logs, on all cores; the same on any number of them.
    ///
    /// - Parameter model: cross-fitted in three folds on each log, for the estimators that need one.
    /// - Throws: ``OffPolicyError`` `parameter` for fewer than two logs; what the model throws.
    public func rows(of estimators: [any OffPolicyEstimator], model: some RewardModel) throws -> [Row] {
        try OffPolicyError.check(logs >= 2, "CoverageStudy.logs", "at least 2", got: logs)
        let world = try CoverageWorld(problem, seed: seed)
        let settings = try EstimateSettings(
            confidence: confidence, rewardRange: world.rewardRange, weightBound: world.weightBound)
        let source = SeededGenerator(seed: seed).split(2)
        let needsModel = estimators.contains { $0.basis != .weights }
        let outcomes = Parallel.map(logs) { number in
            Result {
                var generator = source.split(UInt64(number))
                let (log, target) = try world.draw(using: &generator)
                let rewards =
                    needsModel
                    ? try CrossFitting(folds: 3, seed: generator.next()).predictions(of: model, for: log) : nil
                let report = try OffPolicyEvaluation(log, rewards: rewards, settings: settings)
                    .report("target", target, by: estimators)
                return estimators.map { estimator in
                    report.estimates.first { $0.estimator == estimator.name }
                }
            }
        }
        let estimates = try outcomes.map { try $0.get() }
        return try estimators.indices.map { place in
            try row(estimators[place].name, estimates.compactMap { $0[place] }, truth: world.truth)
        }
    }

    private func row(_ estimator: String, _ estimates: [Estimate], truth: Double) throws -> Row {
        guard estimates.count > 1 else {
            throw OffPolicyError(
                code: "study.refused", message: "\(estimator) refused all but \(estimates.count) of \(logs) logs")
        }
        let count = Double(estimates.count)
        func mean(_ number: (Estimate) -> Double) -> Double { estimates.reduce(0) { $0 + number($1) } / count }
        let value = mean(\.value)
        let variance = mean { ($0.value - value) * ($0.value - value) } * count / (count - 1)
        let bernstein = estimates.compactMap(\.bernstein)
        return Row(
            problem: problem.name, estimator: estimator, logs: estimates.count, truth: truth, bias: value - truth,
            biasError: (variance / count).squareRoot(), deviation: variance.squareRoot(),
            meanStandardError: mean(\.standardError), coverage: mean { $0.interval.contains(truth) ? 1 : 0 },
            meanWidth: mean(\.interval.width),
            bernsteinCoverage: bernstein.count == estimates.count
                ? mean { $0.bernstein?.contains(truth) == true ? 1 : 0 } : nil,
            bernsteinWidth: bernstein.count == estimates.count ? mean { $0.bernstein?.width ?? 0 } : nil,
            warned: mean { $0.verdict.answer == .answerable ? 0 : 1 })
    }
}
