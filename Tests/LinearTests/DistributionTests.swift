import Commerce
import Foundation
import Linear
import Testing

/// Empirical shares of `x <= cut` and empirical means against exact values. With 20,000 draws and bounds of 5.5
/// standard errors a correct sampler fails one check in about 25 million.
@Suite("Distributions")
struct DistributionTests {
    static let draws = 20_000

    struct Law: Sendable, CustomTestStringConvertible {
        var name: String
        var mean: Double
        var variance: Double
        /// Points and the exact probability of not being beyond them.
        var cumulative: [(cut: Double, probability: Double)]
        var draw: @Sendable (inout SeededGenerator) -> Double
        var testDescription: String { name }
    }

    static func normalCumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    static func poissonCumulative(_ mean: Double, through count: Int) -> Double {
        var term = exp(-mean)
        var sum = term
        for k in 1...count {
            term *= mean / Double(k)
            sum += term
        }
        return sum
    }

    static func poisson(_ mean: Double, cuts: [Int]) -> Law {
        Law(
            name: "Poisson(\(mean))", mean: mean, variance: mean,
            cumulative: cuts.map { (Double($0), poissonCumulative(mean, through: $0)) },
            draw: { Double($0.poisson(mean: mean)) })
    }

    static let laws: [Law] = [
        Law(
            name: "normal(3, 2)", mean: 3, variance: 4,
            cumulative: [-2, 1, 3, 4, 8].map { ($0, normalCumulative(($0 - 3) / 2)) },
            draw: { $0.normal(mean: 3, deviation: 2) }),
        Law(
            name: "logNormal(0.5, 0.4)", mean: exp(0.58), variance: (exp(0.16) - 1) * exp(1.16),
            cumulative: [1, 2, 3].map { ($0, normalCumulative((log($0) - 0.5) / 0.4)) },
            draw: { $0.logNormal(logMean: 0.5, logDeviation: 0.4) }),
        Law(
            name: "exponential(4)", mean: 0.25, variance: 1.0 / 16,
            cumulative: [0.05, 0.25, 1].map { ($0, 1 - exp(-4 * $0)) },
            draw: { $0.exponential(rate: 4) }),
        Law(
            name: "gamma(0.5, 2)", mean: 1, variance: 2,
            cumulative: [0.01, 0.5, 3].map { ($0, erf(($0 / 2).squareRoot())) },
            draw: { $0.gamma(shape: 0.5, scale: 2) }),
        Law(
            name: "gamma(3, 0.5)", mean: 1.5, variance: 0.75,
            cumulative: [0.5, 1.5, 3].map { ($0, 1 - exp(-2 * $0) * (1 + 2 * $0 + 2 * $0 * $0)) },
            draw: { $0.gamma(shape: 3, scale: 0.5) }),
        Law(
            name: "beta(2, 3)", mean: 0.4, variance: 0.04,
            cumulative: [0.1, 0.4, 0.8].map { ($0, $0 * $0 * (6 - 8 * $0 + 3 * $0 * $0)) },
            draw: { $0.beta(2, 3) }),
        Law(
            name: "beta(0.5, 0.5)", mean: 0.5, variance: 0.125,
            cumulative: [0.01, 0.3, 0.9].map { ($0, 2 / Double.pi * asin($0.squareRoot())) },
            draw: { $0.beta(0.5, 0.5) }),
        Law(
            name: "beta(0.25, 1)", mean: 0.2, variance: 0.25 / (1.25 * 1.25 * 2.25),
            cumulative: [0.0001, 0.1, 0.7].map { ($0, pow($0, 0.25)) },
            draw: { $0.beta(0.25, 1) }),
        poisson(0.3, cuts: [1, 2]), poisson(9.5, cuts: [4, 9, 15]), poisson(10, cuts: [4, 10, 16]),
        poisson(250, cuts: [210, 250, 290]),
        Law(
            name: "Bernoulli(0.2)", mean: 0.2, variance: 0.16, cumulative: [(0, 0.8)],
            draw: { $0.bernoulli(0.2) ? 1 : 0 }),
    ]

    @Test(arguments: laws, [UInt64(0), 1, 2])
    func drawsFollowTheLaw(_ law: Law, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<Self.draws).map { _ in law.draw(&generator) }
        #expect(values.allSatisfy { $0.isFinite })
        let count = Double(Self.draws)
        let mean = values.reduce(0, +) / count
        #expect(abs(mean - law.mean) < 5.5 * (law.variance / count).squareRoot(), "mean \(mean)")
        for (cut, probability) in law.cumulative {
            let share = Double(values.count { $0 <= cut }) / count
            let error = (probability * (1 - probability) / count).squareRoot()
            #expect(abs(share - probability) < 5.5 * error, "share up to \(cut) is \(share), not \(probability)")
        }
    }

    @Test func theSameSeedGivesTheSameDraws() {
        for law in Self.laws {
            var first = SeededGenerator(seed: 5)
            var second = SeededGenerator(seed: 5)
            for _ in 0..<100 { #expect(law.draw(&first) == law.draw(&second)) }
        }
    }

    @Test func extremeParametersStayWithinTheSupport() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            #expect((0...1).contains(generator.beta(1e-3, 1e-3)))
            #expect((0...1).contains(generator.beta(1e6, 1e-4)))
            #expect(generator.gamma(shape: 1e-4) >= 0)
            #expect(generator.poisson(mean: 0) == 0)
            #expect(abs(Double(generator.poisson(mean: 1e12)) - 1e12) < 1e7)
            #expect(generator.normal(mean: 2, deviation: 0) == 2)
            #expect(!generator.bernoulli(0) && generator.bernoulli(1))
        }
    }
}

@Suite("Alias table")
struct AliasTableTests {
    @Test(arguments: [[1.0], [0, 3, 0, 1, 6, 0], [1e300, 1e300, 2e300], [1e-300, 3e-300]])
    func frequenciesFollowTheWeights(_ weights: [Double]) throws {
        let table = try AliasTable(weights: weights)
        #expect(table.count == weights.count)
        let largest = try #require(weights.max())
        let total = weights.reduce(0) { $0 + $1 / largest }
        var generator = SeededGenerator(seed: 3)
        var counts = [Int](repeating: 0, count: weights.count)
        let draws = 50_000
        for _ in 0..<draws { counts[table.sample(using: &generator)] += 1 }
        for (count, weight) in zip(counts, weights) {
            let probability = weight / largest / total
            let bound = 5.5 * (Double(draws) * probability * (1 - probability)).squareRoot()
            #expect(abs(Double(count) - Double(draws) * probability) <= bound)
        }
    }

    @Test func aWeightOfZeroIsNeverDrawn() throws {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<50 {
            var weights = (0..<37).map { _ in generator.unit() }
            for index in stride(from: 0, to: 37, by: 3) { weights[index] = 0 }
            let table = try AliasTable(weights: weights)
            for _ in 0..<500 { #expect(weights[table.sample(using: &generator)] > 0) }
        }
    }

    @Test(arguments: [[], [0, 0], [1, -1], [.nan], [.infinity, 1]] as [[Double]])
    func impossibleWeightsAreRefused(_ weights: [Double]) throws {
        let error = try #require(throws: LinearError.self) { try AliasTable(weights: weights) }
        #expect(error.code == "alias.weights")
    }
}
