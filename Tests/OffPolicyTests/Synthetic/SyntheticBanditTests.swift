import Commerce
import Foundation
import Linear
import Testing

@testable import OffPolicy

struct SyntheticBanditTests {
    /// Over 40,000 contexts the logits have mean 0 and variance 1; both are within 5 standard errors, which the
    /// correlation between arms makes about 0.01.
    @Test(arguments: [0, 1, 99] as [UInt64])
    func logitsAreStandardised(_ seed: UInt64) throws {
        let bandit = try SyntheticBandit(arms: 7, width: 3, seed: seed)
        var generator = SeededGenerator(seed: seed)
        var (sum, squares) = (0.0, 0.0)
        let contexts = 40_000
        for _ in 0..<contexts {
            for mean in bandit.expectedRewards((0..<3).map { _ in Float(generator.normal()) }) {
                let logit = log(mean / (1 - mean))
                sum += logit
                squares += logit * logit
            }
        }
        let count = Double(contexts * 7)
        #expect(abs(sum / count) < 0.05)
        #expect(abs(squares / count - 1) < 0.05)
    }

    /// Shown shares, propensities and rewards follow the declared policy and truth: 20,000 decisions, 5 standard errors.
    @Test func aLogFollowsItsPolicyAndItsTruth() throws {
        var generator = SeededGenerator(seed: 1)
        let drawn = try SyntheticBandit(arms: 4, width: 2, inverseTemperature: 2, seed: 8).draw(
            20_000, using: &generator)
        let logging = try TargetProbabilities.softmax(2, scores: drawn.expectedRewards, arms: 4)
        var (shown, expected) = ([Double](repeating: 0, count: 4), [Double](repeating: 0, count: 4))
        var surplus = 0.0
        for place in 0..<drawn.log.count {
            let arm = Int(drawn.log.actions[place])
            shown[arm] += 1
            for other in 0..<4 { expected[other] += logging[place, other] }
            #expect(isClose(drawn.log.propensities[place], logging[place, arm]))
            surplus += drawn.log.rewards[place] - drawn.expectedRewards[place * 4 + arm]
        }
        for arm in 0..<4 { #expect(abs(shown[arm] - expected[arm]) < 5 * (20_000 * 0.25).squareRoot()) }
        #expect(abs(surplus) < 5 * (20_000 * 0.25).squareRoot())
    }

    @Test func theSameSeedDrawsTheSameLog() throws {
        func log(_ seed: UInt64) throws -> SyntheticLog {
            var generator = SeededGenerator(seed: seed)
            return try SyntheticBandit(arms: 3, width: 2).draw(50, using: &generator)
        }
        #expect(try log(1).log.rewards == log(1).log.rewards)
        #expect(try log(1).log.contexts == log(1).log.contexts)
        #expect(try log(1).log.contexts != log(2).log.contexts)
    }

    @Test func impossibleProblemsAreRefused() throws {
        #expect(throws: OffPolicyError.self) { try SyntheticBandit(arms: 1) }
        #expect(throws: OffPolicyError.self) { try SyntheticBandit(width: 0) }
        #expect(throws: OffPolicyError.self) { try SyntheticBandit(inverseTemperature: .nan) }
        var generator = SeededGenerator(seed: 0)
        #expect(throws: OffPolicyError.self) { try SyntheticBandit().draw(0, using: &generator) }
        #expect(throws: OffPolicyError.self) { try AccuracyStudy(runs: 0).errors(of: [], model: RidgeRewards()) }
        #expect(throws: OffPolicyError.self) {
            try CoverageStudy(CoverageProblem.ordinary[0], logs: 1).rows(of: [], model: RidgeRewards())
        }
    }

    @Test func drawsOfNumPysLegacyGeneratorAreReproduced() {
        var twister = MersenneTwister(seed: 7)
        #expect((0..<3).map { _ in twister.uniform(-1, 1) } == OffPolicyFixture.uniforms)
        #expect(areClose((0..<5).map { _ in twister.normal() }, OffPolicyFixture.normals, relative: 1e-14))
        let trials = (0..<19).map { twister.bernoulli(0.05 + 0.05 * Double($0)) ? 1 : 0 }
        #expect(trials == OffPolicyFixture.trials)
        for _ in 0..<700 { _ = twister.fraction() }
        #expect(twister.fraction() == OffPolicyFixture.later)
    }
}
