import Commerce
import Linear
import OffPolicy
import Testing

/// Estimators against the plainest possible way to write them, and laws that bind them to each other.
struct EstimatorReferenceTests {
    static let seeds: [UInt64] = [0, 1, 2, 42, 99]

    /// Four decisions worked by hand: weights 2, 0, 0.5 and 1.
    @Test func workedByHand() throws {
        let log = try LoggedDecisions(
            arms: ["left", "right"], actions: [0, 1, 1, 0], rewards: [1, 5, 2, 3], propensities: [0.25, 0.5, 0.8, 1])
        let target = try TargetProbabilities(arms: 2, values: [0.5, 0.5, 1, 0, 0.6, 0.4, 1, 0])
        let model = [1.0, 0, 2, 4, 3, 1, 2, 0]
        func value(_ estimator: any OffPolicyEstimator) throws -> Double {
            try estimator.evaluate(log, under: target, rewards: model).value
        }
        // Direct: 0.5, 2, 2.2, 2. Residuals: 0, 1, 1, 1.
        #expect(isClose(try value(DirectMethod()), 6.7 / 4))
        #expect(isClose(try value(InversePropensity()), (2 + 0 + 1 + 3) / 4.0))
        #expect(isClose(try value(SelfNormalisedInversePropensity()), 6 / 3.5))
        #expect(isClose(try value(DoublyRobust()), 6.7 / 4 + 1.5 / 4))
        #expect(isClose(try value(SelfNormalisedDoublyRobust()), 6.7 / 4 + 1.5 / 3.5))
        #expect(isClose(try value(SwitchDoublyRobust(threshold: 0.7)), 6.7 / 4 + 0.5 / 4))
        #expect(isClose(try value(ShrunkDoublyRobust(strength: 1)), 6.7 / 4 + (0.4 + 0.5) / 4))
    }

    @Test(arguments: seeds)
    func agreesWithThePlainSum(_ seed: UInt64) throws {
        let sample = try RandomCase(seed: seed)
        let (log, target) = (sample.log, sample.target)
        func q(_ decision: Int, _ arm: Int) -> Double { sample.model[decision * target.arms + arm] }
        func w(_ i: Int) -> Double { target[i, Int(log.actions[i])] / log.propensities[i] }
        func direct(_ i: Int) -> Double { (0..<target.arms).reduce(0) { $0 + target[i, $1] * q(i, $1) } }
        func mean(_ term: (Int) -> Double) -> Double { (0..<log.count).reduce(0) { $0 + term($1) } / Double(log.count) }
        func value(_ estimator: any OffPolicyEstimator) throws -> Double {
            try estimator.evaluate(log, under: target, rewards: sample.model).value
        }
        let r = log.rewards
        #expect(isClose(try value(DirectMethod()), mean(direct)))
        #expect(isClose(try value(InversePropensity(limit: 1.2)), mean { min(w($0), 1.2) * r[$0] }))
        #expect(isClose(try value(SelfNormalisedInversePropensity()), mean { w($0) * r[$0] } / mean(w)))
        #expect(
            isClose(
                try value(DoublyRobust()), mean { direct($0) + w($0) * (r[$0] - q($0, Int(log.actions[$0]))) }))
        #expect(
            isClose(
                try value(SwitchDoublyRobust(threshold: 1.1)),
                mean { direct($0) + (w($0) <= 1.1 ? w($0) * (r[$0] - q($0, Int(log.actions[$0]))) : 0) }))
    }

    @Test(arguments: seeds)
    func aWideOpenLimitChangesNothing(_ seed: UInt64) throws {
        let sample = try RandomCase(seed: seed)
        func value(_ estimator: any OffPolicyEstimator) throws -> Double {
            try estimator.evaluate(sample.log, under: sample.target, rewards: sample.model).value
        }
        let (plain, robust) = (try value(InversePropensity()), try value(DoublyRobust()))
        #expect(isClose(try value(InversePropensity(limit: 1e6)), plain))
        #expect(isClose(try value(DoublyRobust(limit: 1e6)), robust))
        #expect(isClose(try value(SwitchDoublyRobust(threshold: 1e6)), robust))
        #expect(isClose(try value(ShrunkDoublyRobust(strength: 1e12)), robust, relative: 1e-9))
        #expect(isClose(try value(ShrunkDoublyRobust(strength: 1e-12)), try value(DirectMethod()), absolute: 1e-9))
        #expect(isClose(try value(SwitchDoublyRobust(threshold: 1e-12)), try value(DirectMethod())))
    }

    /// A constant added to every reward is earned by every policy: exact for all that normalise or model it.
    @Test(arguments: seeds)
    func selfNormalisedValuesShiftWithTheRewards(_ seed: UInt64) throws {
        let sample = try RandomCase(seed: seed)
        let shifted = try LoggedDecisions(
            arms: sample.log.arms, actions: sample.log.actions, rewards: sample.log.rewards.map { $0 + 10 },
            propensities: sample.log.propensities)
        let snips = SelfNormalisedInversePropensity()
        let (before, after) = (
            try snips.evaluate(sample.log, under: sample.target, rewards: nil),
            try snips.evaluate(shifted, under: sample.target, rewards: nil)
        )
        #expect(isClose(after.value, before.value + 10))
        #expect(areClose(after.influence, before.influence, absolute: 1e-10))
        let moved = sample.model.map { $0 + 10 }
        for estimator in [DoublyRobust(), SelfNormalisedDoublyRobust()] as [any OffPolicyEstimator] {
            #expect(
                isClose(
                    try estimator.evaluate(shifted, under: sample.target, rewards: moved).value,
                    try estimator.evaluate(sample.log, under: sample.target, rewards: sample.model).value + 10))
        }
    }

    @Test func theLogsOwnPolicyIsWorthItsMeanReward() throws {
        let sample = try RandomCase(seed: 5)
        // A target whose probability of the shown arm is the propensity; the rest goes to the other arms.
        let values = (0..<sample.log.count).flatMap { place in
            (0..<3).map { arm in
                arm == Int(sample.log.actions[place])
                    ? sample.log.propensities[place] : (1 - sample.log.propensities[place]) / 2
            }
        }
        let own = try TargetProbabilities(arms: 3, values: values)
        let mean = sample.log.rewards.reduce(0, +) / Double(sample.log.count)
        for estimator in [InversePropensity(), SelfNormalisedInversePropensity()] as [any OffPolicyEstimator] {
            #expect(isClose(try estimator.evaluate(sample.log, under: own, rewards: nil).value, mean))
        }
    }

    /// Replay on a uniformly random log of a deterministic target is the mean of what matches.
    @Test func replayKeepsWhatMatches() throws {
        let actions: [Int32] = [0, 2, 1, 2, 0, 2]
        let log = try LoggedDecisions(
            arms: ["a", "b", "c"], actions: actions, rewards: [1, 4, 9, 16, 25, 36],
            propensities: [Double](repeating: 1.0 / 3, count: 6))
        let estimation = try Replay().evaluate(log, under: .always(2, of: 3), rewards: nil)
        #expect(isClose(estimation.value, (4 + 16 + 36) / 3.0))
        #expect(estimation.weights == [0, 1, 0, 1, 0, 1])
        #expect(estimation.effectiveSampleSize == 3)
        // Twice the deviation of the mean of three: decisions / kept = 2 scales the influence of half the log.
        let influence = [4.0, 16, 36].map { 2 * ($0 - estimation.value) }
        #expect(areClose(estimation.influence, [0, influence[0], 0, influence[1], 0, influence[2]]))
    }

    /// At uneven propensities the kept share is the same at every context, which plain matching does not give: over
    /// 20,000 decisions the mean is within 5 standard errors of the truth, where plain matching is 16 off.
    @Test func replayIsNotFooledByUnevenPropensities() throws {
        var generator = SeededGenerator(seed: 11)
        var (actions, rewards, propensities) = ([Int32](), [Double](), [Double]())
        for place in 0..<20_000 {
            // Two contexts: the log likes the target's arm in the first, where rewards are 1, and not in the other.
            let chance = place % 2 == 0 ? 0.9 : 0.1
            let matches = generator.bernoulli(chance)
            actions.append(matches ? 0 : 1)
            propensities.append(matches ? chance : 1 - chance)
            rewards.append(place % 2 == 0 ? 1 : 0)
        }
        let log = try LoggedDecisions(arms: ["x", "y"], actions: actions, rewards: rewards, propensities: propensities)
        let estimation = try Replay(seed: 4).evaluate(log, under: .always(0, of: 2), rewards: nil)
        #expect(abs(estimation.value - 0.5) < 5 * (try estimation.standardError()))
        let matched = zip(actions, rewards).filter { $0.0 == 0 }.map(\.1)
        #expect(abs(matched.reduce(0, +) / Double(matched.count) - 0.9) < 0.02)
    }

    @Test func theSameSeedKeepsTheSameDecisions() throws {
        let sample = try RandomCase(seed: 8, decisions: 200)
        func kept(_ seed: UInt64) throws -> [Double] {
            try Replay(seed: seed).evaluate(sample.log, under: sample.target, rewards: nil).weights
        }
        #expect(try kept(1) == kept(1))
        #expect(try kept(1) != kept(2))
    }

    @Test func oneRowStandsForAllDecisions() throws {
        let sample = try RandomCase(seed: 13)
        let row = [0.2, 0.5, 0.3]
        let one = try TargetProbabilities(arms: 3, values: row)
        let all = try TargetProbabilities(arms: 3, values: (0..<sample.log.count).flatMap { _ in row })
        for estimator in try allEstimators() {
            let (left, right) = (
                try estimator.evaluate(sample.log, under: one, rewards: sample.model),
                try estimator.evaluate(sample.log, under: all, rewards: sample.model)
            )
            #expect(left.value == right.value && left.influence == right.influence, "\(estimator.name)")
        }
    }
}
