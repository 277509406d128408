/// Candidates the less likely the further their expected reward lies below the best: inverse gap weighting, position
/// by position.
///
/// Chance of action a with gap g to the best of r that remain: `1 / (r + gamma g)`; the best takes what is left
/// (Abe and Long, 1999; Foster and Rakhlin, "Beyond UCB: optimal and efficient contextual bandits with regression
/// oracles", ICML 2020). What a position gives up is below `(r - 1) / gamma`, whatever the scores. For lists this is
/// applied to what remains at each position; at rate r each position draws so with chance r and takes the best that
/// remains otherwise. Propensities are exact.
public struct SquareCBSlate: PositionwiseSlate, Hashable {
    /// Per unit of reward: the larger, the greedier; 0 is uniform.
    public let gamma: Double

    /// - Throws: ``ExploreError`` `parameter` when gamma is negative or not finite.
    public init(gamma: Double) throws {
        try ExploreError.check(
            gamma >= 0 && gamma.isFinite, "SquareCBSlate.gamma", "at least 0 and finite", got: gamma)
        self.gamma = gamma
    }

    public var version: String { "squarecb(gamma=\(gamma))" }
    public var isDeterministic: Bool { false }

    func choice(for actions: ScoredActions) -> SquareCBChoice {
        SquareCBChoice(count: actions.count, gamma: gamma)
    }
}
