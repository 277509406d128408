import Commerce
import Explore
import Foundation
import OffPolicy
import Testing

struct PolicyLearnerTests {
    private let bandit = LinearBandit()

    /// 4,000 decisions; every method must close nine tenths of the gap between the best single arm and the best policy.
    @Test(arguments: PolicyLearner.Method.allCases.filter { $0 != .bestArm }, [UInt64(1), 2])
    func everyMethodComesCloseToTheBestPolicy(_ method: PolicyLearner.Method, _ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let log = try bandit.log(4000, using: &generator)
        let fresh = try bandit.log(4000, using: &generator)
        let learned = try PolicyLearner(ways: [.init(method, l2: 0.0001), .init(method, l2: 0.001)]).fit(log, using: &generator)
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
}
