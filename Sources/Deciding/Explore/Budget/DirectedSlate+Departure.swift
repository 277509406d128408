extension DirectedSlate {
    /// Chance that a draw is another list than the one that exploits only: exact. What a ``ConservativeGuard`` asks.
    ///
    /// - Throws: ``ExploreError`` `parameter` when the rate is not in [0, 1] or the length negative.
    public func departure(from actions: ScoredActions, length: Int, rate: Double) throws -> Double {
        try Self.check(rate: rate, length: length)
        return departure(tried(actions, length), rate: rate)
    }

    /// The largest rate at which the chance of another list stays at or below `chance`; 1 where it always does.
    ///
    /// - Throws: ``ExploreError`` `parameter` when the chance is not in [0, 1] or the length negative.
    public func rate(departing chance: Double, from actions: ScoredActions, length: Int) throws -> Double {
        try ExploreError.check(chance >= 0 && chance <= 1, "DirectedSlate.departing", "in [0, 1]", got: chance)
        try Self.check(rate: 0, length: length)
        let tried = tried(actions, length)
        guard departure(tried, rate: 1) > chance else { return 1 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if departure(tried, rate: middle) <= chance { low = middle } else { high = middle }
        }
        return low
    }

    private func departure(_ tried: [Double], rate: Double) -> Double {
        1 - tried.reduce(1) { $0 * (1 - rate * $1) }
    }

    /// Chance at rate 1 that each position of the greedy list shows something else, given that those before did not.
    private func tried(_ actions: ScoredActions, _ length: Int) -> [Double] {
        var walk = DirectedWalk(self, actions, length: length)
        return (0..<walk.length).map { position in
            let chance = 1 - walk.propensity(of: walk.best, chance: chance(at: position))
            walk.show(walk.best)
            return max(0, chance)
        }
    }
}
