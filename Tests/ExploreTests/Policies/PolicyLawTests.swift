import Commerce
import Explore
import Linear
import Testing

/// What holds of every policy.
@Suite("Laws of policies")
struct PolicyLawTests {
    private func learned<P: StoredPolicy>(_ policy: P, _ feedback: [Feedback]) throws -> P {
        var policy = policy
        for answer in feedback { try policy.update(with: answer) }
        return policy
    }

    private func distribution(_ policy: some Policy, _ moment: Int, keys: [Int] = [0, 1, 2, 3]) throws
        -> ActionDistribution
    {
        var generator = SeededGenerator(seed: UInt64(moment))
        return try policy.distribution(
            over: SmallWorld.actions(moment, keys: keys), in: SmallWorld.context(moment), using: &generator)
    }

    @Test(arguments: PolicyCase.all)
    func probabilitiesSumToOneAtEveryAge(_ item: PolicyCase) throws {
        func check(_ policy: some StoredPolicy) throws {
            var policy = policy
            for (moment, answer) in SmallWorld.feedback(40).enumerated() {
                if moment % 4 == 0 {
                    let distribution = try distribution(policy, moment)
                    #expect(distribution.probabilities.count == 4)
                    expectClose(distribution.probabilities.reduce(0, +), 1, 1e-12)
                    #expect(distribution.errors.isEmpty || distribution.errors.count == 4)
                    #expect(item.estimates == !distribution.errors.isEmpty)
                    if policy.isDeterministic {
                        let best = distribution.probabilities.max() ?? 0
                        #expect(distribution.probabilities.allSatisfy { $0 == 0 || $0 == best })
                    }
                }
                try policy.update(with: answer)
            }
        }
        try check(item.policy)
    }

    @Test(arguments: PolicyCase.all)
    func nothingKnownTreatsAllAlikeAndOneActionIsCertain(_ item: PolicyCase) throws {
        if !item.usesFeatures {
            expectClose(try distribution(item.policy, 1).probabilities, [0.25, 0.25, 0.25, 0.25], 1e-9)
        }
        expectClose(try distribution(item.policy, 1, keys: [2]).probabilities, [1], 1e-12)
        let never = try distribution(learned(item.policy, SmallWorld.feedback(30)), 31, keys: [77, 78])
        expectClose(never.probabilities.reduce(0, +), 1, 1e-12)
    }

    @Test(arguments: PolicyCase.all)
    func theSameSeedGivesTheSameAnswer(_ item: PolicyCase) throws {
        let first = try learned(item.policy, SmallWorld.feedback(60))
        let second = try learned(item.policy, SmallWorld.feedback(60))
        for moment in 60..<65 { #expect(try distribution(first, moment) == distribution(second, moment)) }
    }

    @Test(arguments: PolicyCase.all)
    func aSavedPolicyGoesOnAsIfNothingHadHappened(_ item: PolicyCase) throws {
        func check<P: StoredPolicy>(_ policy: P) throws {
            let feedback = SmallWorld.feedback(80)
            for age in [0, 10, 60] {
                var policy = try learned(policy, Array(feedback[..<age]))
                var back = try saved(policy)
                #expect(back.version == policy.version)
                for answer in feedback[age..<age + 20] {
                    #expect(try distribution(back, age) == distribution(policy, age))
                    try policy.update(with: answer)
                    try back.update(with: answer)
                }
                #expect(try distribution(back, age) == distribution(policy, age))
            }
        }
        try check(item.policy)
    }

    @Test(arguments: PolicyCase.all.filter(\.ignoresOrder))
    func theOrderOfAnswersMakesNoDifference(_ item: PolicyCase) throws {
        var generator = SeededGenerator(seed: 8)
        let ordered = try learned(item.policy, SmallWorld.feedback(60))
        let shuffled = try learned(item.policy, SmallWorld.feedback(60).shuffled(using: &generator))
        for moment in 60..<64 {
            expectSame(try distribution(shuffled, moment), try distribution(ordered, moment))
        }
    }

    @Test(arguments: PolicyCase.all)
    func twoHalvesMerge(_ item: PolicyCase) throws {
        func check<P: StoredPolicy & Mergeable>(_ policy: P) throws {
            let feedback = SmallWorld.feedback(60)
            var left = try learned(policy, Array(feedback[..<25]))
            try left.merge(try learned(policy, Array(feedback[25...])))
            let whole = try learned(policy, feedback)
            for moment in 60..<64 {
                let merged = try distribution(left, moment)
                expectClose(merged.probabilities.reduce(0, +), 1, 1e-12)
                if item.mergesExactly { expectSame(merged, try distribution(whole, moment)) }
            }
        }
        if let policy = item.policy as? any (StoredPolicy & Mergeable) {
            try check(policy)
        } else {
            // What two windows hold has no common order.
            #expect(item.name.contains("window"))
        }
    }

    @Test(arguments: PolicyCase.all.filter { !$0.estimates })
    func probabilitiesFollowTheActionsWhereverTheyStand(_ item: PolicyCase) throws {
        let policy = try learned(item.policy, SmallWorld.feedback(60))
        let straight = try distribution(policy, 61).probabilities
        let turned = try distribution(policy, 61, keys: [3, 1, 0, 2]).probabilities
        expectClose(turned, [straight[3], straight[1], straight[0], straight[2]], 1e-9)
    }

    @Test(arguments: PolicyCase.all)
    func badAnswersAreRefusedAndChangeNothing(_ item: PolicyCase) throws {
        func check(_ policy: some StoredPolicy) throws {
            var policy = try learned(policy, SmallWorld.feedback(30))
            let before = try distribution(policy, 31)
            let good = SmallWorld.feedback(31)[30]
            var bad: [(String, Feedback)] = []
            for reward in [Double.nan, .infinity, -.infinity] {
                var feedback = good
                feedback.reward = reward
                bad.append(("reward", feedback))
            }
            for weight in [0, -1, Double.nan, .infinity] {
                var feedback = good
                feedback.weight = weight
                bad.append(("weight", feedback))
            }
            if item.usesFeatures {
                var feedback = good
                feedback.features = [1, 2]
                feedback.context.features = [1]
                bad.append(("feedback.shape", feedback))
                feedback.features = [1, .nan, 3]
                feedback.context.features = [1, .nan]
                bad.append(("actions.features", feedback))
            }
            for (code, feedback) in bad {
                let error = #expect(throws: ExploreError.self) { try policy.update(with: feedback) }
                #expect(error?.code == code)
            }
            #expect(try distribution(policy, 31) == before)
            // The next good answer counts as it would have.
            var twin = try learned(item.policy, SmallWorld.feedback(30))
            try twin.update(with: good)
            try policy.update(with: good)
            #expect(try distribution(policy, 32) == distribution(twin, 32))
        }
        try check(item.policy)
    }

    /// 20,000 samples, five standard errors: one seed in some hundred thousand would fail.
    @Test(arguments: PolicyCase.all)
    func samplesFollowTheStatedDistribution(_ item: PolicyCase) throws {
        let stated = try distribution(learned(item.policy, SmallWorld.feedback(30)), 30)
        var generator = SeededGenerator(seed: 12)
        var counts = [0.0, 0, 0, 0]
        for _ in 0..<20_000 {
            let (action, propensity) = stated.sample(using: &generator)
            #expect(propensity == stated.probabilities[action])
            counts[action] += 1
        }
        for (probability, count) in zip(stated.probabilities, counts) {
            #expect(abs(count / 20_000 - probability) <= 5 * (probability * (1 - probability) / 20_000).squareRoot())
        }
    }

    /// Draws that are the same but for the last bits may elect another action once in a while.
    private func expectSame(
        _ left: ActionDistribution, _ right: ActionDistribution, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let tolerance = left.errors.isEmpty ? 1e-9 : 0.006
        expectClose(left.probabilities, right.probabilities, tolerance, sourceLocation: sourceLocation)
    }
}
