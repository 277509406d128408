public import Commerce

/// Candidates in the order of one draw from what is believed of each: Thompson sampling for lists.
///
/// Every candidate gets `X ~ Normal(mean, (rate * scale * sd)^2)`, independently, and the highest are shown in order
/// (Thompson, 1933; for lists, Radlinski, Kleinberg and Joachims, ICML 2008, draw each position as here). The rate
/// scales the deviations: at 0 only the means count. A standard deviation below 1/256 of the largest is drawn as that.
///
/// The chance of a candidate at its position given those before has no closed form. It is computed by numerical
/// integration (``GaussianRace``), not by simulation, and reported with a bound on the error of that: for usual lists
/// at most a few hundred-thousandths of the propensity. A list whose beginning the policy practically never shows
/// (chance below 1e-300) gets propensity 0 and error 1 from there on: nothing is known of it.
public struct ThompsonSlate: SlatePolicy, Hashable {
    /// What standard deviations are multiplied by; 1 is Thompson sampling as published.
    public let scale: Double

    /// - Throws: ``ExploreError`` `parameter` when the scale is negative or not finite.
    public init(scale: Double = 1) throws {
        try ExploreError.check(scale >= 0 && scale.isFinite, "ThompsonSlate.scale", "at least 0 and finite", got: scale)
        self.scale = scale
    }

    public var version: String { "thompson(scale=\(scale))" }
    public var isDeterministic: Bool { scale == 0 }

    /// O(candidates * (length + panels of the integration)).
    ///
    /// - Throws: ``ExploreError`` `parameter` when the length is below 1 or the rate outside [0, 1].
    public func slate(
        from actions: ScoredActions, length: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try SlateRules.check(length: length, rate: rate)
        let belief = ThompsonBelief(actions, scale: rate * scale)
        var drawn = RemainingActions(belief.draw(actions.means, using: &generator))
        var remaining = RemainingActions(actions.means)
        let length = min(length, actions.count)
        var slate = SlateDraw(capacity: length)
        var lead: [Double] = []
        for _ in 0..<length {
            let action = drawn.best
            slate.actions.append(action)
            slate.isExploration.append(action != remaining.best)
            lead.append(actions.means[remaining.best])
            drawn.remove(action)
            remaining.remove(action)
        }
        let chances = belief.chances(of: slate.actions)
        slate.propensities = chances.propensities
        slate.errors = chances.errors
        slate.spent = zip(lead, chances.expected).map { max(0, $0 - $1) }
        // Where one candidate is left there is nothing to give up, not even a rounding error.
        if length == actions.count { slate.spent[length - 1] = 0 }
        return slate
    }

    /// Draws nothing from the generator. O(candidates * panels of the integration).
    ///
    /// - Throws: ``ExploreError`` `parameter` when the rate is outside [0, 1], `slate.action` or `slate.repeats` when
    ///   the list is not one of different candidates.
    public func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try SlateRules.check(rate: rate)
        try SlateRules.check(list: list, among: actions.count)
        let chances = ThompsonBelief(actions, scale: rate * scale).chances(of: list)
        return (chances.propensities, chances.errors)
    }
}
