import Commerce
import Explore
import Foundation
import Linear
import Testing

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
        func cumulative(_ i: Int, _ x: Double) -> Double { 0.5 * erfc((means[i] - x) / deviations[i] * 0.5.squareRoot()) }
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
}
