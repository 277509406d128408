public import Commerce
public import Linear

/// Each action as often as it is the best, going by what is known (Thompson, "On the likelihood that one unknown
/// probability exceeds another in view of the evidence of two samples", Biometrika 25, 1933).
///
/// The probabilities are those of "draw from the posterior, take the best", integrated rather than drawn once, so that
/// the log holds them. They are exact for arms that are independent of each other (``ArmModel``, ``DisjointModel``).
/// Where actions share coefficients they are estimated from `draws` draws, with standard errors: the action is then
/// drawn from the very estimate that is logged, so the propensities of the log are right all the same; the errors say
/// how far they are from ideal Thompson sampling.
public struct Thompson<Model: PosteriorModel>: LearningPolicy {
    public private(set) var model: Model
    /// Draws behind an estimated distribution.
    public let draws: Int
    private let rewards: RewardRange

    /// - Throws: ``ExploreError`` `parameter` unless there is at least one draw and the range is not empty.
    public init(_ model: Model, draws: Int = 1000, rewards: ClosedRange<Double>? = nil) throws {
        try ExploreError.check((1...1_000_000).contains(draws), "Thompson.draws", "in [1, 1000000]", got: draws)
        self.model = model
        self.draws = draws
        self.rewards = try RewardRange(rewards)
    }

    public var version: String { "thompson(draws=\(draws)) on \(model.version)" }
    public var isDeterministic: Bool { false }

    public func distribution(
        over actions: ActionSet, in context: DecisionContext, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try model.chancesOfBest(among: actions, in: context, draws: draws, using: &generator)
    }

    public mutating func update(with feedback: Feedback) throws {
        try rewards.check(feedback)
        try model.update(with: feedback)
    }
}

extension Thompson: Mergeable where Model: Mergeable {
    public mutating func merge(_ other: Thompson) throws {
        guard draws == other.draws, rewards == other.rewards else { throw ExploreError.differentPriors }
        try model.merge(other.model)
    }
}

extension Thompson: ArrayStorable {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.metadata["\(name).version"] = version
        model.store(into: &bundle, as: "\(name).model")
        rewards.store(into: &bundle, as: name)
        bundle.store([Int64(draws)], as: "\(name).draws")
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let rewards = try RewardRange(from: bundle, as: name)
        try self.init(
            try Model(from: bundle, as: "\(name).model"), draws: try bundle.count("\(name).draws"),
            rewards: rewards.limits)
    }
}
