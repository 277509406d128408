import Foundation

/// A log prepared for policy learning: its design, its folds, and the doubly robust score of every arm.
struct LearningProblem: Sendable {
    let log: LoggedDecisions
    let design: ContextDesign
    /// Decisions of each fold, in order.
    let folds: [[Int]]
    /// `q(x, a) + [a was shown] (r - q(x, a)) / p`: unbiased for the arm's reward at that decision. Shape [decisions,
    /// arms].
    let scores: [Double]
    /// Whether the log shows the arm at all; what it never shows cannot be learned. Shape [arms].
    let isShown: [Bool]
    /// Deviation of the rewards, or 1 when they are all the same.
    let unit: Double

    /// - Parameter rewards: expected rewards [decisions, arms], or nothing to cross-fit linear models of each arm.
    init(log: LoggedDecisions, design: ContextDesign, folds: [[Int]], rewards: [Double]?, seed: UInt64) throws {
        let arms = log.arms.count
        var scores: [Double]
        if let rewards {
            guard rewards.count == log.count * arms else {
                throw OffPolicyError(
                    code: "model.shape",
                    message: "expected rewards must be \(log.count) x \(arms) numbers; got \(rewards.count)")
            }
            if let place = rewards.firstIndex(where: { !$0.isFinite }) {
                throw OffPolicyError(
                    code: "model.value",
                    message: "the expected reward of arm \(place % arms) at decision \(place / arms) must be finite; "
                        + "got \(rewards[place])")
            }
            scores = rewards
        } else {
            scores = try CrossFitting(folds: folds.count, seed: seed).predictions(of: RidgeRewards(), for: log)
        }
        for row in 0..<log.count {
            let place = row * arms + Int(log.actions[row])
            scores[place] += (log.rewards[row] - scores[place]) / log.propensities[row]
            // Squares of scores are summed later on.
            guard (scores[place] * scores[place]).isFinite else {
                throw OffPolicyError(
                    code: "learning.numbers",
                    message: "the reward of decision \(row), \(log.rewards[row]), over its propensity "
                        + "\(log.propensities[row]) is too large")
            }
        }
        self.log = log
        self.design = design
        self.folds = folds
        self.scores = scores
        var isShown = [Bool](repeating: false, count: arms)
        for action in log.actions { isShown[Int(action)] = true }
        self.isShown = isShown
        let mean = log.rewards.reduce(0, +) / Double(log.count)
        let variance = log.rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(log.count)
        unit = variance > 0 ? variance.squareRoot() : 1
    }

    /// Gives arms that were never shown a score that no other can be below, so that no policy chooses them.
    func withoutUnshown(_ theta: [Double]) -> [Double] {
        var theta = theta
        for arm in isShown.indices where !isShown[arm] {
            for place in arm * design.columns..<(arm + 1) * design.columns { theta[place] = 0 }
            theta[arm * design.columns] = -1e300
        }
        return theta
    }

    /// All decisions of the other folds, in order.
    func others(than fold: Int) -> [Int] {
        folds.indices.filter { $0 != fold }.flatMap { folds[$0] }.sorted()
    }

    /// Theta [arms, columns] that prefers, whatever the context, the arm with the best mean score.
    func bestArm(rows: [Int]) -> [Double] {
        let arms = log.arms.count
        var theta = [Double](repeating: 0, count: arms * design.columns)
        for arm in 0..<arms {
            theta[arm * design.columns] = rows.reduce(0) { $0 + scores[$1 * arms + arm] } / Double(rows.count)
        }
        return theta
    }

    /// Score of each decision under the softmax, or the greedy choice, of linear scores.
    ///
    /// The scores used models that saw decisions from which the policy was learned, and the other way round. That is
    /// all that leaks between folds, and it is second order: scores are unbiased whatever the models say.
    func values(of theta: [Double], _ temperature: Double, rows: [Int]) -> [Double] {
        let (arms, columns) = (log.arms.count, design.columns)
        var linear = [Double](repeating: 0, count: arms)
        return rows.map { row in
            for arm in 0..<arms {
                var sum = 0.0
                for column in 0..<columns {
                    sum += theta[arm * columns + column] * design.values[row * columns + column]
                }
                linear[arm] = sum
            }
            let largest = linear.reduce(-Double.infinity, max)
            var (sum, total) = (0.0, 0.0)
            for arm in 0..<arms {
                let excess = linear[arm] - largest
                let share = temperature > 0 ? exp(excess / temperature) : (excess == 0 ? 1 : 0)
                total += share
                sum += share * scores[row * arms + arm]
            }
            return sum / total
        }
    }
}
