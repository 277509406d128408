public import Commerce

/// The highest expected rewards, in order. Explores nothing, at any rate.
///
/// Propensities are one, and zero for any other item: its log cannot judge another policy.
public struct GreedySlate: SlatePolicy, Hashable {
    public init() {}

    public var version: String { "greedy" }
    public var isDeterministic: Bool { true }

    /// O(candidates * length). Draws nothing from the generator.
    public func slate(
        from actions: ScoredActions, length: Int, rate: Double = 1, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try SlateRules.check(length: length, rate: rate)
        return FixedOrder.slate(from: actions, ranked: actions.means, length: length)
    }

    public func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double = 1, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try SlateRules.check(rate: rate)
        try SlateRules.check(list: list, among: actions.count)
        return (FixedOrder.propensities(of: list, ranked: actions.means), [])
    }
}
