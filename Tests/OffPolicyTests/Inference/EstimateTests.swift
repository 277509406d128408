import Commerce
import Foundation
import OffPolicy
import Testing

struct EstimateTests {
    /// Matched rewards 1, 2, 4 with equal weights: what a t interval of three numbers says.
    @Test func anIntervalOfEquallyWeightedRewardsIsStudentsOwn() throws {
        let estimation = Estimation(value: 7.0 / 3, influence: [-4.0 / 3, -1.0 / 3, 5.0 / 3], weights: [1, 1, 1])
        let error = (7.0 / 9).squareRoot()
        #expect(isClose(try estimation.standardError(), error))
        // The 97.5 % point of Student's distribution with two degrees of freedom.
        let reach = 4.302652729749464 * error
        let interval = try estimation.interval(confidence: 0.95)
        #expect(isClose(interval.low, 7.0 / 3 - reach, relative: 1e-9))
        #expect(isClose(interval.high, 7.0 / 3 + reach, relative: 1e-9))
        #expect(try estimation.interval(confidence: 0.99).width > interval.width)
    }

    @Test func effectiveSampleSizeCountsEqualWeightsInFull() {
        func size(_ weights: [Double]) -> Double {
            Estimation(value: 0, influence: [Double](repeating: 0, count: 4), weights: weights).effectiveSampleSize
        }
        #expect(size([2, 2, 2, 2]) == 4)
        #expect(size([0, 0, 9, 0]) == 1)
        #expect(isClose(size([1, 3, 0, 0]), 1.6))
        #expect(size([1e200, 3e200, 0, 0]).isFinite)
        #expect(size([0, 0, 0, 0]) == 0)
        #expect(size([]) == 4)
    }

    @Test func oneDecisionHasNoError() throws {
        let log = try LoggedDecisions(arms: ["a"], actions: [0], rewards: [1], propensities: [1])
        let error = #expect(throws: OffPolicyError.self) {
            try OffPolicyEvaluation(log, settings: EstimateSettings())
        }
        #expect(error?.code == "log.small")
        #expect(throws: OffPolicyError.self) { try Estimation(value: 1, influence: [0]).standardError() }
    }

    @Test func settingsAndRewardsAreChecked() throws {
        func code(_ body: () throws -> some Any) -> String? {
            #expect(throws: OffPolicyError.self) { _ = try body() }?.code
        }
        for wrong in [0, 1, -0.5, Double.nan] {
            #expect(code { try EstimateSettings(confidence: wrong) } == "parameter")
        }
        #expect(code { try EstimateSettings(rewardRange: 0...Double.infinity) } == "parameter")
        for wrong in [0, -2, Double.infinity, .nan] {
            #expect(code { try EstimateSettings(weightBound: wrong) } == "parameter")
        }
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 1, 0], rewards: [0, 1, 7], propensities: [0.5, 0.5, 0.5])
        let error = #expect(throws: OffPolicyError.self) {
            try OffPolicyEvaluation(log, settings: EstimateSettings(rewardRange: 0...1))
        }
        #expect(error?.code == "log.reward")
        #expect(error?.message.contains("decision 2") == true)
        #expect(code { try OffPolicyEvaluation(log, rewards: [1, 2], settings: EstimateSettings()) } == "model.shape")
        let error2 = #expect(throws: OffPolicyError.self) {
            try OffPolicyEvaluation(log, rewards: [1, 2, 3, .nan, 5, 6], settings: EstimateSettings())
        }
        #expect(error2?.code == "model.value")
        #expect(error2?.message.contains("arm 1 at decision 1") == true)
    }

    @Test func aWeightAboveTheDeclaredBoundIsRefused() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 1, 0], rewards: [0, 1, 1], propensities: [0.5, 0.5, 0.1])
        let target = try TargetProbabilities.uniform(arms: 2)
        func estimate(_ bound: Double) throws -> Estimate {
            try OffPolicyEvaluation(log, settings: EstimateSettings(rewardRange: 0...1, weightBound: bound))
                .estimate("t", target, by: InversePropensity())
        }
        let error = #expect(throws: OffPolicyError.self) { try estimate(4) }
        #expect(error?.code == "weights.bound")
        #expect(error?.message.contains("decision 2") == true)
        #expect(try estimate(5).bernstein != nil)
    }

    @Test func estimatorsThatRefuseAreListedWithTheirReason() throws {
        let evaluation = try OffPolicyEvaluation(OracleLog.log(), settings: EstimateSettings())
        let report = try evaluation.report("candidate", OracleLog.target(), by: allEstimators())
        #expect(report.estimates.map(\.estimator) == ["ips", "ips(limit=1.5)", "snips", "replay"])
        #expect(report.refusals.count == 6)
        #expect(report.refusals.allSatisfy { $0.error.code == "model.missing" && $0.target == "candidate" })
    }

    @Test func bernsteinIntervalsNeedKnownBounds() throws {
        let log = try OracleLog.log(clicks: true)
        let target = try OracleLog.target()
        func bernstein(_ settings: EstimateSettings, _ estimator: any OffPolicyEstimator) throws -> ConfidenceInterval?
        {
            let model = OracleLog.model.map { min(max($0, 0), 1) }
            return try OffPolicyEvaluation(log, rewards: model, settings: settings)
                .estimate("t", target, by: estimator).bernstein
        }
        let (unknown, range) = (try EstimateSettings(), try EstimateSettings(rewardRange: 0...1))
        let bounded = try EstimateSettings(rewardRange: 0...1, weightBound: 20)
        #expect(try bernstein(unknown, InversePropensity()) == nil)
        #expect(try bernstein(range, InversePropensity()) == nil)
        #expect(try bernstein(bounded, SelfNormalisedInversePropensity()) == nil)
        let free = try #require(try bernstein(bounded, InversePropensity()))
        let clipped = try #require(try bernstein(range, InversePropensity(limit: 1.5)))
        #expect(clipped.width < free.width)
        // Shrunk weights are bounded by themselves: sqrt(2) / 2 for strength 2.
        #expect(try bernstein(range, ShrunkDoublyRobust(strength: 2)) != nil)
        #expect(try bernstein(range, DirectMethod()) != nil)
    }

    /// Every term of every estimator lies within the range it declares, at the largest weights there are.
    @Test(arguments: [0, 7, 99] as [UInt64])
    func termsLieWithinTheirDeclaredRange(_ seed: UInt64) throws {
        let sample = try RandomCase(seed: seed, decisions: 400)
        let rewards = sample.log.rewards
        let (low, high) = (rewards.min() ?? 0, rewards.max() ?? 0)
        let predicted = (sample.model.min() ?? 0)...(sample.model.max() ?? 0)
        let bound = try ImportanceWeights(sample.log, under: sample.target).values.max() ?? 0
        for estimator in try allEstimators() {
            guard let range = estimator.termRange(rewards: low...high, predictions: predicted, weightBound: bound)
            else { continue }
            let estimation = try estimator.evaluate(sample.log, under: sample.target, rewards: sample.model)
            let terms = estimation.influence.map { $0 + estimation.value }
            #expect(terms.allSatisfy { $0 >= range.lowerBound - 1e-9 && $0 <= range.upperBound + 1e-9 })
        }
    }

    /// A target against itself gains nothing, without doubt; and pairing narrows the interval of a close rival.
    @Test func gainsArePaired() throws {
        var generator = SeededGenerator(seed: 6)
        let drawn = try SyntheticBandit(arms: 5, seed: 3).draw(3_000, using: &generator)
        let evaluation = try OffPolicyEvaluation(drawn.log, settings: EstimateSettings())
        let better = try TargetProbabilities.softmax(3, scores: drawn.expectedRewards, arms: 5)
        let close = try TargetProbabilities.softmax(2.5, scores: drawn.expectedRewards, arms: 5)
        let estimator = SelfNormalisedInversePropensity()
        let none = try evaluation.gain("same", better, over: better, by: estimator)
        #expect(none.value == 0 && none.standardError == 0)
        let gain = try evaluation.gain("gain", better, over: close, by: estimator)
        let (first, second) = (
            try evaluation.estimate("a", better, by: estimator), try evaluation.estimate("b", close, by: estimator)
        )
        #expect(isClose(gain.value, first.value - second.value))
        #expect(gain.standardError < 0.3 * first.standardError)
        let overLog = try evaluation.gain("log", better, by: estimator)
        #expect(isClose(overLog.value, first.value - (try evaluation.observed().value)))
        #expect(overLog.interval.low > 0)
    }

    @Test func theObservedMeanIsAnEstimateToo() throws {
        let log = try OracleLog.log(clicks: true)
        let observed = try OffPolicyEvaluation(log, settings: EstimateSettings(rewardRange: 0...1)).observed()
        let mean = log.rewards.reduce(0, +) / 60
        #expect(isClose(observed.value, mean))
        #expect(isClose(observed.standardError, (mean * (1 - mean) / 59).squareRoot()))
        #expect(observed.weights?.effectiveSampleSize == 60)
        #expect(observed.bernstein != nil)
    }

    /// As it stands in `docs/guide/off-policy-evaluation.md`.
    @Test func theExampleOfTheGuideAnswers() throws {
        var generator = SeededGenerator(seed: 2)
        let drawn = try SyntheticBandit(arms: 4, inverseTemperature: 1).draw(2_000, using: &generator)
        let log = drawn.log
        let target = try TargetProbabilities.softmax(3, scores: drawn.expectedRewards, arms: 4)

        let rewards = try CrossFitting(folds: 5, seed: 1).predictions(of: LogisticRewards(.shared), for: log)
        let evaluation = try OffPolicyEvaluation(log, rewards: rewards, settings: EstimateSettings(rewardRange: 0...1))
        let report = try evaluation.report(
            "candidate", target, by: [SelfNormalisedInversePropensity(), DoublyRobust()])
        let gain = try evaluation.gain("candidate", target, by: DoublyRobust())

        #expect(report.estimates.count == 2)
        #expect(report.estimates.allSatisfy { $0.verdict.answer == .answerable })
        let truth = try drawn.value(of: target)
        // Within 5 standard errors, for this one seed.
        #expect(report.estimates.allSatisfy { abs($0.value - truth) < 5 * $0.standardError })
        #expect(gain.interval.low > 0)
    }

    @Test func jsonHasTheKeysThatScriptsReadAndComesBackEqual() throws {
        let evaluation = try OffPolicyEvaluation(
            OracleLog.log(clicks: true), settings: EstimateSettings(rewardRange: 0...1, weightBound: 30))
        let estimate = try evaluation.estimate("candidate", OracleLog.target(), by: InversePropensity())
        let data = try JSONEncoder().encode(estimate)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(object["target"] as? String == "candidate")
        #expect(object["estimator"] as? String == "ips")
        #expect((object["interval"] as? [Double])?.count == 2)
        #expect(object["ess"] as? Double == estimate.weights?.effectiveSampleSize)
        #expect(object["maxWeight"] as? Double == estimate.weights?.largest)
        #expect((object["warnings"] as? [Any])?.isEmpty == false)
        #expect(try JSONDecoder().decode(Estimate.self, from: data) == estimate)
    }
}
