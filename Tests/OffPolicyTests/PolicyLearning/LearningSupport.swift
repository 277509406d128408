import Commerce
import Foundation
import Linear
import OffPolicy

/// A logged bandit whose best policy is known: each arm's mean reward is linear in the context.
struct LinearBandit {
    let arms = ["none", "mens", "womens"]
    let width = 4
    /// Shape [arms, width + 1], the intercept first.
    let truth: [Double] = [
        0.3, 0.0, 0.1, 0.0, 0.0,
        0.4, 0.3, 0.1, 0.0, 0.0,
        0.35, -0.3, 0.1, 0.2, 0.0,
    ]

    func mean(_ arm: Int, _ context: [Double]) -> Double {
        (0..<width).reduce(truth[arm * (width + 1)]) { $0 + truth[arm * (width + 1) + 1 + $1] * context[$1] }
    }

    /// A log of a policy that prefers the first arm more as the first feature grows; noise of this deviation.
    func log(_ count: Int, noise: Double = 0.5, using generator: inout SeededGenerator) throws -> LoggedDecisions {
        var contexts: [Float] = []
        var actions: [Int32] = []
        var rewards: [Double] = []
        var propensities: [Double] = []
        for _ in 0..<count {
            let context = (0..<width).map { 5 * Double($0) + (1 + Double($0)) * generator.normal() }
            let centred = context.enumerated().map { ($1 - 5 * Double($0)) / (1 + Double($0)) }
            let tilt = exp(centred[0].clamped(to: -1.5...1.5))
            let probabilities = [tilt, 1, 0.5].map { $0 / (tilt + 1.5) }
            var point = generator.unit()
            var arm = 0
            while arm < 2, point >= probabilities[arm] {
                point -= probabilities[arm]
                arm += 1
            }
            contexts += context.map(Float.init)
            actions.append(Int32(arm))
            propensities.append(probabilities[arm])
            rewards.append(mean(arm, centred) + noise * generator.normal())
        }
        return try LoggedDecisions(
            arms: arms, actions: actions, rewards: rewards, propensities: propensities,
            contexts: Matrix(rows: count, columns: width, values: contexts))
    }

    /// True mean reward of a policy over a log's contexts, and that of the best policy.
    func value(of target: TargetProbabilities, on log: LoggedDecisions) -> (policy: Double, best: Double) {
        var (policy, best) = (0.0, 0.0)
        for row in 0..<log.count {
            let context = (0..<width).map { (Double(log.contexts[row, $0]) - 5 * Double($0)) / (1 + Double($0)) }
            let means = arms.indices.map { mean($0, context) }
            policy += arms.indices.reduce(0) { $0 + target[row, $1] * means[$1] }
            best += means.reduce(-.infinity, max)
        }
        return (policy / Double(log.count), best / Double(log.count))
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
