import Commerce

/// A slate policy without chance: it shows the highest scores in order, the lowest index first among equals.
protocol RankedSlate: SlatePolicy {
    /// What to rank by. Shape [candidates].
    func scores(_ actions: ScoredActions, rate: Double) -> [Double]
}

extension RankedSlate {
    public var isDeterministic: Bool { true }

    /// O(candidates * length). Draws nothing from the generator.
    ///
    /// - Throws: ``ExploreError`` `parameter` when the length is below 1 or the rate outside [0, 1].
    public func slate(
        from actions: ScoredActions, length: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try SlateRules.check(length: length, rate: rate)
        var byScore = RemainingActions(scores(actions, rate: rate))
        var byMean = RemainingActions(actions.means)
        let length = min(length, actions.count)
        var slate = SlateDraw(capacity: length)
        for _ in 0..<length {
            let action = byScore.best
            slate.actions.append(action)
            slate.propensities.append(1)
            slate.isExploration.append(action != byMean.best)
            slate.spent.append(actions.means[byMean.best] - actions.means[action])
            byScore.remove(action)
            byMean.remove(action)
        }
        return slate
    }

    /// Given any beginning, the highest score that remains has propensity one, every other zero.
    /// O(candidates * list).
    ///
    /// - Throws: ``ExploreError`` `parameter` when the rate is outside [0, 1], `slate.action` or `slate.repeats` when
    ///   the list is not one of different candidates.
    public func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try SlateRules.check(rate: rate)
        try SlateRules.check(list: list, among: actions.count)
        var remaining = RemainingActions(scores(actions, rate: rate))
        let values = list.map { action in
            defer { remaining.remove(action) }
            return action == remaining.best ? 1.0 : 0
        }
        return (values, [])
    }
}
