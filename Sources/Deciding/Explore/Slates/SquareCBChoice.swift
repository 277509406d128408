import Commerce

/// Inverse gap weighting over what remains: with r left and gap g to the best, `1 / (r + gamma g)`; the best takes
/// the rest.
struct SquareCBChoice: ExploringChoice {
    private let gamma: Double
    /// Chances at this position, 0 for what was shown; that of the best is ``chanceOfBest`` instead.
    private var chances: [Double]
    private var chanceOfBest = 1.0
    private var gap = 0.0

    init(count: Int, gamma: Double) {
        self.gamma = gamma
        chances = [Double](repeating: 0, count: count)
    }

    mutating func advance(to remaining: borrowing RemainingActions) {
        let highest = remaining.open[remaining.best]
        let count = Double(remaining.count)
        let gamma = gamma
        chances.withUnsafeMutableBufferPointer { chances in
            remaining.open.withUnsafeBufferPointer { open in
                for action in open.indices {
                    // Of an action that was shown: one over infinity, which is zero.
                    chances[action] = 1 / (count + gamma * (highest - open[action]))
                }
            }
        }
        if gamma == 0 {
            for action in chances.indices where !remaining.contains(action) { chances[action] = 0 }
        }
        chances[remaining.best] = 0
        let sums = weightedSums(chances, remaining.means, below: highest)
        chanceOfBest = max(0, 1 - sums.total)
        gap = sums.gap
    }

    func probability(of action: Int, among remaining: borrowing RemainingActions) -> Double {
        action == remaining.best ? chanceOfBest : chances[action]
    }

    func expectedGap(among remaining: borrowing RemainingActions) -> Double { max(0, gap) }

    mutating func draw(among remaining: borrowing RemainingActions, using generator: inout SeededGenerator) -> Int {
        let point = generator.unit()
        let best = remaining.best
        return chances.withUnsafeBufferPointer { chances in
            var sum = 0.0
            for action in chances.indices {
                sum += chances[action]
                if point < sum { return action }
            }
            return best
        }
    }

    mutating func remove(_ action: Int) {}
}
