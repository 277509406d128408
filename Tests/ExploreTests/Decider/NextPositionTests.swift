import Commerce
import Explore
import Testing

/// The law of ``SlatePolicy/next(from:position:left:rate:using:)``, for every policy of the module.
struct NextPositionTests {
    @Test(arguments: ReplayTests.policies, [0, 1, 4])
    func drawsOneActionWithTheProbabilityItSays(version: String, position: Int) throws {
        let policy = try PolicyRegistry.standard.policy(version)
        let scores = try ScoredActions(
            means: [0.1, 0.32, 0.3, 0.05, 0.29, 0.3], variances: [0.02, 0.001, 0.01, 0.03, 0.004, 0.002])
        var generator = SeededGenerator(seed: 5)
        let propensities = try scores.means.indices.map {
            try policy.propensity(
                of: $0, from: scores, position: position, left: 3, rate: 0.7, using: &generator
            ).value
        }
        #expect(abs(propensities.reduce(0, +) - 1) < 1e-6)
        let rounds = 3000
        var counts = [Int](repeating: 0, count: scores.count)
        for _ in 0..<rounds {
            let draw = try policy.next(from: scores, position: position, left: 3, rate: 0.7, using: &generator)
            #expect(draw.actions.count == 1 && abs(draw.propensities[0] - propensities[draw.actions[0]]) < 1e-9)
            counts[draw.actions[0]] += 1
        }
        for (count, chance) in zip(counts, propensities) {
            let error = (chance * (1 - chance) / Double(rounds)).squareRoot()
            // Five standard errors: fails once in a million for each action.
            #expect(abs(Double(count) / Double(rounds) - chance) <= 5 * error + 1e-9)
        }
    }

    @Test func directedSlatesKeepTheirCurves() throws {
        let policy = try DirectedSlate(strength: 1, profile: [0, 1])
        let scores = try ScoredActions(means: [0.3, 0.2, 0.1], variances: [0.01, 0.01, 0.01])
        var generator = SeededGenerator(seed: 5)
        func best(_ position: Int) throws -> Double {
            try policy.propensity(of: 0, from: scores, position: position, left: 2, rate: 1, using: &generator).value
        }
        #expect(try best(0) == 1)
        #expect(try best(1) < 1 && best(1) == best(7))
    }
}
