import Commerce
import Foundation
import Linear
import OffPolicy
import Testing

struct SlopeTests {
    /// An estimate with independent noise of a given standard error over 100 decisions.
    private func estimation(_ value: Double, error: Double, stream: UInt64) -> Estimation {
        var generator = SeededGenerator(seed: 4).split(stream)
        var influence = (0..<100).map { _ in generator.normal() }
        let mean = influence.reduce(0, +) / 100
        let deviation = (influence.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99).squareRoot()
        for place in influence.indices { influence[place] = (influence[place] - mean) / deviation * error * 10 }
        return Estimation(value: value, influence: influence)
    }

    @Test(arguments: [Slope.Rule.paired, .separate])
    func theLastBeforeTheFirstDisagreementIsChosen(_ rule: Slope.Rule) throws {
        // Standard errors 1, 0.3 and 0.1: the second agrees with the first, the third is 10 errors away.
        let candidates = [
            estimation(6, error: 0.1, stream: 1), estimation(1, error: 1, stream: 2),
            estimation(1.5, error: 0.3, stream: 3),
        ]
        let (chosen, leastBiased) = try Slope(rule).choose(among: candidates)
        #expect(chosen == 2)
        #expect(leastBiased == 1)
    }

    @Test(arguments: [Slope.Rule.paired, .separate])
    func aLaterAgreementDoesNotCountAfterADisagreement(_ rule: Slope.Rule) throws {
        let candidates = [
            estimation(1, error: 1, stream: 2), estimation(9, error: 0.3, stream: 3),
            estimation(1, error: 0.1, stream: 1),
        ]
        #expect(try Slope(rule).choose(among: candidates).chosen == 0)
    }

    @Test func theNarrowestIsChosenWhereAllAgree() throws {
        let candidates = [0.5, 0.1, 1].enumerated().map { estimation(2, error: $1, stream: UInt64($0)) }
        #expect(try Slope().choose(among: candidates).chosen == 1)
    }

    /// What is common to both estimates cancels in their difference.
    @Test func thePairedRuleSeesABiasThatIntervalsHide() throws {
        let wide = estimation(1, error: 1, stream: 1)
        let narrow = Estimation(value: 0.5, influence: wide.influence.map { $0 * 0.9 })
        #expect(try Slope(.separate).choose(among: [wide, narrow]).chosen == 1)
        #expect(try Slope(.paired).choose(among: [wide, narrow]).chosen == 0)
    }

    @Test func refusesNoCandidatesAndAConfidenceOutOfRange() {
        #expect(throws: OffPolicyError.self) { try Slope().choose(among: []) }
        #expect(throws: OffPolicyError.self) { try Slope(confidence: 1) }
        #expect(throws: OffPolicyError.self) { try TunedEstimator(name: "none", candidates: [], slope: Slope()) }
    }

    // MARK: - Simulation

    struct Case: Sendable, CustomTestStringConvertible {
        var estimator: TunedEstimator
        var testDescription: String { estimator.name }
    }

    private static func cases() throws -> [Case] {
        try [
            Case(estimator: .clippedInversePropensity()), Case(estimator: .clippedDoublyRobust()),
            Case(estimator: .switchDoublyRobust()), Case(estimator: .shrunkDoublyRobust()),
        ]
    }

    /// 100 logs of 400 decisions, a target far from the log, a model that is half wrong. Tuned, the root mean squared error
    /// stays within 1.6 of the best parameter's, which nobody knows beforehand, and below 0.7 of the worst one's; the
    /// interval covers the truth at least 88 % of the time (three standard errors of the share below 95 %).
    @Test(arguments: try cases())
    func tuningComesNearTheBestOfTheGridAndStaysHonest(_ item: Case) throws {
        let (logs, decisions, arms) = (100, 400, 8)
        let bandit = try SyntheticBandit(arms: arms, width: 2, inverseTemperature: -5, seed: 3)
        let results = Parallel.map(logs) { index in
            Result { () -> (errors: [Double], tuned: Double, covers: Bool) in
                var generator = SeededGenerator(seed: 31).split(UInt64(index))
                let drawn = try bandit.draw(decisions, using: &generator)
                let target = try Self.softmax(drawn.expectedRewards, arms: arms, by: 4)
                let model = drawn.expectedRewards.map { 0.5 * $0 + 0.15 }
                let truth = try drawn.value(of: target)
                let choice = try item.estimator.choose(drawn.log, under: target, rewards: model)
                return (
                    choice.candidates.map { ($0?.value ?? .nan) - truth }, choice.estimation.value - truth,
                    try choice.estimation.interval(confidence: 0.95).contains(truth)
                )
            }
        }
        let rows = try results.map { try $0.get() }
        func error(_ pick: ((errors: [Double], tuned: Double, covers: Bool)) -> Double) -> Double {
            (rows.reduce(0) { $0 + pick($1) * pick($1) } / Double(logs)).squareRoot()
        }
        let grid = item.estimator.candidates.indices.map { place in error { $0.errors[place] } }
        let tuned = error { $0.tuned }
        #expect(tuned < 1.6 * grid.reduce(.infinity, min))
        #expect(tuned < 0.7 * grid.reduce(0, max))
        #expect(Double(rows.count { $0.covers }) / Double(logs) >= 0.88)
    }

    private static func softmax(_ scores: [Double], arms: Int, by scale: Double) throws -> TargetProbabilities {
        var values = scores.map { exp(scale * $0) }
        for row in 0..<values.count / arms {
            let total = values[row * arms..<(row + 1) * arms].reduce(0, +)
            for arm in 0..<arms { values[row * arms + arm] /= total }
        }
        return try TargetProbabilities(arms: arms, values: values)
    }
}
