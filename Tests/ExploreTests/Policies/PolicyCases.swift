import Commerce
import Explore
import Linear

typealias StoredPolicy = LearningPolicy & ArrayStorable

/// One policy for the laws that every policy keeps, in a small world: four arms, two features of the action with an
/// intercept, one of the moment with an intercept, rewards of 0 and 1.
struct PolicyCase: Sendable, CustomStringConvertible {
    let name: String
    let policy: any StoredPolicy
    /// The same answers in another order give the same policy.
    var ignoresOrder = true
    /// Two halves merge into the whole, exactly.
    var mergesExactly = true
    /// Needs features of actions.
    var usesFeatures = true
    /// Draws for its distributions, so that their last digits depend on the order of actions.
    var estimates = false

    var description: String { name }

    static let all: [PolicyCase] = {
        do { return try make() } catch { preconditionFailure("a policy of the tests cannot be made: \(error)") }
    }()

    private static func make() throws -> [PolicyCase] {
        let betas = try ArmModel(prior: BetaPosterior(prior: .init()))
        let gaussians = try ArmModel(
            prior: GaussianPosterior(prior: .init(noise: .learned(initial: 0.25, worth: 2))))
        let totals = try ArmModel(prior: RewardTotals())
        let linear = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 3), noise: .known(0.25)))
        let logistic = try SharedModel(LogisticPosterior(prior: CoefficientPrior(width: 3)))
        let disjoint = try DisjointModel(prior: LinearPosterior(prior: CoefficientPrior(width: 2)), features: .context)
        let hybrid = try HybridModel(sharedWidth: 3, ownWidth: 2)
        let week = Forgetting.halfLife(.days(7))
        let fadingLinear = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 3)), forgetting: week)
        let fadingArms = try ArmModel(prior: BetaPosterior(prior: .init()), forgetting: week)
        let fadingDisjoint = try DisjointModel(
            prior: LinearPosterior(prior: CoefficientPrior(width: 3)), forgetting: week)
        let perAnswer = try SharedModel(
            LinearPosterior(prior: CoefficientPrior(width: 3)), forgetting: .perAnswer(keep: 0.97))
        return [
            byKey("greedy", try Bandit(betas, exploring: Greedy())),
            byKey("epsilon-greedy", try Bandit(gaussians, exploring: EpsilonGreedy(epsilon: 0.1))),
            byKey(
                "decaying epsilon-greedy",
                try Bandit(
                    betas, exploring: EpsilonGreedy(epsilon: 1, decay: .power(exponent: 1, after: 20)), rewards: 0...1)),
            byKey("softmax", try Bandit(totals, exploring: Softmax(temperature: 0.2))),
            byKey("ucb1", try Bandit(totals, exploring: UCB1())),
            byKey("thompson of betas", try Thompson(betas, rewards: 0...1)),
            byKey("thompson of normals", try Thompson(gaussians)),
            byKey("thompson of fading betas", try Thompson(fadingArms)),
            PolicyCase(
                name: "epsilon-greedy, linear", policy: try Bandit(linear, exploring: EpsilonGreedy(epsilon: 0.2))),
            PolicyCase(name: "square-cb, linear", policy: try Bandit(linear, exploring: SquareCB())),
            PolicyCase(
                name: "softmax, fading linear", policy: try Bandit(fadingLinear, exploring: Softmax(temperature: 1))),
            PolicyCase(name: "linucb", policy: try LinUCB(alpha: 1, width: 3)),
            PolicyCase(
                name: "linucb, fading", policy: try Bandit(fadingDisjoint, exploring: UpperConfidence(alpha: 1))),
            PolicyCase(name: "hybrid linucb", policy: try HybridLinUCB(alpha: 1, sharedWidth: 3, ownWidth: 2)),
            PolicyCase(name: "thompson, linear", policy: try Thompson(linear, draws: 400), estimates: true),
            PolicyCase(name: "thompson, hybrid", policy: try Thompson(hybrid, draws: 400), estimates: true),
            PolicyCase(name: "thompson, disjoint", policy: try Thompson(disjoint)),
            PolicyCase(
                name: "thompson, logistic", policy: try Thompson(logistic, draws: 400), ignoresOrder: false,
                mergesExactly: false, estimates: true),
            PolicyCase(
                name: "softmax, linear, forgetting each answer",
                policy: try Bandit(perAnswer, exploring: Softmax(temperature: 1)), ignoresOrder: false,
                mergesExactly: false),
            PolicyCase(
                name: "bootstrap, linear", policy: try Bootstrap(linear, models: 10, epsilon: 0.05, seed: 3),
                ignoresOrder: false, mergesExactly: false),
            PolicyCase(
                name: "thompson, window", policy: try Thompson(Windowed(linear, size: 25), draws: 400),
                ignoresOrder: false, mergesExactly: false, estimates: true),
            PolicyCase(
                name: "ucb1, window", policy: try Bandit(Windowed(totals, size: 25), exploring: UCB1()),
                ignoresOrder: false, mergesExactly: false, usesFeatures: false),
        ]
    }

    private static func byKey(_ name: String, _ policy: any StoredPolicy) -> PolicyCase {
        PolicyCase(name: name, policy: policy, usesFeatures: false)
    }
}

/// The world of the laws.
enum SmallWorld {
    static let start = Timestamp(seconds: 1_700_000_000)

    static func context(_ moment: Int) -> DecisionContext {
        DecisionContext(
            time: start + .hours(moment), features: [1, Float(moment % 7) / 7])
    }

    /// Features of arm `key` at a moment.
    static func features(_ key: Int, _ moment: Int) -> [Float] {
        [1, Float((key * 5 + moment * 3) % 11) / 11, Float(key) / 4 - 0.5]
    }

    static func actions(_ moment: Int, keys: [Int] = [0, 1, 2, 3]) throws -> ActionSet {
        try ActionSet(keys: keys.map(Int32.init), width: 3, features: keys.flatMap { features($0, moment) })
    }

    /// Answers one hour apart, with rewards that favour arm 2.
    static func feedback(_ count: Int, seed: UInt64 = 5) -> [Feedback] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { moment in
            let key = Int.random(in: 0..<4, using: &generator)
            let chance = [0.1, 0.3, 0.7, 0.2][key]
            return Feedback(
                context: context(moment), key: Int32(key), features: features(key, moment),
                reward: generator.unit() < chance ? 1 : 0, weight: 1 + Double(moment % 3) / 2)
        }
    }
}
