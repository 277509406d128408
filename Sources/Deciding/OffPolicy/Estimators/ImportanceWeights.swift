/// `w_i = target(a_i | x_i) / propensity_i`: how much more often the target would have done what was done.
///
/// Their expectation is one when the logging policy gave a chance to everything that the target may do.
public struct ImportanceWeights: Sendable {
    /// Shape [decisions].
    public let values: [Double]

    /// O(decisions), one look at the target each.
    ///
    /// - Throws: ``OffPolicyError`` `target.shape` when the target was made for other decisions or arms;
    ///   `log.deterministic` when nothing in the log was left to chance and the target differs from it;
    ///   `weights.zero` when the target would never have done what was done; `weights.overflow` when propensities are
    ///   so small that the squares of the weights are not finite.
    public init(_ log: LoggedDecisions, under target: TargetProbabilities) throws {
        try target.check(fits: log)
        var values = [Double](repeating: 0, count: log.count)
        var (total, squares) = (0.0, 0.0)
        var (certain, differs) = (true, false)
        for place in 0..<log.count {
            let probability = target[place, Int(log.actions[place])]
            let propensity = log.propensities[place]
            let weight = probability / propensity
            values[place] = weight
            total += weight
            squares += weight * weight
            certain = certain && propensity >= 1 - Self.certainty
            differs = differs || probability < 1 - 1e-6
        }
        if certain && differs {
            throw OffPolicyError(
                code: "log.deterministic",
                message: "every propensity in the log is 1: nothing was left to chance, so it says nothing about "
                    + "a target that would have done something else",
                remedy: "log a policy that explores, with the probabilities it drew from; if it did explore, the "
                    + "propensities were not recorded")
        }
        guard total > 0 else {
            throw OffPolicyError(
                code: "weights.zero",
                message: "the target gives probability 0 to what was done at each of the \(log.count) decisions, so "
                    + "its value is undefined",
                remedy: "this log cannot answer that question; collect one that tries what the target would do")
        }
        guard squares.isFinite else {
            throw OffPolicyError(
                code: "weights.overflow",
                message: "importance weights up to \(values.max() ?? .infinity) are too large to add up",
                remedy: "check the propensities: probabilities so small are rarely real")
        }
        self.values = values
    }

    /// A propensity this close to one was no choice.
    static let certainty = 1e-9
}

extension TargetProbabilities {
    /// - Throws: ``OffPolicyError`` `target.shape`.
    func check(fits log: LoggedDecisions) throws {
        guard arms == log.arms.count, rows == 1 || rows == log.count else {
            throw OffPolicyError(
                code: "target.shape",
                message: "the target has \(rows) rows of \(arms) arms; the log has \(log.count) decisions among "
                    + "\(log.arms.count) arms")
        }
    }
}
