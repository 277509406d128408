import Commerce
import Explore

/// Keeps the cumulative reward of a surface near that of its exploiting lists: ``ConservativeGuard`` for answers that
/// come later than the next question.
struct GuardRail {
    private var conservative: ConservativeGuard
    private var open: [DecisionID: (chance: Double, showsBaseline: Bool)] = [:]

    /// Largest reward of one list that counts; what is beyond is cut off, on both sides of the comparison.
    private static let rewardCeiling = 3.0
    /// No list is expected to earn more.
    private static let expectedCeiling = 1.0

    /// - Throws: `ExploreError` `parameter` when the loss is not in [0, 1].
    init(loss: Double) throws {
        conservative = try ConservativeGuard(
            loss: loss, rewardCeiling: Self.rewardCeiling, expectedCeiling: Self.expectedCeiling)
    }

    /// Whether a list may be drawn that departs from the exploiting one with this chance; changes nothing.
    func admits(chance: Double) throws -> Bool {
        var copy = conservative
        return try copy.admit(chance: chance)
    }

    /// A list was shown.
    mutating func serve(_ decision: DecisionID, chance: Double, showsBaseline: Bool) throws {
        if chance > 0 { _ = try conservative.admit(chance: chance) }
        open[decision] = (chance, showsBaseline)
    }

    /// Its answer is known for good. Decisions that the rail did not see are passed over.
    mutating func record(_ decision: DecisionID, reward: Double) throws {
        guard let served = open.removeValue(forKey: decision) else { return }
        try conservative.record(
            reward: min(Self.rewardCeiling, max(0, reward)), showedBaseline: served.showsBaseline, chance: served.chance
        )
    }
}

extension DirectedSlate {
    /// Chance that the list drawn at this rate is not the one that exploits. O(candidates + length^2).
    func chanceOfDeparting(from actions: ScoredActions, length: Int, rate: Double) throws -> Double {
        var generator = SeededGenerator(seed: 0)
        let best = try slate(from: actions, length: length, rate: 0, using: &generator).actions
        let kept = try propensities(of: best, from: actions, rate: rate, using: &generator).values
        return 1 - kept.reduce(1, *)
    }
}
