import Linear

/// Learns to show arms in proportion to what they earn: multinomial logistic regression of the arm on the context, each
/// decision weighing `reward / propensity`, with a penalty on the slopes.
///
/// The policy behind the table that ``AccuracyStudy`` is compared with. Newton steps that leave out the products between
/// arms: those only act along the direction in which all arms rise together, which changes no probability.
/// O(iterations * decisions * arms * width²), usually about ten iterations.
struct ShareLearner {
    /// Of the squared slopes, halved.
    let penalty: Double

    /// Probabilities of the arms at the decisions of another log. Shape [decisions, arms].
    func shares(learntFrom training: LoggedDecisions, for log: LoggedDecisions) throws -> [Double] {
        let (arms, size) = (training.arms.count, 1 + training.contexts.columns)
        let rows = Self.rows(training)
        var lines = [Double](repeating: 0, count: arms * size)
        for _ in 0..<Self.iterations {
            let systems = try systems(training, rows, lines)
            var largest = 0.0
            for arm in 0..<arms {
                guard let step = systems[arm].solution() else {
                    throw OffPolicyError(code: "model.fit", message: "the shares of the arms have no solution")
                }
                for place in 0..<size {
                    lines[arm * size + place] += step[place]
                    largest = max(largest, abs(step[place]))
                }
            }
            if largest < 1e-6 { break }
        }
        return try Self.probabilities(lines, Self.rows(log), arms: arms)
    }

    private static let iterations = 50

    /// Curvature and slope of the objective, arm by arm.
    private func systems(
        _ log: LoggedDecisions, _ rows: [Double], _ lines: [Double]
    ) throws -> [NormalEquations] {
        let arms = log.arms.count
        let size = rows.count / log.count
        let probabilities = try Self.probabilities(lines, rows, arms: arms)
        var systems = [NormalEquations](repeating: NormalEquations(size: size), count: arms)
        rows.withUnsafeBufferPointer { rows in
            for place in 0..<log.count where log.rewards[place] != 0 {
                let weight = log.rewards[place] / log.propensities[place]
                let row = UnsafeBufferPointer(rebasing: rows[place * size..<(place + 1) * size])
                for arm in 0..<arms {
                    let probability = probabilities[place * arms + arm]
                    let gap = (Int(log.actions[place]) == arm ? 1 : 0) - probability
                    systems[arm].add(row, weight: weight * probability, response: weight * gap)
                }
            }
        }
        for arm in 0..<arms {
            systems[arm].add(penalty: penalty, at: lines[arm * size..<(arm + 1) * size], from: 1)
        }
        return systems
    }

    /// `[1, context]` of every decision.
    private static func rows(_ log: LoggedDecisions) -> [Double] {
        var rows: [Double] = []
        rows.reserveCapacity(log.count * (1 + log.contexts.columns))
        for place in 0..<log.count {
            rows.append(1)
            for feature in log.contexts[row: place] { rows.append(Double(feature)) }
        }
        return rows
    }

    private static func probabilities(_ lines: [Double], _ rows: [Double], arms: Int) throws -> [Double] {
        let size = lines.count / arms
        var scores: [Double] = []
        scores.reserveCapacity(rows.count / size * arms)
        for start in stride(from: 0, to: rows.count, by: size) {
            for arm in 0..<arms {
                var sum = 0.0
                for place in 0..<size { sum += lines[arm * size + place] * rows[start + place] }
                scores.append(sum)
            }
        }
        return try TargetProbabilities.softmax(1, scores: scores, arms: arms).values
    }
}
