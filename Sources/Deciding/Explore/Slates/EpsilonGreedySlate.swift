/// At each position the best that remains, but with chance epsilon any that remains, all as likely.
///
/// Chance of action a among r that remain, given the positions before:
/// `(1 - e) [a is the best] + e / r`, with `e = rate * epsilon`. Exact.
public struct EpsilonGreedySlate: PositionwiseSlate, Hashable {
    public let epsilon: Double

    /// - Throws: ``ExploreError`` `parameter` when epsilon is outside [0, 1].
    public init(epsilon: Double) throws {
        try ExploreError.check(epsilon >= 0 && epsilon <= 1, "EpsilonGreedySlate.epsilon", "in [0, 1]", got: epsilon)
        self.epsilon = epsilon
    }

    public var version: String { "epsilon-greedy(epsilon=\(epsilon))" }
    public var isDeterministic: Bool { epsilon == 0 }

    func share(at rate: Double) -> Double { rate * epsilon }

    func choice(for actions: ScoredActions) -> UniformChoice { UniformChoice() }
}
