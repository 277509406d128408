public import Linear

/// The best so far, but with chance `epsilon` any action, all alike (the best included).
///
/// `p(a) = epsilon / K + (1 - epsilon) [a is best]`. With a decay of exponent 1 it is the epsilon_n-greedy of Auer,
/// Cesa-Bianchi and Fischer, "Finite-time analysis of the multiarmed bandit problem", Machine Learning 47, 2002.
public struct EpsilonGreedy: ScoreRule {
    public let epsilon: Double
    public let decay: Decay

    /// - Throws: ``ExploreError`` `parameter` unless `epsilon` is in [0, 1] and the decay's parameters are positive.
    public init(epsilon: Double, decay: Decay = .none) throws {
        try ExploreError.check(epsilon >= 0 && epsilon <= 1, "EpsilonGreedy.epsilon", "in [0, 1]", got: epsilon)
        try decay.check("EpsilonGreedy")
        self.epsilon = epsilon
        self.decay = decay
    }

    public var version: String { "epsilon-greedy(epsilon=\(epsilon)\(decay.versionSuffix))" }
    public var isDeterministic: Bool { epsilon == 0 }

    public func distribution(of scores: ScoredActions, updates: Int) throws -> ActionDistribution {
        try ActionDistribution.best(of: scores.means).mixed(withUniform: epsilon * decay.factor(updates: updates))
    }
}

extension EpsilonGreedy {
    public func store(into bundle: inout ArrayBundle, as name: String) {
        bundle.store([epsilon] + decay.numbers, as: name)
    }

    public init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.finiteDoubles(name, count: 3)
        try self.init(epsilon: values[0], decay: Decay(numbers: values[1...]))
    }
}
