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
    /// Deviation of the rewards, or 1 when they are all the same.
    let unit: Double

    /// - Parameter rewards: expected rewards [decisions, arms], or nothing to cross-fit linear models here.
    init(log: LoggedDecisions, design: ContextDesign, folds: [[Int]], rewards: [Double]?) throws {
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
            scores = [Double](repeating: 0, count: log.count * arms)
            let regression = ArmRegression(design: design, arms: arms)
            for fold in folds.indices {
                let others = Self.others(than: fold, in: folds)
                // A little shrinkage: enough to be safe with duplicate features, too little to matter otherwise.
                let theta = regression.rewards(of: log, rows: others, l2: 0.01)
                regression.predict(theta, rows: folds[fold], into: &scores)
            }
        }
        for row in 0..<log.count {
            let place = row * arms + Int(log.actions[row])
            scores[place] += (log.rewards[row] - scores[place]) / log.propensities[row]
        }
        self.log = log
        self.design = design
        self.folds = folds
        self.scores = scores
        let mean = log.rewards.reduce(0, +) / Double(log.count)
        let variance = log.rewards.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(log.count)
        unit = variance > 0 ? variance.squareRoot() : 1
    }

    /// All decisions of the other folds, in order.
    static func others(than fold: Int, in folds: [[Int]]) -> [Int] {
        folds.indices.filter { $0 != fold }.flatMap { folds[$0] }.sorted()
    }

    /// Doubly robust value, on each fold, of what is learned from the others, over all decisions.
    ///
    /// The scores of the other folds used models that saw this one. That is the only thing that leaks, and it is second
    /// order: the scores are unbiased whatever the models say.
    func validate(_ learn: (_ rows: [Int]) -> (theta: [Double], temperature: Double)) -> (mean: Double, error: Double) {
        let arms = log.arms.count
        let regression = ArmRegression(design: design, arms: arms)
        var table = [Double](repeating: 0, count: log.count * arms)
        var values = [Double](repeating: 0, count: log.count)
        for fold in folds.indices {
            let learned = learn(Self.others(than: fold, in: folds))
            regression.predict(learned.theta, rows: folds[fold], into: &table)
            for row in folds[fold] {
                values[row] = value(of: table[row * arms..<(row + 1) * arms], learned.temperature, at: row)
            }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(values.count - 1) / Double(values.count)).squareRoot())
    }

    /// Score of a decision under the softmax, or the greedy choice, of linear scores.
    private func value(of linear: ArraySlice<Double>, _ temperature: Double, at row: Int) -> Double {
        let largest = linear.reduce(-Double.infinity, max)
        var (sum, total) = (0.0, 0.0)
        for (arm, score) in linear.enumerated() {
            let excess = score - largest
            let share = temperature > 0 ? exp(excess / temperature) : (excess == 0 ? 1 : 0)
            total += share
            sum += share * scores[row * log.arms.count + arm]
        }
        return sum / total
    }
}
