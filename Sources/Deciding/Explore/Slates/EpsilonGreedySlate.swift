public import Commerce

/// At each position the best that remains, but with chance epsilon any that remains, all as likely.
///
/// Chance of action a among r that remain, given the positions before:
/// `(1 - e) [a is the best] + e / r`, with `e = rate * epsilon`. Exact.
public struct EpsilonGreedySlate: SlatePolicy, Hashable {
    public let epsilon: Double

    /// - Throws: ``ExploreError`` `parameter` when epsilon is outside [0, 1].
    public init(epsilon: Double) throws {
        try ExploreError.check(epsilon >= 0 && epsilon <= 1, "EpsilonGreedySlate.epsilon", "in [0, 1]", got: epsilon)
        self.epsilon = epsilon
    }

    public var version: String { "epsilon-greedy(epsilon=\(epsilon))" }
    public var isDeterministic: Bool { epsilon == 0 }

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
        SlateWalk(actions.means, choice: UniformChoice(), share: rate * epsilon)
    }
}
