import Commerce

/// A slate policy that, at each position, draws from an exploring distribution with some chance, and takes the best
/// that remains otherwise. How that is done, and that its propensities are exact: ``SlateWalk``.
protocol PositionwiseSlate: SlatePolicy {
    associatedtype Choice: ExploringChoice

    /// Chance of drawing from the exploring distribution.
    func share(at rate: Double) -> Double
    func choice(for actions: ScoredActions) -> Choice
}

extension PositionwiseSlate {
    func share(at rate: Double) -> Double { rate }

    /// O(candidates * length), with a fixed number of allocations.
    ///
    /// - Throws: ``ExploreError`` `parameter` when the length is below 1 or the rate outside [0, 1].
    public func slate(
        from actions: ScoredActions, length: Int, rate: Double, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try SlateRules.check(length: length, rate: rate)
        return SlateWalk(actions.means, choice: choice(for: actions), share: share(at: rate))
            .draw(length: length, using: &generator)
    }

    /// Exact; draws nothing from the generator. O(candidates * list).
    ///
    /// - Throws: ``ExploreError`` `parameter` when the rate is outside [0, 1], `slate.action` or `slate.repeats` when
    ///   the list is not one of different candidates.
    public func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try SlateRules.check(rate: rate)
        try SlateRules.check(list: list, among: actions.count)
        let walk = SlateWalk(actions.means, choice: choice(for: actions), share: share(at: rate))
        return (walk.propensities(of: list), [])
    }
}
