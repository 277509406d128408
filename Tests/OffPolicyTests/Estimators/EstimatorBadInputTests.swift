import OffPolicy
import Testing

/// Questions without an answer are refused, by code, and never answered with a number.
struct EstimatorBadInputTests {
    private let log: LoggedDecisions

    init() throws {
        log = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 1, 0], rewards: [1, 2, 3], propensities: [0.5, 0.5, 0.5])
    }

    private func code(_ body: () throws -> some Any) -> String? {
        #expect(throws: OffPolicyError.self) { _ = try body() }?.code
    }

    static let weighted: [any OffPolicyEstimator] = [
        InversePropensity(), SelfNormalisedInversePropensity(), DoublyRobust(), SelfNormalisedDoublyRobust(), Replay(),
    ]

    @Test func aTargetThatDoesNothingOfTheLogIsUndefined() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 0], rewards: [1, 1], propensities: [0.5, 0.5])
        for estimator in Self.weighted {
            #expect(
                code { try estimator.evaluate(log, under: .always(1, of: 2), rewards: [0, 0, 0, 0]) } == "weights.zero",
                "\(estimator.name)")
        }
    }

    @Test func aLogWithoutChanceJudgesOnlyItself() throws {
        let log = try LoggedDecisions(arms: ["a", "b"], actions: [0, 1], rewards: [1, 3], propensities: [1, 1])
        for estimator in Self.weighted {
            #expect(
                code { try estimator.evaluate(log, under: .uniform(arms: 2), rewards: [0, 0, 0, 0]) }
                    == "log.deterministic", "\(estimator.name)")
        }
        let same = try TargetProbabilities(arms: 2, values: [1, 0, 0, 1])
        #expect(try InversePropensity().evaluate(log, under: same, rewards: nil).value == 2)
        // The model alone may extrapolate; its warnings say so.
        #expect(try DirectMethod().evaluate(log, under: .uniform(arms: 2), rewards: [1, 2, 3, 4]).value == 2.5)
    }

    @Test func replayWithoutAMatchIsUndefined() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 0], rewards: [1, 1], propensities: [0.5, 0.5])
        let unlikely = try TargetProbabilities(arms: 2, values: [1e-9, 1 - 1e-9])
        #expect(code { try Replay().evaluate(log, under: unlikely, rewards: nil) } == "replay.empty")
    }

    @Test func aModelMustBeThereAndFit() throws {
        let target = try TargetProbabilities.uniform(arms: 2)
        for estimator in try allEstimators() where estimator.basis != .weights {
            #expect(code { try estimator.evaluate(log, under: target, rewards: nil) } == "model.missing")
            #expect(code { try estimator.evaluate(log, under: target, rewards: [1, 2, 3]) } == "model.shape")
            for wrong in [Double.nan, .infinity] {
                let error = #expect(throws: OffPolicyError.self) {
                    try estimator.evaluate(log, under: target, rewards: [1, 2, 3, wrong, 5, 6])
                }
                #expect(error?.code == "model.value")
                #expect(error?.message.contains("decision 1") == true)
            }
        }
    }

    @Test func aTargetMadeForAnotherLogIsRefused() throws {
        let (fewer, wider) = (
            try TargetProbabilities(arms: 2, values: [1, 0, 0, 1]), try TargetProbabilities.uniform(arms: 3)
        )
        for estimator in try allEstimators() {
            for target in [fewer, wider] {
                #expect(
                    code { try estimator.evaluate(log, under: target, rewards: [Double](repeating: 0, count: 6)) }
                        == "target.shape", "\(estimator.name)")
            }
        }
    }

    @Test func numbersTooLargeToAddUpAreRefused() throws {
        let tiny = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 1], rewards: [1, 1], propensities: [1e-200, 0.5])
        #expect(
            code { try InversePropensity().evaluate(tiny, under: .uniform(arms: 2), rewards: nil) }
                == "weights.overflow")
        let huge = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 1], rewards: [1e200, 1], propensities: [0.5, 0.5])
        #expect(
            code { try InversePropensity().evaluate(huge, under: .uniform(arms: 2), rewards: nil) }
                == "estimate.overflow")
    }

    @Test(arguments: [0, -1, .nan, .infinity])
    func parametersMustBePositiveAndFinite(_ wrong: Double) {
        #expect(code { try InversePropensity(limit: wrong) } == "parameter")
        #expect(code { try DoublyRobust(limit: wrong) } == "parameter")
        #expect(code { try SwitchDoublyRobust(threshold: wrong) } == "parameter")
        #expect(code { try ShrunkDoublyRobust(strength: wrong) } == "parameter")
    }

    @Test func commonTargetsCheckWhatTheyAreGiven() throws {
        #expect(code { try TargetProbabilities.always(2, of: 2) } == "parameter")
        #expect(code { try TargetProbabilities.uniform(arms: 0) } == "target.shape")
        #expect(code { try TargetProbabilities.epsilonGreedy(1.5, scores: [1, 2], arms: 2) } == "parameter")
        #expect(code { try TargetProbabilities.epsilonGreedy(0, scores: [1, .nan], arms: 2) } == "target.scores")
        #expect(code { try TargetProbabilities.softmax(.infinity, scores: [1, 2], arms: 2) } == "parameter")
        #expect(code { try TargetProbabilities.softmax(1, scores: [1, 2, 3], arms: 2) } == "target.shape")
        #expect(
            try TargetProbabilities.epsilonGreedy(0.2, scores: [3, 3, 1, 4], arms: 2).values == [0.9, 0.1, 0.1, 0.9])
        let steep = try TargetProbabilities.softmax(1e6, scores: [1, 2, 5, 4], arms: 2)
        #expect(steep.values == [0, 1, 1, 0])
    }
}
