/// Learns a policy from a log of another policy's choices.
///
/// Tries several ``Way``s, from the simplest on, and keeps the first whose cross-validated value is not clearly below the
/// best one's: the policy of each fold is learned without it, and judged on it by its doubly robust value. Where
/// shoppers do not differ, that is the best single arm. An arm that the log never shows is never chosen. Ends in a ``LinearSoftmaxPolicy`` whichever won. The
/// winner's cross-validated value is a little too high, being chosen for it; read the value on other data, with
/// any ``OffPolicyEstimator`` and ``LinearSoftmaxPolicy/targetProbabilities(for:)``.
public struct PolicyLearner: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        /// The single arm with the best doubly robust value.
        case bestArm = "best-arm"
        /// A linear model of each arm's reward, weighted by one over the propensity; the policy is greedy in it, or
        /// softmax when ``PolicyLearner/temperature`` is positive.
        case rewardModel = "reward-model"
        /// A linear model of each arm's doubly robust score; greedy or softmax. Corrects what a reward model gets wrong
        /// (Dudík et al., "Doubly robust policy evaluation and optimization", Statistical Science 29, 2014).
        case doublyRobustRegression = "dr-regression"
        /// Ascends the doubly robust value of a softmax policy itself, less its uncertainty.
        case doublyRobustGradient = "dr-gradient"
        /// Ascends its self-normalised value, less its uncertainty; needs no reward model (Swaminathan and Joachims,
        /// "The self-normalized estimator for counterfactual learning", NeurIPS 2015).
        case selfNormalisedGradient = "snips-gradient"
    }

    /// A method with its penalty.
    public struct Way: Sendable, Hashable {
        public var method: Method
        /// On squared weights of standardised features. For models, relative to the weight of the decisions (1 halves a
        /// lone feature's weight); for gradients, in standard deviations of reward. The best arm has no weights.
        public var l2: Double

        public init(_ method: Method, l2: Double = 0) {
            self.method = method
            self.l2 = l2
        }

        /// The best arm, then models and gradients of the doubly robust kind with falling penalties.
        public static let usual: [Way] =
            [Way(.bestArm)]
            + [1, 0.1, 0.01, 0.001].map { Way(.doublyRobustRegression, l2: $0) }
            + [0.001, 0.0001, 0.00001].map { Way(.doublyRobustGradient, l2: $0) }
    }

    /// From the simplest to the least.
    public let ways: [Way]
    /// How far, in standard errors of the difference, a way may be below the best and still be kept for coming first.
    public let parsimony: Double
    /// How many standard errors of its own value a gradient method gives up for being sure.
    public let caution: Double
    /// Of the policies that the model methods return; 0 is greedy, larger is in units of reward.
    public let temperature: Double
    /// Parts for cross-fitting and cross-validation.
    public let folds: Int
    /// Of a gradient ascent.
    public let maximumIterations: Int

    /// - Throws: ``OffPolicyError`` `parameter` when there is no way, a number is negative or not finite, there are fewer
    ///   than 2 folds, or no iteration is allowed.
    public init(
        ways: [Way] = Way.usual, parsimony: Double = 1, caution: Double = 0.5, temperature: Double = 0,
        folds: Int = 5, maximumIterations: Int = 100
    ) throws {
        try OffPolicyError.check(!ways.isEmpty, "PolicyLearner.ways", "at least one", got: ways.count)
        for way in ways {
            try OffPolicyError.check(
                way.l2 >= 0 && way.l2.isFinite, "PolicyLearner.Way.l2", "finite and at least 0", got: way.l2)
        }
        for (name, value) in [("parsimony", parsimony), ("caution", caution), ("temperature", temperature)] {
            try OffPolicyError.check(
                value >= 0 && value.isFinite, "PolicyLearner.\(name)", "finite and at least 0", got: value)
        }
        try OffPolicyError.check(folds >= 2, "PolicyLearner.folds", "at least 2", got: folds)
        try OffPolicyError.check(
            maximumIterations >= 1, "PolicyLearner.maximumIterations", "at least 1", got: maximumIterations)
        self.ways = ways
        self.parsimony = parsimony
        self.caution = caution
        self.temperature = temperature
        self.folds = folds
        self.maximumIterations = maximumIterations
    }
}

/// A learned policy, and what it was chosen from.
public struct LearnedPolicy: Sendable {
    /// A way of learning and its cross-validated value.
    public struct Candidate: Sendable, Hashable {
        public let way: PolicyLearner.Way
        /// Doubly robust value of the policies learned without each fold, on the fold.
        public let value: Double
        public let standardError: Double
        /// Value of the best candidate less this one's, and the standard error of that.
        public let behind: Double
        public let behindError: Double
    }

    public let policy: LinearSoftmaxPolicy
    /// The one that won.
    public let chosen: Candidate
    /// All that were tried, in order.
    public let candidates: [Candidate]
}
