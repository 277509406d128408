import Commerce

/// What a policy answers: the probability of each action, in the order of the ``ActionSet``.
public struct ActionDistribution: Sendable, Hashable {
    /// Non-negative, summing to one. Shape [actions].
    public let probabilities: [Double]
    /// Standard error of each probability where it is estimated; empty where they are exact.
    public let errors: [Double]

    /// - Throws: ``ExploreError`` `distribution` when a probability is negative, above one or not a number, or when
    ///   their sum is not within 1e-9 of one.
    public init(_ probabilities: [Double], errors: [Double] = []) throws {
        var sum = 0.0
        for (action, probability) in probabilities.enumerated() {
            guard probability >= 0, probability <= 1 + 1e-9 else {
                throw ExploreError(
                    code: "distribution",
                    message: "the probability of action \(action) must be in [0, 1]; got \(probability)")
            }
            sum += probability
        }
        guard abs(sum - 1) <= 1e-9 else {
            throw ExploreError(code: "distribution", message: "probabilities must sum to one; got \(sum)")
        }
        self.probabilities = probabilities
        self.errors = errors
    }

    /// All probability on one action.
    public init(always action: Int, of count: Int) {
        var probabilities = [Double](repeating: 0, count: count)
        probabilities[action] = 1
        self.probabilities = probabilities
        errors = []
    }

    /// In proportion to weights that are finite, not negative and not all zero.
    public init(proportionalTo weights: [Double]) throws {
        let total = weights.reduce(0, +)
        guard total > 0, total.isFinite else {
            throw ExploreError(
                code: "distribution", message: "weights must be finite and their sum positive; got \(total)")
        }
        try self.init(weights.map { $0 / total })
    }

    /// The one sampler: every action that is shown, and its propensity, comes from here.
    ///
    /// Inverse transform; never an action of probability zero. O(actions).
    public func sample(using generator: inout some RandomNumberGenerator) -> (action: Int, propensity: Double) {
        let point = generator.unit()
        var sum = 0.0
        var last = 0
        for (action, probability) in probabilities.enumerated() where probability > 0 {
            sum += probability
            last = action
            if point < sum { break }
        }
        return (last, probabilities[last])
    }
}
