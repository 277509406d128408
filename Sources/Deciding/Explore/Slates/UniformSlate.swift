public import Commerce

/// Any list of different candidates, all as likely: what a randomised log is collected with.
///
/// At rate r the same as ``EpsilonGreedySlate`` with epsilon r: at rate 0 it exploits only.
public struct UniformSlate: SlatePolicy, Hashable {
    public init() {}

    public var version: String { "uniform" }
    public var isDeterministic: Bool { false }

    /// O(candidates * length).
    public func slate(
        from actions: ScoredActions, length: Int, rate: Double = 1, using generator: inout SeededGenerator
    ) throws -> SlateDraw {
        try SlateRules.check(length: length, rate: rate)
        return walk(actions, rate: rate).draw(length: length, using: &generator)
    }

    public func propensities(
        of list: [Int], from actions: ScoredActions, rate: Double = 1, using generator: inout SeededGenerator
    ) throws -> (values: [Double], errors: [Double]) {
        try SlateRules.check(rate: rate)
        try SlateRules.check(list: list, among: actions.count)
        return (walk(actions, rate: rate).propensities(of: list), [])
    }

    private func walk(_ actions: ScoredActions, rate: Double) -> SlateWalk<UniformChoice> {
        SlateWalk(actions.means, choice: UniformChoice(), share: rate)
    }
}
