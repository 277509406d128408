public import Commerce
public import Explore
import Foundation
import Linear

/// A policy over a fixed set of arms whose log-odds are linear in the context.
///
/// `p(a | x) = (1 - floor) softmax_a((w_a . z + b_a) / temperature) + floor / arms`, with `z = (x - means) / scales`.
/// Temperature 0 puts the first term on the arm with the largest score (shared evenly between ties). Shapes:
/// `weights` [arms, width], row after row; `intercepts` [arms]; `means`, `scales` [width].
///
/// What ``PolicyLearner`` returns. An ``ActionSet`` names arms by their place in ``arms``; where only some are on
/// offer, the distribution is over those. Stored as JSON of the same names. O(arms * width) a decision.
public struct LinearSoftmaxPolicy: Policy, Sendable, Hashable {
    public let arms: [String]
    public let means: [Double]
    public let scales: [Double]
    public let weights: [Double]
    public let intercepts: [Double]
    /// 0 is greedy; larger is more even.
    public let temperature: Double
    /// Probability shared evenly between all arms, in [0, 1]: what keeps the policy's own log useful.
    public let floor: Double

    /// - Throws: ``OffPolicyError`` `policy.shape` when columns do not fit, `policy.value` when a number is not finite
    ///   or a scale not positive, `parameter` when temperature or floor is out of range.
    public init(
        arms: [String], means: [Double], scales: [Double], weights: [Double], intercepts: [Double],
        temperature: Double = 1, floor: Double = 0
    ) throws {
        guard !arms.isEmpty, Set(arms).count == arms.count, means.count == scales.count,
            weights.count == arms.count * means.count, intercepts.count == arms.count
        else {
            throw OffPolicyError(
                code: "policy.shape",
                message: "\(arms.count) different arms and \(means.count) features need as many scales and intercepts "
                    + "and \(arms.count * means.count) weights; got \(scales.count) scales, \(intercepts.count) "
                    + "intercepts and \(weights.count) weights")
        }
        guard (means + weights + intercepts).allSatisfy(\.isFinite), scales.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw OffPolicyError(
                code: "policy.value",
                message: "means, weights and intercepts must be finite, and scales finite and positive")
        }
        try OffPolicyError.check(
            temperature >= 0 && temperature.isFinite, "LinearSoftmaxPolicy.temperature", "finite and at least 0",
            got: temperature)
        try OffPolicyError.check(floor >= 0 && floor <= 1, "LinearSoftmaxPolicy.floor", "in [0, 1]", got: floor)
        self.arms = arms
        self.means = means
        self.scales = scales
        self.weights = weights
        self.intercepts = intercepts
        self.temperature = temperature
        self.floor = floor
    }

    /// Features that it reads.
    public var width: Int { means.count }

    public var version: String {
        "linear-softmax(arms=\(arms.count), features=\(width), temperature=\(temperature), floor=\(floor))"
    }

    public var isDeterministic: Bool { temperature == 0 && floor == 0 }

    /// The same scores, made more or less certain.
    public func with(temperature: Double? = nil, floor: Double? = nil) throws -> LinearSoftmaxPolicy {
        try LinearSoftmaxPolicy(
            arms: arms, means: means, scales: scales, weights: weights, intercepts: intercepts,
            temperature: temperature ?? self.temperature, floor: floor ?? self.floor)
    }

    /// - Throws: ``OffPolicyError`` `policy.context` when the context has another width or a number that is not finite,
    ///   `policy.arm` when an action is none of ``arms``.
    public func distribution(
        over actions: ActionSet, in context: DecisionContext, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        guard context.features.count == width, context.features.allSatisfy(\.isFinite) else {
            throw OffPolicyError(
                code: "policy.context",
                message: "the policy reads \(width) finite features; the context has \(context.features.count)")
        }
        var scores = [Double](repeating: 0, count: actions.count)
        for (place, key) in actions.keys.enumerated() {
            guard arms.indices.contains(Int(key)) else {
                throw OffPolicyError(
                    code: "policy.arm", message: "action \(key) is not one of the policy's \(arms.count) arms")
            }
            scores[place] = score(Int(key)) { Double(context.features[$0]) }
        }
        turnIntoProbabilities(&scores)
        return try ActionDistribution(scores)
    }

    /// What the policy would have done at each decision of a log: an input of every ``OffPolicyEstimator``.
    ///
    /// - Throws: ``OffPolicyError`` `policy.arm` when the log's arms are not the policy's, `policy.context` when its
    ///   contexts have another width or hold a number that is not finite. O(decisions * arms * width).
    public func targetProbabilities(for log: LoggedDecisions) throws -> TargetProbabilities {
        guard log.arms == arms else {
            throw OffPolicyError(
                code: "policy.arm",
                message: "the policy chooses among \(listed(arms)), but the log has \(listed(log.arms))")
        }
        guard log.contexts.columns == width else {
            throw OffPolicyError(
                code: "policy.context",
                message: "the policy reads \(width) features; the log's contexts have \(log.contexts.columns)",
                remedy: "make the log's contexts as for the log that the policy was learned from")
        }
        let rows = width == 0 ? 1 : log.count
        var values = [Double](repeating: 0, count: rows * arms.count)
        var scores = [Double](repeating: 0, count: arms.count)
        try log.contexts.values.withUnsafeBufferPointer { contexts in
            for row in 0..<rows {
                let start = row * width
                for arm in arms.indices {
                    scores[arm] = score(arm) { Double(contexts[start + $0]) }
                    guard scores[arm].isFinite else {
                        throw OffPolicyError(
                            code: "policy.context", message: "the context of decision \(row) must be finite")
                    }
                }
                turnIntoProbabilities(&scores)
                for arm in arms.indices { values[row * arms.count + arm] = scores[arm] }
            }
        }
        return try TargetProbabilities(arms: arms.count, values: values)
    }

    private func score(_ arm: Int, _ feature: (Int) -> Double) -> Double {
        var sum = intercepts[arm]
        for column in 0..<width {
            sum += weights[arm * width + column] * (feature(column) - means[column]) / scales[column]
        }
        return sum
    }

    /// Scores become probabilities that sum to one up to rounding.
    private func turnIntoProbabilities(_ scores: inout [Double]) {
        let largest = scores.reduce(-Double.infinity, max)
        var total = 0.0
        for place in scores.indices {
            let excess = scores[place] - largest
            scores[place] = temperature > 0 ? exp(excess / temperature) : (excess == 0 ? 1 : 0)
            total += scores[place]
        }
        let share = floor / Double(scores.count)
        for place in scores.indices { scores[place] = (1 - floor) * scores[place] / total + share }
    }
}

private func listed(_ arms: [String]) -> String {
    arms.prefix(4).joined(separator: ", ") + (arms.count > 4 ? ", ... (\(arms.count) arms)" : "")
}
