/// The most promising candidates, in order: expected reward plus a bonus for doubt.
///
/// Ranks by `mean + rate * bonus * sd` (upper confidence bounds: Lai and Robbins, 1985; Auer, Cesa-Bianchi and
/// Fischer, "Finite-time analysis of the multiarmed bandit problem", 2002). It explores, but without chance:
/// propensities are one and zero, and its log cannot judge another policy.
public struct UCBSlate: RankedSlate, Hashable {
    /// Standard deviations added to each mean.
    public let bonus: Double

    /// - Throws: ``ExploreError`` `parameter` when the bonus is negative or not finite.
    public init(bonus: Double) throws {
        try ExploreError.check(bonus >= 0 && bonus.isFinite, "UCBSlate.bonus", "at least 0 and finite", got: bonus)
        self.bonus = bonus
    }

    public var version: String { "ucb(bonus=\(bonus))" }

    func scores(_ actions: ScoredActions, rate: Double) -> [Double] {
        let width = rate * bonus
        return zip(actions.means, actions.variances).map { $0 + width * $1.squareRoot() }
    }
}
