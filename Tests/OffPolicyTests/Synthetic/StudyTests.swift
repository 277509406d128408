import OffPolicy
import Testing

/// Short runs of the studies whose full figures are in `docs/guide/off-policy-evaluation.md`.
struct StudyTests {
    /// 400 logs: coverage has a standard error of 1.1 points, so 91 to 99 % is 3.7 of them either way; the bias is within
    /// 4 of its own.
    @Test(arguments: [0, 1] as [UInt64])
    func intervalsCoverTheTruthAsOftenAsTheySay(_ seed: UInt64) throws {
        var problem = CoverageProblem.ordinary[0]
        problem.decisions = 300
        let rows = try CoverageStudy(problem, logs: 400, seed: seed).rows(
            of: [InversePropensity(), SelfNormalisedInversePropensity()], model: RidgeRewards(.shared))
        #expect(rows.count == 2)
        for row in rows {
            #expect(row.coverage > 0.91 && row.coverage < 0.99, "\(row.estimator): \(row.coverage)")
            #expect(abs(row.bias) < 4 * row.biasError, "\(row.estimator): \(row.bias) ± \(row.biasError)")
            #expect(abs(row.meanStandardError / row.deviation - 1) < 0.15)
        }
        #expect(rows[0].bernsteinCoverage == 1)
    }

    @Test func doublyRobustIntervalsCoverWithACrossFittedModel() throws {
        var problem = CoverageProblem.ordinary[0]
        (problem.decisions, problem.arms) = (200, 5)
        let row = try #require(
            try CoverageStudy(problem, logs: 150).rows(of: [DoublyRobust()], model: RidgeRewards(.shared)).first)
        // 150 logs: a standard error of 1.8 points.
        #expect(row.coverage > 0.88)
        #expect(abs(row.bias) < 4 * row.biasError)
    }

    /// Where intervals from influence fail, the reader is told on every log.
    @Test(arguments: CoverageProblem.hard)
    func intervalsThatFailAreNeverCalledGood(_ problem: CoverageProblem) throws {
        let snips = try #require(
            try CoverageStudy(problem, logs: 60).rows(
                of: [SelfNormalisedInversePropensity()], model: RidgeRewards(.shared)
            ).first)
        #expect(snips.warned > 0.95)
        #expect(snips.coverage < 0.93)
    }

    @Test func aStudyIsTheSameOnAnyMachine() throws {
        let study = AccuracyStudy(runs: 2, decisions: 300, arms: 4, width: 2, seed: 5)
        let estimators: [any OffPolicyEstimator] = [SelfNormalisedInversePropensity(), DoublyRobust()]
        let first = try study.errors(of: estimators, model: LogisticRewards(.shared))
        #expect(try study.errors(of: estimators, model: LogisticRewards(.shared)) == first)
        #expect(first.allSatisfy { $0.relative.count == 2 && $0.mean < 0.5 })
        #expect(first.map(\.estimator) == ["snips", "dr"])
    }

    /// The example of the Open Bandit Pipeline, redrawn from its seeds: the same logs, target and truth, so the same
    /// errors, up to the tolerance of its solver.
    @Test func thePublishedExampleIsReproduced() throws {
        let errors = try AccuracyStudy(.openBandit, runs: 3, decisions: 800, arms: 6, width: 3).errors(
            of: [InversePropensity(), SelfNormalisedInversePropensity()], model: RidgeRewards())
        #expect(areClose(errors[0].relative, OpenBanditFixture.ips, absolute: 1e-6))
        #expect(areClose(errors[1].relative, OpenBanditFixture.snips, absolute: 1e-6))
    }
}
