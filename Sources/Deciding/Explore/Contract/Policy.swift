public import Commerce

/// The moment of a choice.
public struct DecisionContext: Sendable {
    public var time: Timestamp
    /// What every action shares: features of shopper, session and surface. Shape [width].
    public var features: [Float]

    public init(time: Timestamp = Timestamp(milliseconds: 0), features: [Float] = []) {
        self.time = time
        self.features = features
    }
}

/// Context and actions in, a probability distribution out.
///
/// A policy never draws the action: ``ActionDistribution/sample(using:)`` does, so that what is logged is what was
/// done. Whatever a policy must itself leave to chance (posterior draws) comes from the generator it is given.
public protocol Policy: Sendable {
    /// Name and parameters, as the log keeps them: `epsilon-greedy(epsilon=0.1)`.
    var version: String { get }
    /// Puts all probability on one action: its log cannot judge another policy.
    var isDeterministic: Bool { get }

    func distribution(
        over actions: ActionSet, in context: DecisionContext, using generator: inout SeededGenerator
    ) throws -> ActionDistribution
}

/// The answer to one choice.
public struct Feedback: Sendable {
    public var context: DecisionContext
    /// The arm, by its stable number.
    public var key: Int32
    /// The action's features at the moment of choice. Shape [width].
    public var features: [Float]
    public var reward: Double
    /// How much it counts: 1, or an importance or examination weight; positive.
    public var weight: Double
    /// Probability with which it was chosen; nothing when unknown.
    public var propensity: Double?

    public init(
        context: DecisionContext = DecisionContext(), key: Int32, features: [Float] = [], reward: Double,
        weight: Double = 1, propensity: Double? = nil
    ) {
        self.context = context
        self.key = key
        self.features = features
        self.reward = reward
        self.weight = weight
        self.propensity = propensity
    }
}

/// A policy that learns from answers.
public protocol LearningPolicy: Policy {
    /// - Throws: ``ExploreError`` `reward` when the reward is not finite or outside the declared range,
    ///   `feedback.shape` when the features do not fit; the policy is then as it was before.
    mutating func update(with feedback: Feedback) throws
}
