/// A list without chance: the highest scores in order, the lowest index first among equals.
///
/// Given any beginning, the next is the highest score that remains: it has propensity one, every other zero.
enum FixedOrder {
    /// O(candidates * length).
    static func slate(from actions: ScoredActions, ranked scores: [Double], length: Int) -> SlateDraw {
        var byScore = RemainingActions(scores)
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

    /// - Precondition: the list holds different actions that exist.
    static func propensities(of list: [Int], ranked scores: [Double]) -> [Double] {
        var remaining = RemainingActions(scores)
        return list.map { action in
            defer { remaining.remove(action) }
            return action == remaining.best ? 1 : 0
        }
    }
}
