/// What the policy to be judged would have done at each decision of a log.
///
/// Shape [decisions, arms], row after row; every row sums to one. One row stands for all when the target does not
/// look at the context.
public struct TargetProbabilities: Sendable {
    public let arms: Int
    /// Number of rows: that of the decisions, or one.
    public let rows: Int
    public let values: [Double]

    /// - Throws: ``OffPolicyError`` `target.shape`, or `target.distribution` with the row whose probabilities are
    ///   negative, not numbers, or do not sum to one within 1e-6. O(rows * arms).
    public init(arms: Int, values: [Double]) throws {
        guard arms > 0, !values.isEmpty, values.count % arms == 0 else {
            throw OffPolicyError(
                code: "target.shape", message: "\(values.count) probabilities are not rows of \(arms) arms")
        }
        for row in 0..<(values.count / arms) {
            var sum = 0.0
            for arm in 0..<arms {
                let probability = values[row * arms + arm]
                guard probability >= 0, probability <= 1 + 1e-9 else {
                    throw OffPolicyError(
                        code: "target.distribution",
                        message: "the target's probability of arm \(arm) at decision \(row) must be in [0, 1]; "
                            + "got \(probability)")
                }
                sum += probability
            }
            guard abs(sum - 1) <= 1e-6 else {
                throw OffPolicyError(
                    code: "target.distribution",
                    message: "the target's probabilities at decision \(row) must sum to one; got \(sum)")
            }
        }
        self.arms = arms
        self.values = values
        rows = values.count / arms
    }

    @inlinable
    public subscript(decision: Int, arm: Int) -> Double { values[(rows == 1 ? 0 : decision) * arms + arm] }
}
