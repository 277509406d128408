import Commerce
import Foundation
import Linear

/// A problem on which intervals are put to the test: few contexts, so that the truth is a sum and not an estimate.
public struct CoverageProblem: Sendable {
    /// How the log's policy chooses.
    public enum Logging: Sendable {
        /// `softmax(inverseTemperature * expected reward)`.
        case softmax(Double)
        /// The best arm with probability `1 - epsilon`, else any.
        case epsilonGreedy(Double)
    }

    /// What the target does.
    public enum Target: Sendable {
        case softmax(Double)
        /// The best arm of each context.
        case best
        /// The worst arm of each context.
        case worst
    }

    /// How rewards scatter around their expectation.
    public enum Rewards: Sendable {
        /// 0 or 1; the expected rewards are multiplied by this scale first.
        case binary(scale: Double)
        /// The expectation times a lognormal number of mean one: orders whose sums have a heavy tail.
        case logNormal(deviation: Double)
    }

    public var name: String
    /// Length of each log.
    public var decisions: Int
    public var arms: Int
    /// Different contexts, alike in frequency.
    public var contexts: Int
    public var logging: Logging
    public var target: Target
    public var rewards: Rewards

    public init(
        _ name: String, decisions: Int, arms: Int = 10, contexts: Int = 200, logging: Logging = .softmax(2),
        target: Target = .softmax(6), rewards: Rewards = .binary(scale: 1)
    ) {
        self.name = name
        self.decisions = decisions
        self.arms = arms
        self.contexts = contexts
        self.logging = logging
        self.target = target
        self.rewards = rewards
    }

    /// Where intervals from influence are expected to hold.
    public static let ordinary: [CoverageProblem] = [
        CoverageProblem("near target", decisions: 1_000),
        CoverageProblem("distant target", decisions: 2_000, logging: .softmax(-3)),
    ]

    /// Where they are not, each for a reason of its own.
    public static let hard: [CoverageProblem] = [
        CoverageProblem("few matches", decisions: 60, logging: .softmax(0), target: .best),
        CoverageProblem(
            "heavy weights", decisions: 1_000, logging: .epsilonGreedy(0.02), target: .worst),
        CoverageProblem("rare rewards", decisions: 1_000, rewards: .binary(scale: 0.005)),
        CoverageProblem("heavy rewards", decisions: 1_000, rewards: .logNormal(deviation: 2.5)),
    ]
}

/// The tables of a ``CoverageProblem``, from which logs are drawn.
struct CoverageWorld: Sendable {
    let problem: CoverageProblem
    /// Shape [contexts, 5].
    let features: [Float]
    /// All shape [contexts, arms].
    let expected: [Double]
    let logging: TargetProbabilities
    let target: TargetProbabilities
    /// What the target earns, exactly.
    let truth: Double
    private let choices: [AliasTable]

    static let width = 5

    init(_ problem: CoverageProblem, seed: UInt64) throws {
        try OffPolicyError.check(problem.contexts >= 1, "CoverageProblem.contexts", "at least 1", got: problem.contexts)
        self.problem = problem
        let bandit = try SyntheticBandit(arms: problem.arms, width: Self.width, seed: seed)
        var generator = SeededGenerator(seed: seed).split(1)
        var features: [Float] = []
        var means: [Double] = []
        for _ in 0..<problem.contexts {
            let context = (0..<Self.width).map { _ in Float(generator.normal()) }
            features += context
            means += bandit.expectedRewards(context)
        }
        let arms = problem.arms
        switch problem.logging {
        case .softmax(let temperature): logging = try .softmax(temperature, scores: means, arms: arms)
        case .epsilonGreedy(let epsilon): logging = try .epsilonGreedy(epsilon, scores: means, arms: arms)
        }
        switch problem.target {
        case .softmax(let temperature): target = try .softmax(temperature, scores: means, arms: arms)
        case .best: target = try .epsilonGreedy(0, scores: means, arms: arms)
        case .worst: target = try .epsilonGreedy(0, scores: means.map { -$0 }, arms: arms)
        }
        if case .binary(let scale) = problem.rewards { means = means.map { $0 * scale } }
        self.features = features
        expected = means
        truth = zip(target.values, means).reduce(0) { $0 + $1.0 * $1.1 } / Double(problem.contexts)
        let logging = logging
        choices = try (0..<problem.contexts).map {
            try AliasTable(weights: logging.values[$0 * arms..<($0 + 1) * arms])
        }
    }

    /// The largest weight that a decision can have.
    var weightBound: Double {
        zip(target.values, logging.values).reduce(0) { max($0, $1.0 > 0 ? $1.0 / $1.1 : 0) }
    }

    /// Bounds of a reward; nothing when it has none.
    var rewardRange: ClosedRange<Double>? {
        if case .binary = problem.rewards { 0...1 } else { nil }
    }

    /// A log, and the target at its decisions.
    func draw(using generator: inout some RandomNumberGenerator) throws -> (LoggedDecisions, TargetProbabilities) {
        let arms = problem.arms
        var (contexts, actions, rewards, propensities) = ([Float](), [Int32](), [Double](), [Double]())
        var target: [Double] = []
        for _ in 0..<problem.decisions {
            let context = Int.random(in: 0..<problem.contexts, using: &generator)
            let arm = choices[context].sample(using: &generator)
            let mean = expected[context * arms + arm]
            actions.append(Int32(arm))
            propensities.append(logging[context, arm])
            switch problem.rewards {
            case .binary: rewards.append(generator.bernoulli(mean) ? 1 : 0)
            case .logNormal(let deviation):
                rewards.append(
                    mean * generator.logNormal(logMean: -deviation * deviation / 2, logDeviation: deviation))
            }
            contexts += features[context * Self.width..<(context + 1) * Self.width]
            target += self.target.values[context * arms..<(context + 1) * arms]
        }
        let log = try LoggedDecisions(
            arms: (0..<arms).map { "arm \($0)" }, actions: actions, rewards: rewards, propensities: propensities,
            contexts: Matrix(rows: problem.decisions, columns: Self.width, values: contexts))
        return (log, try TargetProbabilities(arms: arms, values: target))
    }
}
