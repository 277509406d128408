import Linear

/// Learns to show arms in proportion to what they earn: multinomial logistic regression of the arm on the context, each
/// decision weighing `reward / propensity`, with a penalty on the slopes.
///
/// The policy behind the table that ``AccuracyStudy`` is compared with. Newton steps that leave out the products between
/// arms: these point along the direction in which all arms rise together, which changes no probability, so steps are
/// nearly those of Newton. O(iterations * decisions * arms * width²).
struct ShareLearner {
    /// Of the squared slopes, halved.
    let penalty: Double

    /// Probabilities of the arms at the decisions of another log. Shape [decisions, arms].
    func shares(learntFrom training: LoggedDecisions, for log: LoggedDecisions) throws -> [Double] {
        let (arms, size) = (training.arms.count, 1 + training.contexts.columns)
        var lines = [Double](repeating: 0, count: arms * size)
        for _ in 0..<Self.iterations {
            let probabilities = try Self.probabilities(lines, training)
            var largest = 0.0
            for arm in 0..<arms {
                let step = try step(
                    training, arm: arm, probabilities, line: Array(lines[arm * size..<(arm + 1) * size]))
                for place in 0..<size {
                    lines[arm * size + place] += step[place]
                    largest = max(largest, abs(step[place]))
                }
            }
            if largest < 1e-8 { break }
        }
        return try Self.probabilities(lines, log)
    }

    private static let iterations = 100

    private func step(
        _ log: LoggedDecisions, arm: Int, _ probabilities: [Double], line: [Double]
    ) throws -> [Double] {
        let (arms, width) = (log.arms.count, log.contexts.columns)
        var system = NormalEquations(size: line.count)
        var row = [Double](repeating: 1, count: line.count)
        for place in 0..<log.count where log.rewards[place] != 0 {
            for feature in 0..<width { row[1 + feature] = Double(log.contexts[place, feature]) }
            let weight = log.rewards[place] / log.propensities[place]
            let probability = probabilities[place * arms + arm]
            let gap = (Int(log.actions[place]) == arm ? 1 : 0) - probability
            row.withUnsafeBufferPointer { system.add($0, weight: weight * probability, response: weight * gap) }
        }
        system.add(penalty: penalty, at: line, from: 1)
        guard let step = system.solution() else {
            throw OffPolicyError(code: "model.fit", message: "the shares of the arms have no solution")
        }
        return step
    }

    private static func probabilities(_ lines: [Double], _ log: LoggedDecisions) throws -> [Double] {
        let (arms, width) = (log.arms.count, log.contexts.columns)
        var scores = [Double](repeating: 0, count: log.count * arms)
        for place in 0..<log.count {
            for arm in 0..<arms {
                var sum = lines[arm * (1 + width)]
                for feature in 0..<width {
                    sum += lines[arm * (1 + width) + 1 + feature] * Double(log.contexts[place, feature])
                }
                scores[place * arms + arm] = sum
            }
        }
        return try TargetProbabilities.softmax(1, scores: scores, arms: arms).values
    }
}
