/// Learns a policy from a log of another policy's choices.
///
/// Every way below ends in a ``LinearSoftmaxPolicy``; ways and penalties are chosen among ``methods`` and ``l2`` by the
/// cross-validated doubly robust value of what they learn: the policy of each fold is learned without the fold. The
/// winner's own cross-validated value is a little too high, being the best of many; read it on other data, with any
/// ``OffPolicyEstimator`` and ``LinearSoftmaxPolicy/targetProbabilities(for:)``.
public struct PolicyLearner: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
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

    public let methods: [Method]
    /// Penalties on squared weights of standardised features. For models, relative to the number of decisions (1 halves
    /// a lone feature's weight); for gradients, in standard deviations of reward.
    public let l2: [Double]
    /// How many standard errors of its own value a gradient method gives up for being sure; at least 0.
    public let caution: Double
    /// Of the policies that the model methods return; 0 is greedy, larger is in units of reward.
    public let temperature: Double
    /// Parts for cross-fitting and cross-validation; at least 2.
    public let folds: Int
    /// Of a gradient ascent.
    public let maximumIterations: Int

    /// - Throws: ``OffPolicyError`` `parameter` for a value out of range.
    public init(
        methods: [Method] = [.rewardModel, .doublyRobustRegression, .doublyRobustGradient],
        l2: [Double] = [0.0001, 0.001, 0.01, 0.1, 1], caution: Double = 0.5, temperature: Double = 0, folds: Int = 5,
        maximumIterations: Int = 100
    ) throws {
        try OffPolicyError.check(!methods.isEmpty, "PolicyLearner.methods", "at least one", got: methods.count)
        try OffPolicyError.check(
            !l2.isEmpty && l2.allSatisfy { $0 >= 0 && $0.isFinite }, "PolicyLearner.l2",
            "a list of finite numbers of at least 0", got: l2)
        try OffPolicyError.check(
            caution >= 0 && caution.isFinite, "PolicyLearner.caution", "finite and at least 0", got: caution)
        try OffPolicyError.check(
            temperature >= 0 && temperature.isFinite, "PolicyLearner.temperature", "finite and at least 0",
            got: temperature)
        try OffPolicyError.check(folds >= 2, "PolicyLearner.folds", "at least 2", got: folds)
        try OffPolicyError.check(
            maximumIterations >= 1, "PolicyLearner.maximumIterations", "at least 1", got: maximumIterations)
        self.methods = methods
        self.l2 = l2
        self.caution = caution
        self.temperature = temperature
        self.folds = folds
        self.maximumIterations = maximumIterations
    }
}

/// A learned policy, and what it was chosen from.
public struct LearnedPolicy: Sendable {
    /// One way of learning and its cross-validated value.
    public struct Candidate: Sendable, Hashable {
        public let method: PolicyLearner.Method
        public let l2: Double
        /// Doubly robust value of the policies learned without each fold, on the fold.
        public let value: Double
        public let standardError: Double
    }

    public let policy: LinearSoftmaxPolicy
    /// The one that won.
    public let chosen: Candidate
    /// All that were tried, in the order of methods, then penalties.
    public let candidates: [Candidate]
}
