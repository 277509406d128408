import Commerce
import Foundation
import Linear

/// A bandit problem whose expected rewards are known: the ground under the tests and figures of this room.
///
/// Contexts are standard normal. The expected reward of arm `a` is `logistic(z_a(x))`, where `z_a` is linear in the
/// context with coefficients drawn uniformly from [-1, 1] (an intercept and slopes shared by all arms, plus those of the
/// arm), centred and scaled to mean 0 and variance 1 over contexts and arms. The log's policy is
/// `softmax(inverseTemperature * expected reward)`: a negative temperature prefers bad arms. Rewards are 0 or 1.
///
/// After `SyntheticBanditDataset` with `logistic_reward_function` of the Open Bandit Pipeline 0.5.5 (Saito, Aihara,
/// Matsutani and Narita, "Open Bandit Dataset and Pipeline", 2021). One departure: it standardises `z` by the sample at
/// hand, this by the exact mean and variance, so that the truth does not change with the log.
public struct SyntheticBandit: Sendable {
    public let arms: Int
    /// Features of a context.
    public let width: Int
    public let inverseTemperature: Double
    /// Standardised lines: intercept, then slopes. Shape [arms, 1 + width].
    public let lines: [Double]

    /// - Throws: ``OffPolicyError`` `parameter` unless there are at least two arms and one feature, and the inverse
    ///   temperature is finite.
    public init(arms: Int = 30, width: Int = 5, inverseTemperature: Double = -3, seed: UInt64 = 0) throws {
        try OffPolicyError.check(arms >= 2, "SyntheticBandit.arms", "at least 2", got: arms)
        try OffPolicyError.check(width >= 1, "SyntheticBandit.width", "at least 1", got: width)
        try OffPolicyError.check(
            inverseTemperature.isFinite, "SyntheticBandit.inverseTemperature", "finite", got: inverseTemperature)
        self.arms = arms
        self.width = width
        self.inverseTemperature = inverseTemperature
        var generator = SeededGenerator(seed: seed)
        func coefficient() -> Double { 2 * generator.unit() - 1 }
        // Of all arms: context, and its product with the constant of the arms.
        let common = (0...width).map { _ in coefficient() + coefficient() }
        var lines: [Double] = []
        for _ in 0..<arms {
            let offset = coefficient()
            lines += common.indices.map { common[$0] + coefficient() + ($0 == 0 ? offset : 0) }
        }
        let stride = 1 + width
        let mean = (0..<arms).reduce(0) { $0 + lines[$1 * stride] } / Double(arms)
        // Slopes meet independent standard normal features, so their squares add up.
        var variance = 0.0
        for arm in 0..<arms {
            lines[arm * stride] -= mean
            for place in 0..<stride { variance += lines[arm * stride + place] * lines[arm * stride + place] }
        }
        let scale = (Double(arms) / variance).squareRoot()
        self.lines = lines.map { $0 * scale }
    }

    /// Expected reward of every arm. Shape [arms].
    public func expectedRewards(_ context: some Collection<Float>) -> [Double] {
        let context = Array(context)
        precondition(context.count == width, "SyntheticBandit: a context has \(width) features")
        return (0..<arms).map { arm in
            let start = arm * (1 + width)
            var sum = lines[start]
            for feature in 0..<width { sum += lines[start + 1 + feature] * Double(context[feature]) }
            return LineRewards.logistic(sum)
        }
    }

    /// Draws a log. O(decisions * arms * width).
    ///
    /// - Throws: ``OffPolicyError`` `log.empty` for no decisions.
    public func draw(_ decisions: Int, using generator: inout some RandomNumberGenerator) throws -> SyntheticLog {
        var (contexts, actions, rewards, propensities) = ([Float](), [Int32](), [Double](), [Double]())
        var expected: [Double] = []
        for _ in 0..<max(0, decisions) {
            let context = (0..<width).map { _ in Float(generator.normal()) }
            let means = expectedRewards(context)
            let weights = means.map { exp(inverseTemperature * $0) }
            let total = weights.reduce(0, +)
            var (point, arm) = (generator.unit() * total, 0)
            while arm < arms - 1, point >= weights[arm] {
                point -= weights[arm]
                arm += 1
            }
            contexts += context
            actions.append(Int32(arm))
            propensities.append(weights[arm] / total)
            rewards.append(generator.bernoulli(means[arm]) ? 1 : 0)
            expected += means
        }
        let log = try LoggedDecisions(
            arms: (0..<arms).map { "arm \($0)" }, actions: actions, rewards: rewards, propensities: propensities,
            contexts: Matrix(rows: decisions, columns: width, values: contexts))
        return SyntheticLog(log: log, expectedRewards: expected)
    }
}

/// A log together with its truth.
public struct SyntheticLog: Sendable {
    public let log: LoggedDecisions
    /// True expected reward of every arm at every decision. Shape [decisions, arms].
    public let expectedRewards: [Double]

    /// What the target truly earns at the log's own contexts: `mean_i sum_a target(a | x_i) q(x_i, a)`.
    ///
    /// - Throws: ``OffPolicyError`` `target.shape`.
    public func value(of target: TargetProbabilities) throws -> Double {
        let terms = try ModelTerms(log, under: target, rewards: expectedRewards, for: "truth").direct
        return terms.reduce(0, +) / Double(terms.count)
    }
}
