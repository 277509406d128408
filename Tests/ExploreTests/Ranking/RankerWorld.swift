import Commerce
import Explore
import Foundation
import Linear

/// Rewards that follow the ranker's own model: coefficients, an effect of each item, and noise.
struct RankerWorld {
    static let names = ["always", "x1", "x2", "x3"]
    let coefficients: [Double]
    var effects: [Double]
    let noise: Double
    let isChance: Bool

    init(
        items: Int = 200, deviation: Double, noise: Double = 0.3, isChance: Bool = false,
        using generator: inout SeededGenerator
    ) {
        coefficients = isChance ? [-2, 0.8, -0.5, 0] : [0.4, 0.2, -0.1, 0]
        effects = (0..<items).map { _ in generator.normal(deviation: deviation) }
        self.noise = noise
        self.isChance = isChance
    }

    func features(using generator: inout SeededGenerator) -> [Float] {
        [1] + (0..<3).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    func expectation(_ item: Int, _ features: [Float]) -> Double {
        let sum = zip(coefficients, features).reduce(effects[item]) { $0 + $1.0 * Double($1.1) }
        return isChance ? 1 / (1 + exp(-sum)) : sum
    }

    func answer(_ item: Int, _ features: [Float], using generator: inout SeededGenerator) -> Double {
        let expected = expectation(item, features)
        return isChance ? (generator.unit() < expected ? 1 : 0) : expected + generator.normal(deviation: noise)
    }
}
