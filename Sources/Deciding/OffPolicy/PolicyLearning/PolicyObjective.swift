import Foundation
import Linear

/// What a linear softmax policy earns by a log, less its uncertainty and a penalty: what policy learning maximises.
///
/// `F(theta) = (V - caution * SE(V)) / unit - l2 / 2 |weights|^2`, where `V` is the doubly robust or the
/// self-normalised estimate on the log itself, `SE` its standard error from influence, and `unit` the rewards'
/// deviation, so that `l2` has no units. The standard-error term is counterfactual risk minimisation (Swaminathan and
/// Joachims, "Batch learning from logged bandit feedback through counterfactual risk minimization", JMLR 16, 2015,
/// equation 9), here with the exact gradient instead of their majorisation. Intercepts are not penalised.
///
/// Both estimates depend on the policy at decision `i` through its probabilities `p_i` alone, so with
/// `A_i(a) = dV / dp_i(a)` the gradient of the scores is `p_i(a) (A_i(a) - sum_b p_i(b) A_i(b))`. Shape of
/// `theta` [arms, columns]. O(rows * arms * columns) an evaluation, on all cores, the same on any number of them.
struct PolicyObjective: Sendable {
    enum Estimate: Sendable {
        /// Rewards of every arm at each decision, doubly robust; shape [decisions, arms].
        case doublyRobust(scores: [Double])
        case selfNormalised(actions: [Int32], rewards: [Double], propensities: [Double])
    }

    let design: ContextDesign
    let arms: Int
    let estimate: Estimate
    /// The decisions that count.
    let rows: [Int]
    let l2: Double
    let caution: Double
    let unit: Double

    private static let chunk = 4096

    /// Value of `-F` at `theta`; overwrites its gradient.
    func negated(at theta: [Double], gradient: inout [Double]) -> Double {
        let probabilities = self.probabilities(theta)
        var value: Double
        switch estimate {
        case .doublyRobust(let scores):
            value = doublyRobust(scores, probabilities, &gradient)
        case .selfNormalised(let actions, let rewards, let propensities):
            value = selfNormalised(actions, rewards, propensities, probabilities, &gradient)
        }
        let columns = design.columns
        for place in theta.indices where place % columns != 0 {
            value -= l2 / 2 * theta[place] * theta[place]
            gradient[place] -= l2 * theta[place]
        }
        for place in gradient.indices { gradient[place] = -gradient[place] }
        return -value
    }

    /// Shape [rows, arms].
    private func probabilities(_ theta: [Double]) -> [Double] {
        let (arms, columns) = (arms, design.columns)
        return [Double](unsafeUninitializedCapacity: rows.count * arms) { buffer, count in
            nonisolated(unsafe) let buffer = buffer
            Parallel.forEachChunk(of: rows.count, chunk: Self.chunk) { range in
                design.values.withUnsafeBufferPointer { values in
                    theta.withUnsafeBufferPointer { theta in
                        for index in range {
                            let row = values.baseAddress! + rows[index] * columns
                            let out = buffer.baseAddress! + index * arms
                            softmaxScores(row, theta.baseAddress!, arms, columns, out)
                        }
                    }
                }
            }
            count = rows.count * arms
        }
    }

    private func doublyRobust(
        _ scores: [Double], _ probabilities: [Double], _ gradient: inout [Double]
    ) -> Double {
        let (arms, count) = (arms, Double(rows.count))
        var values = [Double](repeating: 0, count: rows.count)
        for (index, row) in rows.enumerated() {
            var sum = 0.0
            for arm in 0..<arms { sum += probabilities[index * arms + arm] * scores[row * arms + arm] }
            values[index] = sum
        }
        let mean = values.reduce(0, +) / count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let error = rows.count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
        let slope = error > 0 ? caution / ((count - 1) * count * error) : 0
        accumulate(probabilities, &gradient) { [values] index, advantages in
            let share = (1 / count - slope * (values[index] - mean)) / unit
            let start = rows[index] * arms
            for arm in 0..<arms { advantages[arm] = share * scores[start + arm] }
        }
        return (mean - caution * error) / unit
    }

    private func selfNormalised(
        _ actions: [Int32], _ rewards: [Double], _ propensities: [Double], _ probabilities: [Double],
        _ gradient: inout [Double]
    ) -> Double {
        let arms = arms
        var weights = [Double](repeating: 0, count: rows.count)
        var (total, sum) = (0.0, 0.0)
        for (index, row) in rows.enumerated() {
            weights[index] = probabilities[index * arms + Int(actions[row])] / propensities[row]
            total += weights[index]
            sum += weights[index] * rewards[row]
        }
        let mean = total > 0 ? sum / total : 0
        // SE^2 = sum w^2 (r - V)^2 / (sum w)^2, from the influence w (r - V) / mean(w).
        var (squares, drift) = (0.0, 0.0)
        for (index, row) in rows.enumerated() {
            let residual = rewards[row] - mean
            squares += weights[index] * weights[index] * residual * residual
            drift += weights[index] * weights[index] * residual
        }
        let error = total > 0 ? squares.squareRoot() / total : 0
        accumulate(probabilities, &gradient) { [weights, total, squares, drift] index, advantages in
            for arm in 0..<arms { advantages[arm] = 0 }
            guard total > 0 else { return }
            let row = rows[index]
            let residual = rewards[row] - mean
            var slope = residual / total
            if error > 0 {
                let squared =
                    2 * (weights[index] * residual * residual - residual / total * drift) / (total * total)
                    - 2 * squares / (total * total * total)
                slope -= caution * squared / (2 * error)
            }
            advantages[Int(actions[row])] = slope / propensities[row] / unit
        }
        return (mean - caution * error) / unit
    }

    /// Sums the gradient over rows, from the derivative of the value by each probability.
    private func accumulate(
        _ probabilities: [Double], _ gradient: inout [Double],
        _ advantage: @Sendable (_ index: Int, _ into: UnsafeMutablePointer<Double>) -> Void
    ) {
        let (arms, columns, chunk) = (arms, design.columns, Self.chunk)
        let parts = Parallel.map((rows.count + chunk - 1) / chunk) { part in
            var sums = [Double](repeating: 0, count: arms * columns)
            withUnsafeTemporaryAllocation(of: Double.self, capacity: arms) { advantages in
                sums.withUnsafeMutableBufferPointer { sums in
                    design.values.withUnsafeBufferPointer { values in
                        for index in part * chunk..<min(rows.count, (part + 1) * chunk) {
                            advantage(index, advantages.baseAddress!)
                            var mean = 0.0
                            for arm in 0..<arms { mean += probabilities[index * arms + arm] * advantages[arm] }
                            let row = values.baseAddress! + rows[index] * columns
                            for arm in 0..<arms {
                                let slope = probabilities[index * arms + arm] * (advantages[arm] - mean)
                                let out = sums.baseAddress! + arm * columns
                                for column in 0..<columns { out[column] += slope * row[column] }
                            }
                        }
                    }
                }
            }
            return sums
        }
        for place in gradient.indices { gradient[place] = 0 }
        for part in parts {
            for place in gradient.indices { gradient[place] += part[place] }
        }
    }
}

/// Softmax of the scores of one row into `out` [arms].
@inline(__always)
private func softmaxScores(
    _ row: UnsafePointer<Double>, _ theta: UnsafePointer<Double>, _ arms: Int, _ columns: Int,
    _ out: UnsafeMutablePointer<Double>
) {
    var largest = -Double.infinity
    for arm in 0..<arms {
        let weights = theta + arm * columns
        // Eight sums side by side: one would wait for each addition.
        var lanes = SIMD8<Double>.zero
        var column = 0
        while column + 8 <= columns {
            lanes +=
                UnsafeRawPointer(weights + column).loadUnaligned(as: SIMD8<Double>.self)
                * UnsafeRawPointer(row + column).loadUnaligned(as: SIMD8<Double>.self)
            column += 8
        }
        var score = lanes.sum()
        while column < columns {
            score += weights[column] * row[column]
            column += 1
        }
        out[arm] = score
        largest = max(largest, score)
    }
    var total = 0.0
    for arm in 0..<arms {
        out[arm] = exp(out[arm] - largest)
        total += out[arm]
    }
    for arm in 0..<arms { out[arm] /= total }
}
