public import Commerce
import Linear

/// Coefficients that all arms share, and others of each arm: `reward = z . beta + x . theta(arm)`, with `z` the action's
/// features and `x` the moment's.
///
/// The hybrid model of LinUCB (Li and others, WWW 2010, algorithm 2), with unit noise and unit precision priors. The
/// paper adds and takes away matrices at every step; here the same sums are written as what one answer tells of `beta`
/// once `theta` is integrated out, which is a single positive rank-one term:
/// ```
/// z' = z - B^T A^-1 x,   s = x^T A^-1 x:      A0 += z' z'^T / (1 / w + s),   b0 += z' (r - x^T A^-1 b) / (1 / w + s)
/// then of the arm                             A += w x x^T,   B += w x z^T,   b += w r x
/// mean = z' . beta + x^T A^-1 b,              variance = z'^T A0^-1 z' + s
/// ```
/// Scoring is O(actions (shared² + own² + shared own)), as is an update. It never forgets.
public struct HybridModel: PosteriorModel {
    /// What is known of one arm's own coefficients, given the shared ones.
    struct Arm: Sendable {
        /// `A` and `b`; its mean is `A^-1 b`.
        var own: CoefficientBelief
        /// `B`, shape [own, shared].
        var cross: [Double]
    }

    /// Numbers of shared and of own features.
    public let sharedWidth: Int
    public let ownWidth: Int
    var shared: CoefficientBelief
    var arms: [Int32: Arm]
    let ownPrior: CoefficientPrior

    /// - Throws: ``ExploreError`` `parameter` unless both widths are in [1, 1024] and the precision positive.
    public init(sharedWidth: Int, ownWidth: Int, precision: Double = 1) throws {
        self.sharedWidth = sharedWidth
        self.ownWidth = ownWidth
        ownPrior = try CoefficientPrior(width: ownWidth, precision: precision)
        shared = CoefficientBelief(prior: try CoefficientPrior(width: sharedWidth, precision: precision))
        arms = [:]
    }

    public var version: String {
        "hybrid(shared=\(sharedWidth),own=\(ownWidth),precision=\(ownPrior.precision[0]))"
    }
    public var forgetting: Forgetting { .never }

    /// What an action's features say once its arm's own coefficients are integrated out.
    struct Reduction {
        /// `x^T A^-1 b`: what the arm's own coefficients expect where the shared ones are zero.
        var offset: Double
        /// `x^T A^-1 x`.
        var square: Double
    }

    /// What is known of an arm before any answer.
    var unknownArm: Arm {
        Arm(
            own: CoefficientBelief(prior: ownPrior), cross: [Double](repeating: 0, count: ownWidth * sharedWidth))
    }

    /// Writes `z'` to `reduced` [stride of shared].
    func reduce(
        _ z: UnsafeBufferPointer<Float>, _ x: UnsafeBufferPointer<Float>, _ arm: Arm,
        into reduced: UnsafeMutablePointer<Double>
    ) -> Reduction {
        for place in 0..<shared.factor.stride { reduced[place] = place < sharedWidth ? Double(z[place]) : 0 }
        return arm.own.withVector(of: x) { solved in
            let (offset, square) = arm.own.project(solved)
            arm.own.factor.solveBack(solved)
            arm.cross.withUnsafeBufferPointer { cross in
                for row in 0..<ownWidth {
                    for column in 0..<sharedWidth {
                        reduced[column] -= cross[row * sharedWidth + column] * solved[row]
                    }
                }
            }
            return Reduction(offset: offset, square: square)
        }
    }

    public func scores(of actions: ActionSet, in context: DecisionContext) throws -> ScoredActions {
        var means = [Double](repeating: 0, count: actions.count)
        var variances = means
        try forEachAction(actions, context) { place, reduced, reduction in
            let (mean, square) = shared.project(reduced)
            means[place] = mean + reduction.offset
            variances[place] = square + reduction.square
        }
        return try ScoredActions(means: means, variances: variances)
    }

    /// Estimated: of each draw of the shared coefficients, every arm's own are drawn apart.
    public func chancesOfBest(
        among actions: ActionSet, in context: DecisionContext, draws: Int, using generator: inout SeededGenerator
    ) throws -> ActionDistribution {
        try actions.requireDifferentKeys()
        let width = sharedWidth
        var reduced = [Double](repeating: 0, count: actions.count * width)
        var offsets = [Double](repeating: 0, count: actions.count)
        var deviations = offsets
        try forEachAction(actions, context) { place, vector, reduction in
            for column in 0..<width { reduced[place * width + column] = vector[column] }
            offsets[place] = reduction.offset
            deviations[place] = reduction.square.squareRoot()
        }
        var tally = BestTally(actions: actions.count)
        var draw = [Double](repeating: 0, count: shared.factor.stride)
        var scores = offsets
        for _ in 0..<draws {
            draw.withUnsafeMutableBufferPointer { shared.sample(scale: 1, into: $0, using: &generator) }
            for place in scores.indices {
                var score = generator.normal(mean: offsets[place], deviation: deviations[place])
                for column in 0..<width { score += reduced[place * width + column] * draw[column] }
                scores[place] = score
            }
            tally.count { scores[$0] }
        }
        return try ActionDistribution.estimated(wins: tally.wins, draws: draws)
    }

    /// The room for `z'` is used again from action to action.
    private func forEachAction(
        _ actions: ActionSet, _ context: DecisionContext,
        _ body: (Int, UnsafeMutablePointer<Double>, Reduction) -> Void
    ) throws {
        try actions.requireWidth(sharedWidth)
        try context.features.withUnsafeBufferPointer { x in
            try Observation.check(features: x, width: ownWidth)
            actions.features.withUnsafeBufferPointer { features in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: shared.factor.stride) { reduced in
                    guard let start = reduced.baseAddress else { return }
                    let unknown = unknownArm
                    for (place, key) in actions.keys.enumerated() {
                        let z = UnsafeBufferPointer(
                            rebasing: features[place * sharedWidth..<(place + 1) * sharedWidth])
                        body(place, start, reduce(z, x, arms[key] ?? unknown, into: start))
                    }
                }
            }
        }
    }

    public func check(_ feedback: Feedback) throws {
        try feedback.features.withUnsafeBufferPointer { try Observation.check(features: $0, width: sharedWidth) }
        try feedback.context.features.withUnsafeBufferPointer {
            try Observation.check(features: $0, width: ownWidth)
        }
        try Observation.check(reward: feedback.reward)
        try Observation.check(weight: feedback.weight)
    }

    public mutating func update(with feedback: Feedback) throws {
        try check(feedback)
        var arm = arms.removeValue(forKey: feedback.key) ?? unknownArm
        feedback.features.withUnsafeBufferPointer { z in
            feedback.context.features.withUnsafeBufferPointer { x in
                learn(z, x, feedback, &arm)
            }
        }
        arms[feedback.key] = arm
    }

    private mutating func learn(
        _ z: UnsafeBufferPointer<Float>, _ x: UnsafeBufferPointer<Float>, _ feedback: Feedback, _ arm: inout Arm
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: shared.factor.stride) { reduced in
            guard let start = reduced.baseAddress else { return }
            let reduction = reduce(z, x, arm, into: start)
            let precision = 1 / (1 / feedback.weight + reduction.square)
            shared.absorb(start, precision: precision, moment: precision * (feedback.reward - reduction.offset))
        }
        arm.own.absorb(x, precision: feedback.weight, moment: feedback.weight * feedback.reward)
        for row in 0..<ownWidth {
            for column in 0..<sharedWidth {
                arm.cross[row * sharedWidth + column] += feedback.weight * Double(x[row]) * Double(z[column])
            }
        }
    }
}
