import Foundation

/// Targets that need no model, and targets made of a model's scores.
extension TargetProbabilities {
    /// Every arm alike, whatever the context.
    public static func uniform(arms: Int) throws -> TargetProbabilities {
        try TargetProbabilities(arms: arms, values: Array(repeating: 1 / Double(arms), count: max(0, arms)))
    }

    /// Always the same arm.
    ///
    /// - Throws: ``OffPolicyError`` `parameter` when there is no such arm.
    public static func always(_ arm: Int, of arms: Int) throws -> TargetProbabilities {
        try OffPolicyError.check(arm >= 0 && arm < arms, "TargetProbabilities.always", "one of \(arms) arms", got: arm)
        return try TargetProbabilities(arms: arms, values: (0..<arms).map { $0 == arm ? 1 : 0 })
    }

    /// The best-scored arm with probability `1 - epsilon`, else any arm alike; the first of equals. Greedy for 0.
    ///
    /// - Parameter scores: shape [decisions, arms], finite.
    public static func epsilonGreedy(_ epsilon: Double, scores: [Double], arms: Int) throws -> TargetProbabilities {
        try OffPolicyError.check(
            epsilon >= 0 && epsilon <= 1, "TargetProbabilities.epsilon", "in [0, 1]", got: epsilon)
        try check(scores, arms: arms)
        var values = [Double](repeating: epsilon / Double(arms), count: scores.count)
        for start in stride(from: 0, to: scores.count, by: arms) {
            var best = start
            for place in start + 1..<max(start + 1, start + arms) where scores[place] > scores[best] { best = place }
            values[best] += 1 - epsilon
        }
        return try TargetProbabilities(arms: arms, values: values)
    }

    /// In proportion to `exp(inverseTemperature * score)`.
    ///
    /// - Parameter scores: shape [decisions, arms], finite.
    public static func softmax(
        _ inverseTemperature: Double, scores: [Double], arms: Int
    ) throws -> TargetProbabilities {
        try OffPolicyError.check(
            inverseTemperature.isFinite, "TargetProbabilities.inverseTemperature", "finite", got: inverseTemperature)
        try check(scores, arms: arms)
        var values = scores
        for start in stride(from: 0, to: scores.count, by: arms) {
            var largest = -Double.infinity
            for place in start..<start + arms { largest = max(largest, inverseTemperature * scores[place]) }
            var sum = 0.0
            for place in start..<start + arms {
                values[place] = exp(inverseTemperature * scores[place] - largest)
                sum += values[place]
            }
            for place in start..<start + arms { values[place] /= sum }
        }
        return try TargetProbabilities(arms: arms, values: values)
    }

    private static func check(_ scores: [Double], arms: Int) throws {
        guard arms > 0, !scores.isEmpty, scores.count % arms == 0 else {
            throw OffPolicyError(code: "target.shape", message: "\(scores.count) scores are not rows of \(arms) arms")
        }
        if let place = scores.firstIndex(where: { !$0.isFinite }) {
            throw OffPolicyError(
                code: "target.scores",
                message: "the score of arm \(place % arms) at decision \(place / arms) is not a finite number")
        }
    }
}
