extension DirectedSlate {
    /// What exploring would cost and teach at this moment, before drawing. O(candidates + length^2).
    ///
    /// - Throws: ``ExploreError`` `parameter` when the length is negative.
    public func offer(from actions: ScoredActions, length: Int) throws -> ExplorationOffer {
        try ExploreError.check(length >= 0, "DirectedSlate.length", "at least 0", got: length)
        var walk = DirectedWalk(self, actions, length: length)
        var cost = 0.0
        var ceiling = 0.0
        var greedyReward = 0.0
        var trials = 0.0
        // Whatever was shown before a position, the incumbents left are no better than the first ones, and no
        // candidate has more weight: with nothing removed, the cost of a trial is at its largest.
        for position in 0..<walk.length {
            ceiling += chance(at: position) * walk.costOfTrial(at: position)
            trials += chance(at: position) * examination(at: position)
        }
        let worth = walk.worthOfTrial(actions, self)
        for position in 0..<walk.length {
            cost += chance(at: position) * walk.costOfTrial(at: position)
            greedyReward += examination(at: position) * actions.means[walk.best]
            walk.show(walk.best)
        }
        return ExplorationOffer(
            greedyReward: greedyReward, cost: cost, ceiling: max(cost, ceiling), value: trials * worth.value,
            information: trials * worth.information, novelty: worth.novelty)
    }
}

extension DirectedWalk {
    /// Averages over an exploring draw, for one answer: gain to each later list, variance removed, and the share of
    /// variance that `patience` answers would remove. Incumbents add nothing: they are shown anyway.
    func worthOfTrial(
        _ actions: ScoredActions, _ policy: DirectedSlate
    ) -> (value: Double, information: Double, novelty: Double) {
        var value = 0.0
        var information = 0.0
        var novelty = 0.0
        for candidate in trial.indices where trial[candidate] > 0 && !isIncumbent(candidate) {
            let variance = actions.variances[candidate]
            value += trial[candidate] * trial[candidate]
            information += trial[candidate] * variance * (variance / (variance + policy.noise))
            novelty += trial[candidate] * (variance / (variance + policy.noise / policy.patience))
        }
        return (value * total / policy.patience, information, min(1, novelty))
    }
}

extension DirectedSlate {
    /// What exploiting would have earned at each position of a list, given those before it, as weighed by examination:
    /// the incumbents that a trial pushes down, `sum_k d_(p+k) r_k`. For ``ExplorationBudget/answer(reward:forecast:displaced:)``.
    ///
    /// - Throws: ``ExploreError`` `list` when the list repeats a candidate or names one that is not there.
    public func displacedRewards(by list: [Int], from actions: ScoredActions) throws -> [Double] {
        try Self.check(list: list, of: actions)
        var walk = DirectedWalk(self, actions, length: list.count)
        return list.enumerated().map { position, action in
            let reward = walk.displacedReward(at: position)
            walk.show(action)
            return reward
        }
    }
}
