import Commerce
import Intake
import OffPolicy
import Testing

/// Every rule fires where it should, stays silent where it should, and says so in both languages.
struct JudgementTests {
    /// A healthy log: two arms at random, 2,000 decisions, rewards of 0 and 1.
    private func healthy(
        arms: Int = 2, decisions: Int = 2_000, propensity: Double? = nil,
        reward: (Int) -> Double = { Double($0 / 2 % 2) }
    ) throws -> LoggedDecisions {
        try LoggedDecisions(
            arms: (0..<arms).map { "arm \($0)" }, actions: (0..<decisions).map { Int32($0 % arms) },
            rewards: (0..<decisions).map(reward),
            propensities: [Double](repeating: propensity ?? 1 / Double(arms), count: decisions))
    }

    private func estimate(
        _ log: LoggedDecisions, _ target: TargetProbabilities,
        by estimator: any OffPolicyEstimator = InversePropensity(),
        rewards: [Double]? = nil, settings: EstimateSettings? = nil
    ) throws -> Estimate {
        let estimate = try OffPolicyEvaluation(log, rewards: rewards, settings: settings ?? EstimateSettings())
            .estimate("target", target, by: estimator)
        for warning in estimate.warnings {
            #expect(!warning.message.en.isEmpty && !warning.message.zh.isEmpty)
            #expect(!warning.advice.en.isEmpty && !warning.advice.zh.isEmpty)
            #expect(!warning.message.en.contains("\\(") && !warning.message.zh.contains("\\("))
        }
        #expect(estimate.warnings.map(\.severity) == estimate.warnings.map(\.severity).sorted(by: >))
        return estimate
    }

    @Test func aHealthyLogAnswers() throws {
        let estimate = try estimate(healthy(), .uniform(arms: 2))
        #expect(estimate.warnings.isEmpty)
        #expect(estimate.verdict.answer == .answerable)
    }

    @Test func weightsCannotAnswerForArmsNeverShown() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b", "c"], actions: (0..<2_000).map { Int32($0 % 2) },
            rewards: (0..<2_000).map { Double($0 / 2 % 2) }, propensities: [Double](repeating: 0.5, count: 2_000))
        let target = try TargetProbabilities(arms: 3, values: [0.5, 0.25, 0.25])
        let weighted = try estimate(log, target)
        #expect(weighted.warnings.first?.code == "support.blind")
        #expect(weighted.verdict.answer == .unanswerable)
        #expect(weighted.verdict.sentence.en.hasPrefix("This log cannot answer that question"))
        #expect(weighted.verdict.sentence.en.contains("25 %") && weighted.verdict.sentence.en.contains("(c)"))
        #expect(weighted.verdict.sentence.zh.contains("25 %"))
        // The mean weight is 0.75, as it must be when a quarter is blind: no alarm about propensities.
        #expect(isClose(try #require(weighted.weights?.mean), 0.75))
        #expect(!weighted.warnings.contains { $0.code == "weights.mean" })
        let model = [Double](repeating: 0.5, count: 6_000)
        let robust = try estimate(log, target, by: DoublyRobust(), rewards: model)
        #expect(robust.verdict.answer == .weak)
        let little = try TargetProbabilities(arms: 3, values: [0.5, 0.495, 0.005])
        #expect(try estimate(log, little).verdict.answer == .answerable)
    }

    @Test func aModelAloneIsNeverMoreThanWeak() throws {
        let log = try healthy()
        let direct = try estimate(
            log, .uniform(arms: 2), by: DirectMethod(), rewards: (0..<4_000).map { Double($0 % 7) / 7 })
        #expect(direct.warnings.map(\.code) == ["model.only"])
        #expect(direct.verdict.answer == .weak)
        #expect(direct.weights == nil)
    }

    @Test func wrongPropensitiesShowInTheMeanWeight() throws {
        // Recorded as 0.9 where arms were alternated.
        let wrong = try estimate(healthy(propensity: 0.9), TargetProbabilities(arms: 2, values: [0.6, 0.4]))
        #expect(wrong.warnings.first?.code == "weights.mean")
        #expect(wrong.verdict.answer == .unanswerable)
    }

    @Test func fewMatchesAreNoAnswerAndSomeAreAWeakOne() throws {
        let target = try TargetProbabilities.always(0, of: 2)
        let few = try estimate(healthy(decisions: 40), target)
        #expect(few.warnings.contains { $0.code == "weights.few" })
        #expect(few.verdict.answer == .unanswerable)
        let some = try estimate(healthy(decisions: 300), target)
        #expect(some.warnings.contains { $0.code == "weights.scarce" })
        #expect(some.verdict.answer == .weak)
        #expect(try estimate(healthy(decisions: 4_000), target).verdict.answer == .answerable)
    }

    @Test func oneHeavyDecisionIsPointedAt() throws {
        var propensities = [Double](repeating: 0.5, count: 2_000)
        propensities[0] = 0.001
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: (0..<2_000).map { Int32($0 % 2) },
            rewards: (0..<2_000).map { Double(($0 + 2) / 2 % 2) }, propensities: propensities)
        let codes = try estimate(log, .uniform(arms: 2)).warnings.map(\.code)
        #expect(codes.contains("weights.heavy") && codes.contains("influence.heavy"))
    }

    @Test func clippingSaysWhatItTook() throws {
        let log = try healthy()
        let target = try TargetProbabilities(arms: 2, values: [0.9, 0.1])
        let clipped = try estimate(log, target, by: InversePropensity(limit: 1))
        #expect(clipped.warnings.map(\.code) == ["weights.cut"])
        // Weights 1.8 and 0.2, of which 1 and 0.2 are left.
        #expect(isClose(try #require(clipped.weights?.cutShare), 0.4))
        #expect(isClose(try #require(clipped.weights?.mean), 1))
    }

    @Test func rareAndConstantRewardsAreNotTrusted() throws {
        let target = try TargetProbabilities.uniform(arms: 2)
        let rare = try estimate(healthy { $0 % 500 == 0 ? 1 : 0 }, target)
        #expect(rare.warnings.contains { $0.code == "rewards.rare" })
        let constant = try estimate(healthy { _ in 0 }, target)
        #expect(constant.standardError == 0)
        #expect(constant.warnings.contains { $0.code == "rewards.rare" })
        #expect(constant.verdict.answer == .weak)
        let silent = try estimate(
            healthy { $0 % 2 == 1 && $0 % 3 == 0 ? 1 : 0 }, TargetProbabilities(arms: 2, values: [1, 0]))
        #expect(silent.standardError == 0)
        #expect(silent.warnings.first?.code == "rewards.silent")
        #expect(silent.verdict.answer == .unanswerable)
        let money = try estimate(healthy { $0 % 500 == 0 ? Double($0) : 0 }, target)
        #expect(money.warnings.contains { $0.code == "rewards.rare" })
        #expect(try estimate(healthy { Double($0 % 7) }, target).warnings.isEmpty)
    }

    @Test func valuesBeyondTheRewardsAndWideIntervalsAreNoted() throws {
        let log = try healthy(propensity: 0.45) { _ in 1 }
        let settings = try EstimateSettings(rewardRange: 0...1)
        let beyond = try estimate(log, .uniform(arms: 2), settings: settings)
        #expect(beyond.value > 1)
        #expect(beyond.warnings.contains { $0.code == "value.range" })
        let wide = try estimate(healthy(decisions: 250) { $0 == 3 ? 100 : 0 }, .uniform(arms: 2))
        #expect(wide.warnings.contains { $0.code == "interval.wide" })
    }

    @Test func thinArmsAreNamed() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b", "rare"], actions: (0..<2_000).map { $0 < 5 ? 2 : Int32($0 % 2) },
            rewards: (0..<2_000).map { Double($0 / 2 % 2) },
            propensities: (0..<2_000).map { $0 < 5 ? 0.0025 : 0.49875 })
        let estimate = try estimate(log, TargetProbabilities(arms: 3, values: [0.45, 0.45, 0.1]))
        let thin = try #require(estimate.warnings.first { $0.code == "support.thin" })
        #expect(thin.message.en.contains("(rare)"))
    }

    @Test func thresholdsCanBeChanged() throws {
        var settings = try EstimateSettings()
        settings.rules.scarceEffective = 3_000
        let estimate = try estimate(healthy(), .uniform(arms: 2), settings: settings)
        #expect(estimate.warnings.map(\.code) == ["weights.scarce"])
    }
}
