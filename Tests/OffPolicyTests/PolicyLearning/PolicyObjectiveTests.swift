import Commerce
import Linear
import Testing

@testable import OffPolicy

struct PolicyObjectiveTests {
    @Test(arguments: [true, false], [0.0, 0.7])
    func itsGradientIsThatOfCentralDifferences(_ doublyRobust: Bool, _ caution: Double) throws {
        var generator = SeededGenerator(seed: 11)
        let log = try LinearBandit().log(300, using: &generator)
        let estimate: PolicyObjective.Estimate =
            doublyRobust
            ? .doublyRobust(scores: (0..<900).map { _ in generator.normal() })
            : .selfNormalised(actions: log.actions, rewards: log.rewards, propensities: log.propensities)
        let objective = try PolicyObjective(
            design: ContextDesign(log), arms: 3, estimate: estimate, rows: Array(20..<290), l2: 0.05, caution: caution,
            unit: 0.8)
        let theta = (0..<15).map { _ in generator.normal() }
        var gradient = [Double](repeating: .nan, count: 15)
        var ignored = gradient
        _ = objective.negated(at: theta, gradient: &gradient)
        for place in theta.indices {
            var (up, down) = (theta, theta)
            up[place] += 1e-5
            down[place] -= 1e-5
            let slope =
                (objective.negated(at: up, gradient: &ignored) - objective.negated(at: down, gradient: &ignored)) / 2e-5
            #expect(abs(gradient[place] - slope) < 1e-7 * max(1, abs(slope)))
        }
    }
}
