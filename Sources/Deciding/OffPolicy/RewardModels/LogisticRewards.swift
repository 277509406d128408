import Foundation

/// Logistic regression of a reward in [0, 1], such as a click, with a penalty.
///
/// Minimises `-sum_i (r_i log m_i + (1 - r_i) log(1 - m_i)) + penalty / 2 |coefficients|²`, `m = logistic(base + line_a(x))`
/// over the scaled context; `base` is the logit of the mean reward, so an arm that is never shown is predicted the mean.
/// Newton's method (iteratively reweighted least squares), halving a step that makes it worse; the objective is strictly
/// convex. O(iterations * places * size²), usually 4 to 8 iterations.
///
/// Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning" (2009), section 4.4.
public struct LogisticRewards: RewardModel {
    public let form: RewardForm
    public let penalty: Double

    /// - Throws: ``OffPolicyError`` `parameter` unless `penalty` is positive and finite.
    public init(_ form: RewardForm = .perArm, penalty: Double = 1) throws {
        try OffPolicyError.check(
            penalty > 0 && penalty.isFinite, "LogisticRewards.penalty", "positive and finite", got: penalty)
        self.form = form
        self.penalty = penalty
    }

    public var name: String { "logistic(\(form.rawValue), penalty=\(penalty.short))" }

    /// - Throws: also ``OffPolicyError`` `model.rewards` with the first decision whose reward is outside [0, 1].
    public func fit(_ log: LoggedDecisions, on places: [Int]) throws -> any FittedRewardModel {
        if let place = places.first(where: { !(0...1).contains(log.rewards[$0]) }) {
            throw OffPolicyError(
                code: "model.rewards",
                message: "\(name) needs rewards in [0, 1]; decision \(place) has \(log.rewards[place])",
                remedy: "use a ridge model, or scale the rewards")
        }
        let design = LineDesign(log, on: places, form: form)
        let sum = places.reduce(0) { $0 + log.rewards[$1] }
        let mean = (sum + 0.5) / (Double(places.count) + 1)
        let base = logarithm(mean) - logarithm(1 - mean)
        let pass = LinePass(log, on: places, design: design)
        var current = LineSolution(
            coefficients: [], lines: [Double](repeating: 0, count: design.arms * (1 + design.width)))
        var (system, loss) = pass.newton(current.lines, base: base)
        for _ in 0..<Self.iterations {
            var next = try system.solution(penalty: penalty)
            if current.coefficients.isEmpty {
                current.coefficients = next.coefficients.map { _ in 0 }
            }
            let before = loss + penalty / 2 * current.squares
            (system, loss) = pass.newton(next.lines, base: base)
            var after = loss + penalty / 2 * next.squares
            var halvings = 0
            while !(after <= before + 1e-12 * abs(before)), halvings < 30 {
                next = next.halfway(to: current)
                (system, loss) = pass.newton(next.lines, base: base)
                after = loss + penalty / 2 * next.squares
                halvings += 1
            }
            current = next
            if before - after <= 1e-10 * abs(before) { break }
        }
        return LineRewards(link: .logistic, width: design.width, lines: design.unscaled(current.lines, base: base))
    }

    private static let iterations = 50

    private func logarithm(_ x: Double) -> Double { Foundation.log(x) }
}

extension LinePass {
    /// Newton's system at the given lines, and the loss there.
    func newton(_ lines: [Double], base: Double) -> (LineSystem, loss: Double) {
        sums(lines) { reward, line in
            let logit = base + line
            let mean = LineRewards.logistic(logit)
            let weight = mean * (1 - mean)
            // log(1 + exp(logit)) - reward logit, without overflow.
            let loss = max(logit, 0) + log1p(exp(-abs(logit))) - reward * logit
            return (weight, weight * line + reward - mean, loss)
        }
    }
}
