/// Linear regression of the reward with a penalty: any real reward, exact solution, one pass.
///
/// Minimises `sum_i (r_i - base - line_a(x_i))² / 2 + penalty / 2 |coefficients|²` over the scaled context, `base` the mean
/// reward; so an arm that is never shown is predicted the mean. O(places * size²), `size` that of a row of features
/// (``RewardForm``). Predictions may leave the range of the rewards; ``LogisticRewards`` keep to [0, 1].
///
/// Source: Hoerl and Kennard (1970).
public struct RidgeRewards: RewardModel {
    public let form: RewardForm
    public let penalty: Double

    /// - Throws: ``OffPolicyError`` `parameter` unless `penalty` is positive and finite.
    public init(_ form: RewardForm = .perArm, penalty: Double = 1) throws {
        try OffPolicyError.check(
            penalty > 0 && penalty.isFinite, "RidgeRewards.penalty", "positive and finite", got: penalty)
        self.form = form
        self.penalty = penalty
    }

    public var name: String { "ridge(\(form.rawValue), penalty=\(penalty.short))" }

    public func fit(_ log: LoggedDecisions, on places: [Int]) throws -> any FittedRewardModel {
        let design = LineDesign(log, on: places, form: form)
        let base = places.reduce(0) { $0 + log.rewards[$1] } / Double(max(1, places.count))
        let pass = LinePass(log, on: places, design: design)
        let (system, _) = pass.sums { reward, _ in (weight: 1, response: reward - base, loss: 0) }
        let lines = try system.solution(penalty: penalty).lines
        return LineRewards(link: .identity, width: design.width, lines: design.unscaled(lines, base: base))
    }
}
