import Foundation

/// Chooses among ever-changing actions described by hashed sparse features, and learns from what the chosen one earned.
///
/// For logs with many words and no fixed list of features: action names, categories, words of a page. Learns from any
/// log whose propensities are known, its own or another policy's, in one pass and constant memory.
public struct HashedBandit: Sendable {
    /// How a distribution comes from expected rewards.
    public enum Exploration: Sendable, Hashable {
        /// The best action, or with probability `epsilon` any, all alike. Ties share.
        case epsilonGreedy(epsilon: Double)
        /// Inverse gap weighting (Foster and Rakhlin, "Beyond UCB", ICML 2020): an action has probability
        /// `1 / (actions + gamma * (best - its reward))`, the best has the rest, and `gamma = scale * updates^exponent`.
        case squareCB(scale: Double = 10, exponent: Double = 0.5)
    }

    /// What is learned from an action that was shown with probability `p` and earned `r`.
    public enum Learning: String, Sendable, Hashable, CaseIterable, Codable {
        /// The reward of the action shown, all decisions alike: what SquareCB's guarantee asks for.
        case direct
        /// The reward of the action shown, with weight `1 / p`, relative to the number of actions ("multitask regression",
        /// Bietti et al., "A contextual bandit bake-off", JMLR 2021). One update a decision; the usual choice.
        case regression = "mtr"
        /// `r / p` for the action shown and 0 for every other. Unbiased, noisy.
        case inversePropensity = "ips"
        /// The reward that a second regression expects of each action, corrected by `(r - expected) / p` for the one shown.
        case doublyRobust = "dr"
    }

    public let exploration: Exploration
    public let learning: Learning
    /// Expected rewards, as the policy sees them.
    public private(set) var model: HashedRegression
    /// What the doubly robust correction starts from.
    private var baseline: HashedRegression?
    /// Decisions learned and their actions.
    private var decisions = 0.0
    private var actions = 0.0
    private var scores: [Float] = []
    private var expected: [Float] = []

    /// - Throws: ``ExploreError`` `parameter` when epsilon is outside [0, 1], a scale not positive or an exponent outside
    ///   [0, 1].
    public init(
        exploration: Exploration = .epsilonGreedy(epsilon: 0.05), learning: Learning = .regression,
        model: HashedRegression
    ) throws {
        switch exploration {
        case .epsilonGreedy(let epsilon):
            try ExploreError.check(epsilon >= 0 && epsilon <= 1, "HashedBandit.epsilon", "in [0, 1]", got: epsilon)
        case .squareCB(let scale, let exponent):
            try ExploreError.check(scale > 0 && scale.isFinite, "HashedBandit.scale", "positive", got: scale)
            try ExploreError.check(exponent >= 0 && exponent <= 1, "HashedBandit.exponent", "in [0, 1]", got: exponent)
        }
        self.exploration = exploration
        self.learning = learning
        self.model = model
        baseline = learning == .doublyRobust ? model : nil
    }

    /// Name and parameters, as a log keeps them.
    public var version: String {
        let model = "learning=\(learning.rawValue), bits=\(model.bits), rate=\(model.learningRate)"
        return switch exploration {
        case .epsilonGreedy(let epsilon): "hashed-epsilon-greedy(epsilon=\(epsilon), \(model))"
        case .squareCB(let scale, let exponent): "hashed-squarecb(scale=\(scale), exponent=\(exponent), \(model))"
        }
    }

    /// The probability of each action, in the order of the choice.
    ///
    /// - Throws: ``ExploreError`` `actions.empty`.
    public mutating func distribution(for choice: HashedChoice) throws -> ActionDistribution {
        var probabilities: [Double] = []
        try fill(&probabilities, for: choice)
        return try ActionDistribution(probabilities)
    }

    /// As ``distribution(for:)``, into a buffer that is used again.
    public mutating func fill(_ probabilities: inout [Double], for choice: HashedChoice) throws {
        guard choice.count > 0 else {
            throw ExploreError(code: "actions.empty", message: "there is no action to choose from")
        }
        model.score(choice, into: &scores)
        probabilities.removeAll(keepingCapacity: true)
        let best = scores.reduce(-Float.infinity, max)
        switch exploration {
        case .epsilonGreedy(let epsilon):
            let ties = Double(scores.count { $0 == best })
            let share = epsilon / Double(scores.count)
            for score in scores { probabilities.append(share + (score == best ? (1 - epsilon) / ties : 0)) }
        case .squareCB(let scale, let exponent):
            let gamma = scale * pow(decisions, exponent)
            let chosen = scores.firstIndex(of: best) ?? 0
            var rest = 1.0
            for (action, score) in scores.enumerated() {
                let probability =
                    action == chosen ? 0 : 1 / (Double(scores.count) + gamma * Double(best - score))
                probabilities.append(probability)
                rest -= probability
            }
            probabilities[chosen] = rest
        }
    }

    /// Learns from one answer.
    ///
    /// - Parameters:
    ///   - propensity: probability with which the action was shown, by whatever policy showed it.
    ///   - weight: how many decisions it stands for.
    /// - Throws: ``ExploreError`` `feedback.action`, `feedback.propensity`, `reward` or `feedback.weight` for a value that is
    ///   impossible; the policy is then as it was before. O(features and products) of one action for ``Learning/regression``,
    ///   of all actions otherwise.
    public mutating func learn(
        from choice: HashedChoice, action: Int, reward: Double, propensity: Double, weight: Double = 1
    ) throws {
        guard (0..<choice.count).contains(action) else {
            throw ExploreError(
                code: "feedback.action", message: "action \(action) was shown, but there are \(choice.count)")
        }
        guard propensity > 0, propensity <= 1 else {
            throw ExploreError(
                code: "feedback.propensity", message: "the propensity must be in (0, 1]; got \(propensity)")
        }
        guard Float(reward).isFinite, Float(reward / propensity).isFinite else {
            throw ExploreError(
                code: "reward", message: "the reward and its quotient by the propensity must be finite; got \(reward)")
        }
        guard weight > 0, Float(weight / propensity).isFinite else {
            throw ExploreError(code: "feedback.weight", message: "the weight must be positive; got \(weight)")
        }
        decisions += 1
        actions += Double(choice.count)
        model.score(choice, into: &scores)
        switch learning {
        case .direct, .regression:
            let importance = learning == .direct ? weight : weight / propensity
            model.learn(
                choice, action: action, prediction: scores[action], target: Float(reward),
                weight: Float(importance * decisions / actions))
        case .inversePropensity:
            for other in 0..<choice.count {
                learn(choice, other, target: other == action ? reward / propensity : 0, weight)
            }
        case .doublyRobust:
            baseline?.score(choice, into: &expected)
            for other in 0..<choice.count {
                let correction = other == action ? (reward - Double(expected[other])) / propensity : 0
                learn(choice, other, target: Double(expected[other]) + correction, weight)
            }
            baseline?.learn(
                choice, action: action, prediction: expected[action], target: Float(reward), weight: Float(weight))
        }
    }

    /// Updates of one decision's other actions change the score of this one, so it is taken anew.
    private mutating func learn(_ choice: HashedChoice, _ action: Int, target: Double, _ weight: Double) {
        model.learn(
            choice, action: action, prediction: model.score(choice, action: action), target: Float(target),
            weight: Float(weight))
    }
}
