import Commerce
import OffPolicy
import Testing

struct SlateEvaluationTests {
    private func world(_ behaviour: SlateBehaviour, _ count: Int) throws -> SlateWorld.Log {
        var generator = SeededGenerator(seed: 6)
        return try SlateWorld(behaviour).log(count, using: &generator)
    }

    @Test func anEstimateSaysWhatItTakesForGranted() throws {
        let log = try world(.cascade, 2000)
        let evaluation = try SlateEvaluation(log.slates, settings: EstimateSettings(rewardRange: 0...3))
        let report = try evaluation.report(
            "bold", log.target, by: [StandardSlates(), CascadeSlates(), IndependentSlates(), CascadeDoublyRobust()])
        // Without a model, the last one refuses.
        #expect(report.estimates.map(\.estimator) == ["sips", "rips", "iips"])
        #expect(report.refusals.map(\.error.code) == ["model.missing"])
        let notes = report.estimates.map { $0.warnings.last?.code }
        #expect(notes == [nil, "slate.assumes-cascade", "slate.assumes-independent"])
        let cascade = report.estimates[1]
        #expect(cascade.verdict.answer == .answerable)
        #expect(cascade.interval.contains(try SlateWorld(.cascade).truth))
        let robust = try evaluation.estimate("bold", log.target, by: CascadeDoublyRobust(), model: log.model)
        #expect(robust.interval.width < cascade.interval.width)
    }

    @Test func aLimitIsReportedAgainstTheWeightsBeforeIt() throws {
        let log = try world(.cascade, 2000)
        let evaluation = try SlateEvaluation(log.slates, settings: EstimateSettings())
        let cut = try evaluation.estimate("bold", log.target, by: CascadeSlates(limit: 1))
        #expect(cut.warnings.contains { $0.code == "weights.cut" })
        #expect(!cut.warnings.contains { $0.code == "weights.mean" })
        #expect(cut.weights?.largest == 1)
    }

    @Test func refusesASlateOutsideTheDeclaredRange() throws {
        let log = try LoggedSlates(
            positions: 2, actions: [0, 1, 0, 1], propensities: [1, 1, 1, 1], rewards: [0, 1, 2, 1.5])
        let error = #expect(throws: OffPolicyError.self) {
            try SlateEvaluation(log, settings: EstimateSettings(rewardRange: 0...3))
        }
        #expect(error?.message.contains("decision 1") == true)
    }

    /// 20,000 slates: enough for the paired rule to tell the ways of reading apart, so that the strongest assumption that
    /// the log does not contradict is chosen.
    @Test(arguments: zip(SlateBehaviour.allCases, ["sips", "iips", "rips"]))
    func slopePicksTheStrongestAssumptionThatHolds(_ behaviour: SlateBehaviour, _ expected: String) throws {
        let log = try world(behaviour, 20_000)
        let estimators: [any SlateEstimator] = [try StandardSlates(), try CascadeSlates(), try IndependentSlates()]
        let estimations = try estimators.map { try $0.evaluate(log.slates, under: log.target, model: nil) }
        // A rare false alarm costs a wider interval only, so one in a thousand will do.
        let choice = try Slope(confidence: 0.999).choose(among: estimations)
        #expect(estimators[choice.chosen].name == expected)
    }
}
