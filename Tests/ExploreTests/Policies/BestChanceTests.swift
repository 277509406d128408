import Commerce
import Linear
import Testing

@testable import Explore

@Suite("Chance of being the best")
struct BestChanceTests {
    @Test func betaArmsAgreeWithSciPy() {
        for (parameters, chances) in PosteriorFixture.bestBeta {
            expectClose(BestChance.beta(a: parameters.map(\.0), b: parameters.map(\.1)), chances, 1e-8)
        }
    }

    @Test func normalArmsAgreeWithSciPy() {
        for (means, variances, chances) in PosteriorFixture.bestNormal {
            expectClose(BestChance.normal(means: means, variances: variances), chances, 1e-8)
        }
    }

    /// In closed form.
    @Test func twoArmsWorkedByHand() {
        // X uniform, Y with density 3 (1 - y)^2: P(X > Y) = 1 - 1 / 4.
        expectClose(BestChance.beta(a: [1, 1], b: [1, 3]), [0.75, 0.25], 1e-9)
        // Two normals: the standard normal distribution function of 1 / sqrt 2 is 0.760249938906523.
        expectClose(
            BestChance.normal(means: [1, 0], variances: [0.5, 1.5]), [0.760249938906523, 1 - 0.760249938906523], 1e-9)
    }

    @Test func certainScoresAreComparedExactly() {
        #expect(BestChance.normal(means: [1, 3, 3, 2], variances: [0, 0, 0, 0]) == [0, 0.5, 0.5, 0])
        // One certain arm at 0 against a standard normal.
        expectClose(BestChance.normal(means: [0, 0], variances: [0, 1]), [0.5, 0.5], 1e-6)
        #expect(BestChance.normal(means: [7], variances: [2]) == [1])
        // Ten standard deviations behind is nowhere; what nothing is known of is either far above or far below.
        expectClose(
            BestChance.normal(means: [0.9, 0.1, 0], variances: [0.003, 0.003, 1e100]), [0.5, 0, 0.5], 1e-8)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func anyArmsGiveADistributionThatRisesWithTheMean(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = 2 + Int(seed) * 3
        let a = (0..<count).map { _ in generator.gamma(shape: 0.3, scale: 50) + 1e-3 }
        let b = (0..<count).map { _ in generator.gamma(shape: 0.3, scale: 500) + 1e-3 }
        let chances = BestChance.beta(a: a, b: b)
        #expect(chances.allSatisfy { $0 >= 0 && $0 <= 1 })
        expectClose(chances.reduce(0, +), 1, 1e-12)
        let more = BestChance.beta(a: [a[0] * 1.5] + a.dropFirst(), b: b)
        #expect(more[0] >= chances[0] - 1e-9)
        let normal = BestChance.normal(means: a, variances: b)
        expectClose(normal.reduce(0, +), 1, 1e-12)
        _ = try ActionDistribution(normal)
    }

    /// 50,000 draws against the integral, within five standard errors.
    @Test func drawsAgreeWithTheIntegral() {
        let (a, b) = ([2.0, 5, 0.5, 30], [8.0, 20, 1.5, 100])
        var generator = SeededGenerator(seed: 6)
        var tally = BestTally(actions: 4)
        for _ in 0..<50_000 {
            let draws = zip(a, b).map { generator.beta($0, $1) }
            tally.count { draws[$0] }
        }
        for (chance, wins) in zip(BestChance.beta(a: a, b: b), tally.wins) {
            #expect(abs(wins / 50_000 - chance) <= 5 * (chance * (1 - chance) / 50_000).squareRoot())
        }
    }
}
