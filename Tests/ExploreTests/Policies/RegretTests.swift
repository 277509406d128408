import Commerce
import Explore
import Foundation
import Linear
import Testing

/// Whole runs against worlds whose truth is known. Figures are means over the seeds named; the margins are many times
/// their standard errors, which the comments state.
@Suite("Regret")
struct RegretTests {
    /// Expected reward given up, step by step, against always choosing the best.
    private func regret<P: LearningPolicy>(
        of policy: P, steps: Int, seed: UInt64, actions: (Int, inout SeededGenerator) throws -> ActionSet,
        mean: (Int, Int, ActionSet) -> Double, reward: (Double, inout SeededGenerator) -> Double
    ) throws -> [Double] {
        var policy = policy
        var generator = SeededGenerator(seed: seed)
        var sum = 0.0
        var path: [Double] = []
        for step in 0..<steps {
            let offered = try actions(step, &generator)
            let means = (0..<offered.count).map { mean(step, $0, offered) }
            let chosen = try policy.distribution(over: offered, in: DecisionContext(), using: &generator)
                .sample(using: &generator).action
            sum += means.reduce(-.infinity, max) - means[chosen]
            path.append(sum)
            let width = offered.width
            try policy.update(
                with: Feedback(
                    key: offered.keys[chosen],
                    features: Array(offered.features[chosen * width..<(chosen + 1) * width]),
                    reward: reward(means[chosen], &generator)))
        }
        return path
    }

    /// The mean path over seeds, on Bernoulli arms whose chances may depend on the step.
    private func bernoulli(
        _ policy: some LearningPolicy, seeds: Range<UInt64>, steps: Int, chance: @escaping (Int, Int) -> Double,
        arms: Int
    ) throws -> [Double] {
        let offered = try ActionSet(keys: (0..<arms).map(Int32.init))
        var total = [Double](repeating: 0, count: steps)
        for seed in seeds {
            let path = try regret(
                of: policy, steps: steps, seed: seed, actions: { _, _ in offered },
                mean: { step, arm, _ in chance(step, arm) },
                reward: { $1.unit() < $0 ? 1 : 0 })
            for step in path.indices { total[step] += path[step] / Double(seeds.count) }
        }
        return total
    }

    private static let chances = [0.9, 0.6, 0.5, 0.4]

    /// Four arms of 0.9, 0.6, 0.5 and 0.4, 4 seeds, 1,000 steps. The last half of a logarithm of the time is `ln 2` of
    /// `ln 1000`, a tenth of the whole; a fixed epsilon's last half costs as much as its first.
    @Test func thompsonRegretGrowsSlowlyAndBeatsAFixedEpsilon() throws {
        let chance: (Int, Int) -> Double = { _, arm in Self.chances[arm] }
        let betas = try ArmModel(prior: BetaPosterior(prior: .init()))
        let thompson = try bernoulli(Thompson(betas), seeds: 0..<4, steps: 1000, chance: chance, arms: 4)
        let fixed = try bernoulli(
            Bandit(betas, exploring: EpsilonGreedy(epsilon: 0.2)), seeds: 0..<4, steps: 1000, chance: chance, arms: 4)
        #expect(thompson[999] < 15, "\(thompson[999])")
        #expect(thompson[999] - thompson[499] < 0.3 * thompson[499], "\(thompson[499]), \(thompson[999])")
        // 0.2 * (0 + 0.3 + 0.4 + 0.5) / 4 = 0.06 at each step.
        #expect(fixed[999] - fixed[499] > 24)
        #expect(thompson[999] < fixed[999] / 3)
    }

    /// As above, 6 seeds of 4,000 steps. UCB1 owes its guarantee at every seed: `8 ln t` over gaps, and a constant
    /// (Auer and others, theorem 1).
    @Test func ucb1KeepsItsGuaranteeAndGrowsLogarithmically() throws {
        let chance: (Int, Int) -> Double = { _, arm in Self.chances[arm] }
        let totals = try ArmModel(prior: RewardTotals())
        let gaps = [0.3, 0.4, 0.5]
        let bound = gaps.reduce(0) { $0 + 8 * log(4000) / $1 + (1 + Double.pi * Double.pi / 3) * $1 }
        let path = try bernoulli(Bandit(totals, exploring: UCB1()), seeds: 0..<6, steps: 4000, chance: chance, arms: 4)
        #expect(path[3999] < bound)
        // From 1,000 to 4,000 steps a logarithm grows by a fifth, what is linear by four times.
        #expect(path[3999] < 1.6 * path[999], "\(path[999]), \(path[3999])")
        let fixed = try bernoulli(
            Bandit(totals, exploring: EpsilonGreedy(epsilon: 0.2)), seeds: 0..<6, steps: 4000, chance: chance, arms: 4)
        #expect(path[3999] < 0.8 * fixed[3999], "\(path[3999]), \(fixed[3999])")
    }

    /// Five new actions at each step with four features; reward linear with noise 0.1. 5 seeds, 600 steps: what the last
    /// 300 steps cost is a small part of what chance would (some 0.9 a step).
    @Test func linearPoliciesFindALinearReward() throws {
        let truth = [0.2, 1.0, -0.5, 0.3]
        func path(_ policy: some LearningPolicy) throws -> [Double] {
            var total = [Double](repeating: 0, count: 600)
            for seed in 0..<5 as Range<UInt64> {
                let run = try regret(
                    of: policy, steps: 600, seed: seed,
                    actions: { _, generator in
                        try ActionSet(
                            keys: [0, 1, 2, 3, 4], width: 4, features: (0..<5).flatMap { _ in generator.features(4) })
                    },
                    mean: { _, action, offered in
                        (0..<4).reduce(0) { $0 + truth[$1] * Double(offered.features[action * 4 + $1]) }
                    }, reward: { $0 + 0.1 * $1.normal() })
                for step in run.indices { total[step] += run[step] / 5 }
            }
            return total
        }
        let linear = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 4), noise: .known(0.01)))
        let chance = try path(Bandit(linear, exploring: EpsilonGreedy(epsilon: 1)))
        let cases: [(String, [Double], Double)] = [
            ("linucb", try path(LinUCB(alpha: 0.5, width: 4)), 0.02),
            ("thompson", try path(Thompson(linear, draws: 100)), 0.02),
            ("shared ucb", try path(Bandit(linear, exploring: UpperConfidence(alpha: 2))), 0.01),
            ("square-cb", try path(Bandit(linear, exploring: SquareCB())), 0.05),
            ("bootstrap", try path(Bootstrap(linear, models: 8)), 0.02),
        ]
        for (name, path, share) in cases {
            #expect(path[599] - path[299] < share * (chance[599] - chance[299]), "\(name): \(path[599] - path[299])")
        }
    }

    /// The best arm becomes the worst after 1,000 of 2,000 steps: chances 0.8 and 0.4 change places. 6 seeds. What never
    /// forgets needs about as long to turn round as it has lived.
    @Test func forgettingFollowsASwitch() throws {
        let chance: (Int, Int) -> Double = { step, arm in (step < 1000) == (arm == 0) ? 0.8 : 0.4 }
        func late(_ policy: some LearningPolicy) throws -> Double {
            let path = try bernoulli(policy, seeds: 0..<6, steps: 2000, chance: chance, arms: 2)
            return path[1999] - path[999]
        }
        let rule = try UCB1(range: 0.2)
        let stationary = try late(Bandit(ArmModel(prior: RewardTotals()), exploring: rule))
        let discounted = try late(
            Bandit(ArmModel(prior: RewardTotals(), forgetting: .perAnswer(keep: 0.99)), exploring: rule))
        let windowed = try late(
            Bandit(Windowed(ArmModel(prior: RewardTotals()), size: 150), exploring: rule))
        #expect(discounted < 0.6 * stationary, "\(discounted) against \(stationary)")
        #expect(windowed < 0.6 * stationary, "\(windowed) against \(stationary)")
    }
}
