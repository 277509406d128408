import Commerce
import Explore

/// Keeps the cumulative reward of a shop near that of its exploiting lists: ``ConservativeGuard`` for answers that come
/// later than the next question.
struct GuardRail {
    private var conservative: ConservativeGuard
    private var open: [DecisionID: (chance: Double, showsBaseline: Bool)] = [:]

    /// Largest reward of one list that counts; what is beyond is cut off, on both sides of the comparison, and so is
    /// what is below 0.
    private static let rewardCeiling = 3.0

    /// - Throws: `ExploreError` `parameter` when the loss is not in [0, 1].
    init(loss: Double) throws {
        conservative = try ConservativeGuard(loss: loss, rewardCeiling: Self.rewardCeiling)
    }

    /// Lowers the rate of a plan, where need be, until its list may be drawn: a chance of departing that is no larger
    /// than the loss always may. Changes nothing here.
    ///
    /// - Returns: the chance that the list drawn is not the one that exploits.
    func limit(
        _ plan: inout ExplorationPlan, of policy: DirectedSlate, from scores: ScoredActions, length: Int
    ) throws -> Double {
        let wished = try policy.departure(from: scores, length: length, rate: plan.rate)
        guard try !conservative.admits(chance: wished) else { return wished }
        let safe = min(plan.rate, try policy.rate(departing: conservative.loss, from: scores, length: length))
        plan.factors["guard"] = safe / plan.rate
        plan.rate = safe
        // The budget's price must not rise for what the rail forbids.
        plan.wanted = min(plan.wanted, safe)
        return try policy.departure(from: scores, length: length, rate: safe)
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
