public import Commerce
public import Linear

/// A policy made of what is known and how to explore: any ``OnlineRewardModel`` with any ``ScoreRule``.
///
/// ```
/// var policy = Bandit(
///     try SharedModel(try LinearPosterior(prior: try CoefficientPrior(width: 40))),
///     exploring: try EpsilonGreedy(epsilon: 0.05))
/// let chosen = try policy.distribution(over: actions, in: context, using: &generator).sample(using: &generator)
/// try policy.update(with: Feedback(context: context, key: key, features: features, reward: 1))
/// ```
/// Its distributions are exact, and draw nothing from the generator.
public struct Bandit<Model: OnlineRewardModel, Rule: ScoreRule>: LearningPolicy {
    public private(set) var model: Model
    public let rule: Rule
    /// Answers learned so far.
    public private(set) var updates: Int
    private let rewards: RewardRange

    /// - Parameter rewards: what an answer may be; nothing for any finite number that the model takes.
    /// - Throws: ``ExploreError`` `parameter` when the range is empty or not finite.
    public init(_ model: Model, exploring rule: Rule, rewards: ClosedRange<Double>? = nil) throws {
        self.model = model
        self.rule = rule
        self.rewards = try RewardRange(rewards)
        updates = 0
    }

    public var version: String { "\(rule.version) on \(model.version)" }
    public var isDeterministic: Bool { rule.isDeterministic }

    public func distribution(
        over actions: ActionSet, in context: DecisionContext, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try rule.distribution(of: try model.scores(of: actions, in: context), updates: updates)
    }

    public mutating func update(with feedback: Feedback) throws {
        try rewards.check(feedback)
        try model.update(with: feedback)
        updates += 1
    }
}

extension Bandit: Mergeable where Model: Mergeable {
    public mutating func merge(_ other: Bandit) throws {
        guard rule == other.rule, rewards == other.rewards else { throw ExploreError.differentPriors }
        try model.merge(other.model)
        updates += other.updates
    }
}

extension Bandit: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.metadata["\(name).version"] = version
        model.store(into: &bundle, as: "\(name).model")
        rule.store(into: &bundle, as: "\(name).rule")
        rewards.store(into: &bundle, as: name)
        bundle.store([Int64(updates)], as: "\(name).updates")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        model = try Model(from: bundle, as: "\(name).model")
        rule = try Rule(from: bundle, as: "\(name).rule")
        rewards = try RewardRange(from: bundle, as: name)
        updates = try bundle.count("\(name).updates")
    }
}

extension ArrayBundle {
    /// A number of things that was saved alone.
    func count(_ name: String) throws -> Int {
        let values = try int64s(name)
        try require(values.count == 1 && values[0] >= 0 && values[0] < 1 << 62, name, "must be one count")
        return Int(values[0])
    }
}
