import Commerce
import Foundation
import Linear
import Testing

@testable import Explore

struct ThompsonSlateTests {
    /// Conditional chances of a list by plain integration: a trapezoid rule of very many steps, at two widths, whose
    /// leading error cancels.
    private func plain(_ list: [Int], _ means: [Double], _ deviations: [Double]) -> [Double] {
        zip(plain(list, means, deviations, steps: 10_000), plain(list, means, deviations, steps: 20_000))
            .map { (4 * $1 - $0) / 3 }
    }

    private func plain(_ list: [Int], _ means: [Double], _ deviations: [Double], steps: Int) -> [Double] {
        let low = zip(means, deviations).map { $0 - 12 * $1 }.min()!
        let high = zip(means, deviations).map { $0 + 12 * $1 }.max()!
        let width = (high - low) / Double(steps)
        let xs = (0...steps).map { low + Double($0) * width }
        func cumulative(_ i: Int, _ x: Double) -> Double {
            0.5 * erfc((means[i] - x) / deviations[i] * 0.5.squareRoot())
        }
        func density(_ i: Int, _ x: Double) -> Double {
            let z = (x - means[i]) / deviations[i]
            return exp(-0.5 * z * z) / (deviations[i] * (2 * Double.pi).squareRoot())
        }
        var tails = [Double](repeating: 1, count: xs.count)
        var before = 1.0
        var result: [Double] = []
        for place in list.indices {
            let others = means.indices.filter { !list[...place].contains($0) }
            let integrand = xs.indices.map { density(list[place], xs[$0]) * tails[$0] }
            var chance = 0.0
            for step in xs.indices where integrand[step] > 0 {
                chance += others.reduce(integrand[step] * width) { $0 * cumulative($1, xs[step]) }
            }
            result.append(chance / before)
            before = chance
            var sum = 0.0
            for step in xs.indices.reversed() {
                // The trapezoid: half of this step's value now, half with the next.
                sum += integrand[step] * width / 2
                tails[step] = sum
                sum += integrand[step] * width / 2
            }
        }
        return result
    }

    static let cases: [(means: [Double], deviations: [Double], list: [Int])] = [
        ([0, 0, 0], [1, 1, 1], [2, 0, 1]),
        ([0.3, 0.9, 0.5, 0.9, 0.1], [0.3, 0.2, 0.5, 0.1, 0.4], [3, 2, 0]),
        ([0.3, 0.9, 0.5, 0.9, 0.1], [0.3, 0.2, 0.5, 0.1, 0.4], [4, 0, 2, 3, 1]),
        ([1, 0.5, 0, -0.5], [0.02, 1, 0.05, 2], [1, 3, 0]),
        ([1, 0.5, 0, -0.5], [0.02, 1, 0.05, 2], [3, 0]),
        ([0, 10], [1, 1], [0]),
        ([5, 4.9, 4.8, 1, 1, 1, 1, 1], [0.1, 0.1, 0.1, 2, 2, 2, 2, 2], [3, 0, 5, 1]),
    ]

    @Test(arguments: cases.indices)
    func agreesWithPlainIntegrationWithinItsStatedError(_ place: Int) throws {
        let (means, deviations, list) = Self.cases[place]
        let actions = try ScoredActions(means: means, variances: deviations.map { $0 * $0 })
        var generator = SeededGenerator(seed: 0)
        let chances = try ThompsonSlate().propensities(of: list, from: actions, using: &generator)
        let oracle = plain(list, means, deviations)
        for position in list.indices {
            #expect(abs(chances.values[position] - oracle[position]) <= chances.errors[position] + 1e-10)
            #expect(chances.errors[position] <= 1e-4 * chances.values[position])
        }
    }

    /// Random beliefs of very different widths, lists that the policy would draw and lists that it hardly would.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func statesItsErrorOnRandomBeliefs(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let count = 3 + Int(seed % 6)
        let means = (0..<count).map { _ in 2 * generator.unit() }
        let deviations = means.map { _ in pow(10, -2 * generator.unit()) }
        let actions = try ScoredActions(means: means, variances: deviations.map { $0 * $0 })
        let drawn = try ThompsonSlate().slate(from: actions, length: 4, using: &generator)
        for list in [drawn.actions, Array((0..<count).shuffled(using: &generator).prefix(3))] {
            let chances = try ThompsonSlate().propensities(of: list, from: actions, using: &generator)
            let oracle = plain(list, means, deviations)
            var beginning = 1.0
            for position in list.indices {
                // Where the list becomes next to impossible, the plain rule is too coarse for an oracle.
                beginning *= oracle[position]
                guard beginning > 1e-9 else { break }
                #expect(abs(chances.values[position] - oracle[position]) <= chances.errors[position] + 1e-10)
            }
        }
    }

    /// 100,000 draws of all candidates, sorted: nothing is shared with the policy but the definition. Fails for about
    /// one seed in a million.
    @Test func agreesWithSortedDraws() throws {
        let means = [0.3, 0.9, 0.5, 0.8]
        let deviations = [0.3, 0.2, 0.5, 0.01]
        let actions = try ScoredActions(means: means, variances: deviations.map { $0 * $0 })
        let lists = orderedLists(of: 4, length: 3)
        var generator = SeededGenerator(seed: 21)
        let chances = try lists.map {
            try ThompsonSlate().propensities(of: $0, from: actions, using: &generator).values.reduce(1, *)
        }
        #expect(abs(chances.reduce(0, +) - 1) < 1e-6)
        var counts = [[Int]: Int]()
        for _ in 0..<100_000 {
            let draws = zip(means, deviations).map { generator.normal(mean: $0, deviation: $1) }
            counts[Array([0, 1, 2, 3].sorted { draws[$0] > draws[$1] }.prefix(3)), default: 0] += 1
        }
        let test = chiSquare(lists.map { counts[$0, default: 0] }, chances, draws: 100_000)
        #expect(test.statistic <= test.limit)
    }

    /// 300 candidates without order among them: each must be as likely as any other, wherever the list is cut.
    @Test func equalBeliefsAreEquallyLikelyEvenAmongMany() throws {
        let actions = try ScoredActions(
            means: [Double](repeating: 0.2, count: 300), variances: [Double](repeating: 0.01, count: 300))
        var generator = SeededGenerator(seed: 3)
        let slate = try ThompsonSlate().slate(from: actions, length: 10, using: &generator)
        for position in 0..<10 {
            let exact = 1 / Double(300 - position)
            #expect(abs(slate.propensities[position] - exact) <= slate.errors[position])
            #expect(slate.errors[position] < 1e-4 * exact)
            #expect(slate.spent[position] < 1e-12)
        }
    }

    /// A wide belief far below a sharp one: only its tail beyond the sharp one counts. Oracle:
    /// `Phi(-20)` by the error function, with the sharp one's width in it.
    @Test func resolvesChancesFarInTheTail() throws {
        var generator = SeededGenerator(seed: 3)
        let actions = try ScoredActions(means: [0, 20], variances: [1, 1e-4])
        let chances = try ThompsonSlate().propensities(of: [0], from: actions, using: &generator)
        let exact = 0.5 * erfc(20 / (2 * (1 + 1e-4)).squareRoot())
        #expect(abs(chances.values[0] / exact - 1) < 1e-4)
    }

    @Test func saysThatNothingIsKnownAfterAnImpossibleBeginning() throws {
        var generator = SeededGenerator(seed: 3)
        let actions = try ScoredActions(means: [0, 100, 99.5, 99], variances: [1, 1, 1, 1])
        let chances = try ThompsonSlate().propensities(of: [0, 1, 2], from: actions, using: &generator)
        #expect(chances.values == [0, 0, 0])
        #expect(chances.errors == [0, 1, 1])
    }

    @Test func anyScaleOfRewardGivesTheSameChances() throws {
        let base = try ScoredActions.many(20, seed: 8)
        var generator = SeededGenerator(seed: 3)
        let list = [4, 17, 2]
        let plain = try ThompsonSlate().propensities(of: list, from: base, using: &generator).values
        for factor in [1e-150, 1e-3, 1e6, 1e140] {
            let scaled = try ScoredActions(
                means: base.means.map { $0 * factor }, variances: base.variances.map { $0 * factor * factor })
            let values = try ThompsonSlate().propensities(of: list, from: scaled, using: &generator).values
            for (value, expected) in zip(values, plain) { #expect(abs(value / expected - 1) < 1e-6) }
        }
    }

    /// Beliefs a million times sharper than their distances, as after very long learning, with ties among them.
    @Test func sharpBeliefsExploreOnlyAmongTies() throws {
        var generator = SeededGenerator(seed: 3)
        let actions = try ScoredActions(means: [1, 3, 2, 3, -5], variances: [1e-14, 1e-14, 1e-14, 1e-14, 1e-14])
        let slate = try ThompsonSlate().slate(from: actions, length: 5, using: &generator)
        #expect(Set(slate.actions.prefix(2)) == [1, 3])
        #expect(Array(slate.actions.dropFirst(2)) == [2, 0, 4])
        for (propensity, expected) in zip(slate.propensities, [0.5, 1, 1, 1, 1]) {
            #expect(abs(propensity - expected) < 1e-5)
        }
    }

    @Test func theTableOfTheNormalDistributionIsAccurate() {
        var worst = (log: 0.0, ratio: 0.0)
        NormalTable.shared.read { table in
            for step in 0...50_000 {
                let z = -38 + 45 * Double(step) / 50_000
                let chance = 0.5 * erfc(-z * 0.5.squareRoot())
                // Where the function itself has lost digits, it is no oracle.
                guard chance > 1e-290 else { continue }
                let value = table(z)
                let exact = z > 0 ? log1p(-0.5 * erfc(z * 0.5.squareRoot())) : log(chance)
                worst.log = max(worst.log, abs(value.x - exact))
                let ratio = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() / chance
                worst.ratio = max(worst.ratio, abs(value.y - ratio))
            }
        }
        NormalTable.shared.read { table in
            for end in [-37.0, 6.5] {
                for z in [end.nextDown, end, end.nextUp, end - 0.01, end + 0.01] {
                    #expect(abs(table(z).x - table(end - 0.02).x) < 2)
                }
            }
        }
        #expect(worst.log < 3e-9)
        #expect(worst.ratio < 3e-9)
    }

    @Test(arguments: [-0.5, .nan, .infinity])
    func refusesAScaleOutsideItsRange(_ scale: Double) {
        #expect(throws: ExploreError.self) { try ThompsonSlate(scale: scale) }
    }
}
