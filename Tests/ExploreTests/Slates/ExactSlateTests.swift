import Commerce
import Explore
import Foundation
import Testing

/// Propensities against formulas written out plainly, and cases worked by hand.
struct ExactSlateTests {
    let means = [0.3, 0.9, 0.5, 0.9, 0.1]

    /// The chance of each candidate at the next position, from its definition.
    private func mixture(_ prefix: [Int], rate: Double, exploring weight: (Int) -> Double) -> [Int: Double] {
        let left = means.indices.filter { !prefix.contains($0) }
        let best = left.max { (means[$0], -$0) < (means[$1], -$1) }
        let total = left.map(weight).reduce(0, +)
        return Dictionary(
            uniqueKeysWithValues: left.map { ($0, ($0 == best ? 1 - rate : 0) + rate * weight($0) / total) })
    }

    @Test(arguments: [0.0, 0.25, 1])
    func plackettLuceIsASoftmaxOfWhatRemains(rate: Double) throws {
        let policy = try PlackettLuceSlate(temperature: 0.3)
        let actions = try ScoredActions(means: means, variances: means.map { _ in 1 })
        var generator = SeededGenerator(seed: 0)
        for list in orderedLists(of: 5, length: 4) {
            let chances = try policy.propensities(of: list, from: actions, rate: rate, using: &generator)
            #expect(chances.errors.isEmpty)
            for position in list.indices {
                let plain = mixture(Array(list[..<position]), rate: rate) { exp(means[$0] / 0.3) }
                #expect(abs(chances.values[position] - plain[list[position]]!) < 1e-14)
            }
        }
    }

    @Test(arguments: [0.0, 0.25, 1])
    func epsilonGreedyIsUniformOverWhatRemainsWithChanceEpsilon(rate: Double) throws {
        let policy = try EpsilonGreedySlate(epsilon: 0.4)
        let actions = try ScoredActions(means: means, variances: means.map { _ in 1 })
        var generator = SeededGenerator(seed: 0)
        for list in orderedLists(of: 5, length: 4) {
            let chances = try policy.propensities(of: list, from: actions, rate: rate, using: &generator)
            for position in list.indices {
                let plain = mixture(Array(list[..<position]), rate: rate * 0.4) { _ in 1 }
                #expect(abs(chances.values[position] - plain[list[position]]!) < 1e-14)
            }
        }
    }

    @Test(arguments: [0.0, 0.25, 1])
    func squareCBWeighsByTheInverseGapAmongWhatRemains(rate: Double) throws {
        let policy = try SquareCBSlate(gamma: 7)
        let actions = try ScoredActions(means: means, variances: means.map { _ in 1 })
        var generator = SeededGenerator(seed: 0)
        for list in orderedLists(of: 5, length: 4) {
            let chances = try policy.propensities(of: list, from: actions, rate: rate, using: &generator)
            for position in list.indices {
                let left = means.indices.filter { !list[..<position].contains($0) }
                let highest = left.map { means[$0] }.max()!
                let best = left.first { means[$0] == highest }!
                func inverse(_ action: Int) -> Double { 1 / (Double(left.count) + 7 * (highest - means[action])) }
                let rest = 1 - left.filter { $0 != best }.map(inverse).reduce(0, +)
                let plain = mixture(Array(list[..<position]), rate: rate) { $0 == best ? rest : inverse($0) }
                #expect(abs(chances.values[position] - plain[list[position]]!) < 1e-14)
            }
        }
    }

    @Test func squareCBWorkedByHand() throws {
        // Two candidates, gap 0.5, gamma 4: 1 / (2 + 2); expected reward given up 0.25 * 0.5.
        let actions = try ScoredActions(means: [0.5, 1], variances: [0, 0])
        var generator = SeededGenerator(seed: 0)
        let slate = try SquareCBSlate(gamma: 4).slate(from: actions, length: 2, using: &generator)
        #expect(slate.propensities == [slate.actions[0] == 0 ? 0.25 : 0.75, 1])
        #expect(slate.spent == [0.125, 0])
    }

    @Test func upperBoundsRankByMeanPlusBonusWithTiesByIndex() throws {
        // Bounds at bonus 2: 0.25 + 2, 0.75, 0.5 + 1.75, 0.75, 0 + 2.25: the same three times.
        let actions = try ScoredActions(means: [0.25, 0.75, 0.5, 0.75, 0], variances: [1, 0, 0.765625, 0, 1.265625])
        var generator = SeededGenerator(seed: 0)
        let policy = try UCBSlate(bonus: 2)
        let slate = try policy.slate(from: actions, length: 4, using: &generator)
        #expect(slate.actions == [0, 2, 4, 1])
        #expect(slate.isExploration == [true, true, true, false])
        #expect(slate.spent == [0.5, 0.25, 0.75, 0])
        #expect(try policy.propensities(of: [0, 4, 2], from: actions, using: &generator).values == [1, 0, 1])
        // Half the rate is half the bonus: 1.25, 0.75, 1.375, 0.75, 1.125.
        #expect(try policy.slate(from: actions, length: 3, rate: 0.5, using: &generator).actions == [2, 0, 4])
    }

    @Test func epsilonGreedyWorkedByHand() throws {
        // Best 1, then best 3 (tied, higher index), then 2: with epsilon 0.5 and 5, 4, 3 left.
        let actions = try ScoredActions(means: means, variances: means.map { _ in 0 })
        var generator = SeededGenerator(seed: 0)
        let policy = try EpsilonGreedySlate(epsilon: 0.5)
        let chances = try policy.propensities(of: [1, 2, 3], from: actions, using: &generator)
        #expect(chances.values == [0.5 + 0.1, 0.125, 0.5 + 0.5 * (1.0 / 3)])
    }

    /// Differences of a million temperatures: each position is a coin among the tied, in turn.
    @Test func plackettLuceNeitherUnderflowsNorLosesTiesAtTinyTemperatures() throws {
        let policy = try PlackettLuceSlate(temperature: 1e-20)
        let actions = try ScoredActions(means: [1, 0.5, 0.5, -3, -3, -3], variances: [0, 0, 0, 0, 0, 0])
        var counts = [Int](repeating: 0, count: 6)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            let slate = try policy.slate(from: actions, length: 6, rate: 1, using: &generator)
            #expect(slate.propensities == [1, 0.5, 1, 1.0 / 3, 0.5, 1])
            counts[slate.actions[1]] += 1
            #expect(slate.actions[0] == 0)
        }
        // Five standard errors of a fair coin thrown 2,000 times.
        #expect(counts[1] + counts[2] == 2_000)
        #expect(abs(counts[1] - 1_000) < 112)
    }

    @Test func hugeRewardsStayFinite() throws {
        let actions = try ScoredActions(means: [1e300, -1e300, 1e299, 0], variances: [1, 1, 1, 1])
        var generator = SeededGenerator(seed: 4)
        let slate = try PlackettLuceSlate(temperature: 1e-300)
            .slate(from: actions, length: 4, using: &generator)
        #expect(slate.actions == [0, 2, 3, 1])
        #expect(slate.propensities == [1, 1, 1, 1])
        #expect(slate.spent == [0, 0, 0, 0])
    }

    @Test(arguments: [-0.1, 1.1, .nan])
    func refusesAnEpsilonOutsideItsRange(_ epsilon: Double) {
        #expect(throws: ExploreError.self) { try EpsilonGreedySlate(epsilon: epsilon) }
    }

    @Test(arguments: [0, -1, .nan, .infinity])
    func refusesATemperatureThatIsNotPositive(_ temperature: Double) {
        let error = #expect(throws: ExploreError.self) { try PlackettLuceSlate(temperature: temperature) }
        #expect(error?.message == "PlackettLuceSlate.temperature must be positive and finite; got \(temperature)")
    }

    @Test(arguments: [-0.1, .nan, .infinity])
    func refusesABonusOrGammaOutsideItsRange(_ value: Double) {
        #expect(throws: ExploreError.self) { try UCBSlate(bonus: value) }
        #expect(throws: ExploreError.self) { try SquareCBSlate(gamma: value) }
    }
}
