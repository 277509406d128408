import Commerce
import Explore
import Linear
import OffPolicy
import Testing

struct PolicyLearnerTests {
    private let bandit = LinearBandit()

    /// 2,500 decisions; every method must close nine tenths of the gap between the best single arm and the best policy.
    @Test(arguments: PolicyLearner.Method.allCases.filter { $0 != .bestArm }, [UInt64(1), 2])
    func everyMethodComesCloseToTheBestPolicy(_ method: PolicyLearner.Method, _ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let log = try bandit.log(2500, using: &generator)
        let fresh = try bandit.log(2500, using: &generator)
        let learned = try PolicyLearner(ways: [.init(method, l2: 0.0001), .init(method, l2: 0.001)]).fit(
            log, using: &generator)
        let value = bandit.value(of: try learned.policy.targetProbabilities(for: fresh), on: fresh)
        let single = (0..<3).map { arm in
            bandit.value(of: constant(arm), on: fresh).policy
        }
        let bestArm = single.reduce(-.infinity, max)
        #expect(value.policy - bestArm > 0.9 * (value.best - bestArm))
        #expect(learned.candidates.count == 2)
    }

    private func constant(_ arm: Int) -> TargetProbabilities {
        do {
            return try TargetProbabilities(arms: 3, values: (0..<3).map { $0 == arm ? 1 : 0 })
        } catch {
            preconditionFailure("\(error)")
        }
    }

    @Test func theSameSeedLearnsTheSamePolicy() throws {
        var generator = SeededGenerator(seed: 5)
        let log = try bandit.log(600, using: &generator)
        let learner = try PolicyLearner()
        let policies = try (0..<2).map { _ in
            var generator = SeededGenerator(seed: 9)
            return try learner.fit(log, using: &generator).policy
        }
        #expect(policies[0] == policies[1])
    }

    /// 3,000 decisions in which the arms differ, but no shopper from another: nothing is learned from the noise.
    @Test func whereShoppersDoNotDifferTheBestArmIsKept() throws {
        var generator = SeededGenerator(seed: 21)
        let count = 3000
        let actions = (0..<count).map { _ in Int32.random(in: 0..<3, using: &generator) }
        let log = try LoggedDecisions(
            arms: bandit.arms, actions: actions,
            rewards: actions.map { generator.unit() < [0.1, 0.2, 0.15][Int($0)] ? 1 : 0 },
            propensities: [Double](repeating: 1.0 / 3, count: count),
            contexts: Matrix(rows: count, columns: 5, values: (0..<count * 5).map { _ in Float(generator.normal()) }))
        let learned = try PolicyLearner().fit(log, using: &generator)
        #expect(learned.chosen.way.method == .bestArm)
        let target = try learned.policy.targetProbabilities(for: log)
        #expect((0..<count).allSatisfy { target[$0, 1] == 1 })
    }

    /// The value on other data, as every estimate: 20 splits, of whose 95 % intervals at least 16 cover the truth (fewer
    /// would happen by chance in 3 of 1,000 runs).
    @Test func theValueOnOtherDataIsCovered() throws {
        var covered = 0
        for seed in 0..<20 {
            var generator = SeededGenerator(seed: UInt64(100 + seed))
            let log = try bandit.log(600, using: &generator)
            let held = try bandit.log(1000, using: &generator)
            let way = PolicyLearner.Way(.doublyRobustRegression, l2: 0.01)
            let policy = try PolicyLearner(ways: [way], folds: 2).fit(log, using: &generator).policy
            let target = try policy.targetProbabilities(for: held)
            let rewards = try CrossFitting().predictions(of: RidgeRewards(), for: held)
            let estimate = try OffPolicyEvaluation(held, rewards: rewards, settings: EstimateSettings())
                .estimate("learned", target, by: DoublyRobust())
            if estimate.interval.contains(bandit.value(of: target, on: held).policy) { covered += 1 }
        }
        #expect(covered >= 16)
    }

    @Test func aLogWithoutContextsGivesTheBestArm() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: (0..<40).map { Int32($0 % 2) }, rewards: (0..<40).map { Double($0 % 2) },
            propensities: [Double](repeating: 0.5, count: 40))
        var generator = SeededGenerator(seed: 1)
        for method in PolicyLearner.Method.allCases {
            let policy = try PolicyLearner(ways: [.init(method, l2: 0.01)]).fit(log, using: &generator).policy
            #expect(try policy.targetProbabilities(for: log)[0, 1] > 0.9)
        }
    }

    /// An arm without decisions, a feature that never changes and one given twice change nothing for the others; the arm
    /// is never chosen, as nothing could be said of a policy that did.
    @Test(arguments: PolicyLearner.Method.allCases)
    func degenerateLogsAreLearnedFrom(_ method: PolicyLearner.Method) throws {
        var generator = SeededGenerator(seed: 30)
        let count = 300
        let features = (0..<count).map { _ in Float(generator.normal()) }
        let actions = (0..<count).map { Int32($0 % 2) }
        let log = try LoggedDecisions(
            arms: ["a", "b", "never"], actions: actions,
            rewards: (0..<count).map { actions[$0] == 0 ? Double(features[$0]) : -Double(features[$0]) },
            propensities: [Double](repeating: 0.5, count: count),
            contexts: Matrix(rows: count, columns: 3, values: features.flatMap { [$0, 7, $0] }))
        let policy = try PolicyLearner(ways: [.init(method, l2: 0)]).fit(log, using: &generator).policy
        let target = try policy.targetProbabilities(for: log)
        #expect((0..<count).allSatisfy { target[$0, 2] == 0 })
        guard method != .bestArm else { return }
        let right = (0..<count).count { target[$0, features[$0] > 0 ? 0 : 1] > 0.5 }
        #expect(right > 270)
    }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? OffPolicyError)?.code }
    }

    @Test func refusesSettingsOutOfRange() {
        #expect(code { _ = try PolicyLearner(ways: []) } == "parameter")
        #expect(code { _ = try PolicyLearner(ways: [.init(.bestArm, l2: -1)]) } == "parameter")
        #expect(code { _ = try PolicyLearner(parsimony: .nan) } == "parameter")
        #expect(code { _ = try PolicyLearner(caution: -0.1) } == "parameter")
        #expect(code { _ = try PolicyLearner(temperature: .infinity) } == "parameter")
        #expect(code { _ = try PolicyLearner(folds: 1) } == "parameter")
        #expect(code { _ = try PolicyLearner(maximumIterations: 0) } == "parameter")
    }

    @Test func refusesLogsThatCannotBeLearnedFrom() throws {
        var generator = SeededGenerator(seed: 1)
        func log(_ count: Int, context: Float = 0, reward: Double = 1, propensity: Double = 0.5) throws
            -> LoggedDecisions
        {
            var contexts = [Float](repeating: 0, count: count)
            contexts[count - 1] = context
            return try LoggedDecisions(
                arms: ["a", "b"], actions: (0..<count).map { Int32($0 % 2) },
                rewards: [Double](repeating: reward, count: count),
                propensities: [Double](repeating: propensity, count: count),
                contexts: Matrix(rows: count, columns: 1, values: contexts))
        }
        let learner = try PolicyLearner()
        #expect(code { _ = try learner.fit(log(9), using: &generator) } == "learning.decisions")
        #expect(code { _ = try learner.fit(log(20, context: .nan), using: &generator) } == "log.context")
        #expect(
            code { _ = try learner.fit(log(20, reward: 1e200, propensity: 1e-5), using: &generator) }
                == "learning.numbers")
        #expect(code { _ = try learner.fit(log(20), rewards: [1], using: &generator) } == "model.shape")
        let broken = [Double](repeating: .nan, count: 40)
        #expect(code { _ = try learner.fit(log(20), rewards: broken, using: &generator) } == "model.value")
    }
}
