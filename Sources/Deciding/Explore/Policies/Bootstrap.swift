public import Commerce
public import Linear

/// Several models, each of which has seen a different resampling of the answers; every one votes for what it thinks
/// the best.
///
/// Online bagging: each answer counts in each model as often as a Poisson draw of mean 1 says (Oza and Russell, "Online
/// bagging and boosting", AISTATS 2001), which stands in for a posterior where there is none; as Vowpal Wabbit's
/// `--bag`. The draws follow from the seed, the number of the answer and the model, so the order of answers matters.
/// Ties within a model split its vote.
public struct Bootstrap<Model: OnlineRewardModel>: LearningPolicy {
    public private(set) var models: [Model]
    /// A chance that any action has besides, all alike.
    public let epsilon: Double
    /// Of the draws of counts.
    public let seed: UInt64
    /// Answers learned so far.
    public private(set) var updates: Int
    private let rewards: RewardRange

    /// - Parameter model: without any answer; every copy starts from it.
    /// - Throws: ``ExploreError`` `parameter` unless there are between 1 and 1000 models and `epsilon` is in [0, 1].
    public init(
        _ model: Model, models count: Int = 20, epsilon: Double = 0, seed: UInt64 = 0,
        rewards: ClosedRange<Double>? = nil
    ) throws {
        try ExploreError.check((1...1000).contains(count), "Bootstrap.models", "in [1, 1000]", got: count)
        try ExploreError.check(epsilon >= 0 && epsilon <= 1, "Bootstrap.epsilon", "in [0, 1]", got: epsilon)
        models = [Model](repeating: model, count: count)
        self.epsilon = epsilon
        self.seed = seed
        self.rewards = try RewardRange(rewards)
        updates = 0
    }

    public var version: String {
        "bootstrap(models=\(models.count),epsilon=\(epsilon),seed=\(seed)) on \(models[0].version)"
    }
    /// With a single model it is a greedy policy that has seen some answers more often than others.
    public var isDeterministic: Bool { models.count == 1 && epsilon == 0 }

    public func distribution(
        over actions: ActionSet, in context: DecisionContext, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        var tally = BestTally(actions: actions.count)
        for model in models {
            let means = try model.scores(of: actions, in: context).means
            tally.count { means[$0] }
        }
        return try ActionDistribution(proportionalTo: tally.wins).mixed(withUniform: epsilon)
    }

    public mutating func update(with feedback: Feedback) throws {
        try rewards.check(feedback)
        try models[0].check(feedback)
        var generator = SeededGenerator(seed: seed).split(UInt64(updates))
        let counts = models.map { _ in Double(generator.poisson(mean: 1)) }
        var repeated = feedback
        repeated.weight *= counts.reduce(1, max)
        try models[0].check(repeated)
        for (place, count) in counts.enumerated() where count > 0 {
            repeated.weight = feedback.weight * count
            try models[place].update(with: repeated)
        }
        updates += 1
    }
}

extension Bootstrap: Mergeable where Model: Mergeable {
    public mutating func merge(_ other: Bootstrap) throws {
        guard models.count == other.models.count, epsilon == other.epsilon, rewards == other.rewards else {
            throw ExploreError.differentPriors
        }
        var merged = models
        for place in merged.indices { try merged[place].merge(other.models[place]) }
        models = merged
        updates += other.updates
    }
}

extension Bootstrap: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.metadata["\(name).version"] = version
        for (place, model) in models.enumerated() { model.store(into: &bundle, as: "\(name).models.\(place)") }
        rewards.store(into: &bundle, as: name)
        bundle.store([Int64(models.count), Int64(bitPattern: seed), Int64(updates)], as: "\(name).counts")
        bundle.store([epsilon], as: "\(name).epsilon")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let counts = try bundle.int64s("\(name).counts")
        try bundle.require(
            counts.count == 3 && (1...1000).contains(counts[0]) && counts[2] >= 0, "\(name).counts",
            "must be models, seed and updates")
        let first = try Model(from: bundle, as: "\(name).models.0")
        try self.init(
            first, models: Int(counts[0]), epsilon: try bundle.finiteDoubles("\(name).epsilon", count: 1)[0],
            seed: UInt64(bitPattern: counts[1]), rewards: try RewardRange(from: bundle, as: name).limits)
        for place in models.indices.dropFirst() {
            models[place] = try Model(from: bundle, as: "\(name).models.\(place)")
        }
        updates = Int(counts[2])
    }
}
