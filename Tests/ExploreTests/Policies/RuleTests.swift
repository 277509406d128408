import Commerce
import Explore
import Linear
import Testing

/// The arithmetic of each rule, by hand.
@Suite("Exploration rules")
struct RuleTests {
    static let scores: ScoredActions = {
        do {
            return try ScoredActions(means: [0.2, 0.5, 0.5, -0.3], variances: [1, 0.04, 0.01, 4])
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private func probabilities(_ rule: some ScoreRule, updates: Int = 100) throws -> [Double] {
        try rule.distribution(of: Self.scores, updates: updates).probabilities
    }

    @Test func greedySplitsTies() throws {
        #expect(try probabilities(Greedy()) == [0, 0.5, 0.5, 0])
    }

    @Test func epsilonGreedy() throws {
        expectClose(try probabilities(EpsilonGreedy(epsilon: 0.2)), [0.05, 0.45, 0.45, 0.05], 1e-15)
        #expect(try probabilities(EpsilonGreedy(epsilon: 0)) == [0, 0.5, 0.5, 0])
        expectClose(try probabilities(EpsilonGreedy(epsilon: 1)), [0.25, 0.25, 0.25, 0.25], 1e-15)
        // 0.2 (1 + 100 / 50)^-2 = 0.2 / 9.
        let decaying = try EpsilonGreedy(epsilon: 0.2, decay: .power(exponent: 2, after: 50))
        expectClose(try probabilities(decaying)[0], 0.2 / 36, 1e-15)
        expectClose(try probabilities(decaying, updates: 0)[0], 0.05, 1e-15)
    }

    @Test func softmax() throws {
        // exp(-0.6), 1, 1, exp(-1.6) over their sum.
        let weights = [0.5488116360940264, 1, 1, 0.20189651799465538]
        expectClose(try probabilities(Softmax(temperature: 0.5)), weights.map { $0 / 2.7507081540886818 }, 1e-12)
        let cold = try Softmax(temperature: 1e-300, decay: .power(exponent: 300, after: 1e-3))
        #expect(try probabilities(cold, updates: .max) == [0, 0.5, 0.5, 0])
    }

    @Test func upperConfidence() throws {
        // 0.2 + 1, 0.5 + 0.2, 0.5 + 0.1, -0.3 + 2.
        #expect(try probabilities(UpperConfidence(alpha: 1)) == [0, 0, 0, 1])
        #expect(try probabilities(UpperConfidence(alpha: 0.2)) == [0, 1, 0, 0])
        #expect(try probabilities(UpperConfidence(alpha: 0)) == [0, 0.5, 0.5, 0])
    }

    @Test func ucb1() throws {
        // Answers 1, 25, 100 and 0.25, together 126.25: sqrt(2 ln 126.25) = 3.1106.
        #expect(try probabilities(UCB1()) == [0, 0, 0, 1])
        // 0.2 + 0.311, 0.5 + 0.062, 0.5 + 0.031, -0.3 + 0.622.
        #expect(try probabilities(UCB1(range: 0.1)) == [0, 1, 0, 0])
        let untried = try ScoredActions(means: [0.9, 0, 0], variances: [0.01, 1e100, 1e100])
        #expect(try UCB1().distribution(of: untried, updates: 100).probabilities == [0, 0.5, 0.5])
    }

    @Test func squareCB() throws {
        // gamma = 10 * sqrt(100) = 100: 1 / (4 + 30), 1 / (4 + 80), the rest in two.
        let (first, last) = (1.0 / 34, 1.0 / 84)
        let rest = (1 - first - last) / 2
        expectClose(try probabilities(SquareCB()), [first, rest, rest, last], 1e-14)
        expectClose(try probabilities(SquareCB(), updates: 0), [0.25, 0.25, 0.25, 0.25], 1e-15)
    }

    @Test func uniform() throws {
        var generator = SeededGenerator(seed: 1)
        let actions = try ActionSet(keys: [4, 5, 6])
        let distribution = try Uniform().distribution(over: actions, in: DecisionContext(), using: &generator)
        expectClose(distribution.probabilities, [1, 1, 1].map { $0 / 3.0 }, 1e-15)
    }

    @Test func badParametersAreNamedWithTheirValue() {
        func message(_ body: () throws -> some Any) -> String? {
            #expect(throws: ExploreError.self) { _ = try body() }?.message
        }
        #expect(message { try EpsilonGreedy(epsilon: 1.3) } == "EpsilonGreedy.epsilon must be in [0, 1]; got 1.3")
        #expect(message { try EpsilonGreedy(epsilon: .nan) } == "EpsilonGreedy.epsilon must be in [0, 1]; got nan")
        #expect(
            message { try EpsilonGreedy(epsilon: 0.1, decay: .power(exponent: 0, after: 1)) }
                == "EpsilonGreedy.decay exponent must be positive; got 0.0")
        #expect(message { try Softmax(temperature: 0) } == "Softmax.temperature must be positive and finite; got 0.0")
        #expect(
            message { try UpperConfidence(alpha: -1) }
                == "UpperConfidence.alpha must be at least 0 and finite; got -1.0")
        #expect(message { try UCB1(range: .infinity) } == "UCB1.range must be positive and finite; got inf")
        #expect(message { try SquareCB(scale: 0) } == "SquareCB.scale must be positive and finite; got 0.0")
        #expect(message { try SquareCB(exponent: 2) } == "SquareCB.exponent must be in [0, 1]; got 2.0")
        #expect(
            message { try ArmModel(prior: RewardTotals(), forgetting: .perAnswer(keep: 1)) }
                == "ArmModel.forgetting keep must be in (0, 1); got 1.0")
        #expect(
            message { try ArmModel(prior: RewardTotals(), forgetting: .halfLife(.zero)) }?
                .hasPrefix("ArmModel.forgetting half-life must be at least a millisecond") == true)
        #expect(
            message { try Windowed(ArmModel(prior: RewardTotals()), size: 0) }
                == "Windowed.size must be at least 1; got 0")
        #expect(
            message {
                try Windowed(ArmModel(prior: RewardTotals(), forgetting: .perAnswer(keep: 0.9)), size: 5)
            }?.hasPrefix("Windowed.model.forgetting must be never") == true)
        let model = LogisticModelSettings.model
        #expect(message { try Thompson(model(), draws: 0) } == "Thompson.draws must be in [1, 1000000]; got 0")
        #expect(message { try Bootstrap(model(), models: 0) } == "Bootstrap.models must be in [1, 1000]; got 0")
        #expect(message { try Bootstrap(model(), epsilon: -1) } == "Bootstrap.epsilon must be in [0, 1]; got -1.0")
        #expect(
            message { try Bandit(model(), exploring: Greedy(), rewards: 1...1) }
                == "rewards must be a finite range of more than one reward; got 1.0...1.0")
    }

    private enum LogisticModelSettings {
        static func model() throws -> SharedModel<LogisticPosterior> {
            try SharedModel(LogisticPosterior(prior: CoefficientPrior(width: 2)))
        }
    }

    @Test func versionsHoldTheParameters() throws {
        #expect(
            try LinUCB(alpha: 0.5, width: 3, forgetting: .perAnswer(keep: 0.99)).version
                == "upper-confidence(alpha=0.5) on disjoint(linear(width=3,precision=1.0,noise=1.0),action,keep=0.99)")
        #expect(
            try Thompson(Windowed(ArmModel(prior: BetaPosterior(prior: .init())), size: 100)).version
                == "thompson(draws=1000) on window(arms(beta(a=1.0,b=1.0)),size=100)")
        #expect(
            try Bandit(HybridModel(sharedWidth: 3, ownWidth: 2), exploring: SquareCB()).version
                == "square-cb(scale=10.0,exponent=0.5) on hybrid(shared=3,own=2,precision=1.0)")
    }

    @Test func answersOutsideTheDeclaredRangeAndTwinArmsAreRefused() throws {
        var policy = try Bandit(ArmModel(prior: RewardTotals()), exploring: UCB1(), rewards: -1...2)
        try policy.update(with: Feedback(key: 1, reward: 2))
        let error = #expect(throws: ExploreError.self) { try policy.update(with: Feedback(key: 1, reward: 2.5)) }
        #expect(error?.message == "a reward must be in [-1.0, 2.0]; got 2.5")
        #expect(policy.updates == 1)
        var generator = SeededGenerator(seed: 1)
        let thompson = try Thompson(ArmModel(prior: BetaPosterior(prior: .init())))
        let twins = #expect(throws: ExploreError.self) {
            try thompson.distribution(over: ActionSet(keys: [3, 4, 3]), in: DecisionContext(), using: &generator)
        }
        #expect(twins?.code == "actions.keys")
        let wrong = #expect(throws: ExploreError.self) {
            try LinUCB(alpha: 1, width: 4).distribution(
                over: SmallWorld.actions(0), in: DecisionContext(), using: &generator)
        }
        #expect(wrong?.code == "actions.shape")
    }
}
