import Commerce

/// A list made position by position: with chance `share` drawn from an exploring distribution, else the best left.
///
/// The chance of action a at a position, given those before, is `(1 - share) [a is the best left] + share q(a)`, where
/// q is the exploring distribution over what remains. It is exact, and the reward given up is linear in `share`:
/// `share * (best mean - mean under q)`. Drawing a list and reading the propensities of a given one take the same
/// steps, so they agree bit for bit.
struct SlateWalk<Choice: ExploringChoice> {
    private var remaining: RemainingActions
    private var choice: Choice
    private let share: Double

    init(_ means: [Double], choice: Choice, share: Double) {
        remaining = RemainingActions(means)
        self.choice = choice
        self.share = share
    }

    /// O(candidates * length) for the choices of this module.
    consuming func draw(length: Int, using generator: inout SeededGenerator) -> SlateDraw {
        var slate = SlateDraw(capacity: min(length, remaining.count))
        for _ in 0..<min(length, remaining.count) {
            choice.advance(to: remaining)
            let explores = share > 0 && generator.unit() < share
            let action = explores ? choice.draw(among: remaining, using: &generator) : remaining.best
            slate.actions.append(action)
            slate.propensities.append(propensity(of: action))
            slate.isExploration.append(action != remaining.best)
            slate.spent.append(share > 0 ? share * choice.expectedGap(among: remaining) : 0)
            take(action)
        }
        return slate
    }

    /// - Precondition: the list holds different actions that exist.
    consuming func propensities(of list: [Int]) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(list.count)
        for action in list {
            choice.advance(to: remaining)
            values.append(propensity(of: action))
            take(action)
        }
        return values
    }

    private func propensity(of action: Int) -> Double {
        let exploiting = action == remaining.best ? 1 - share : 0
        guard share > 0 else { return exploiting }
        return min(1, exploiting + share * choice.probability(of: action, among: remaining))
    }

    private mutating func take(_ action: Int) {
        remaining.remove(action)
        choice.remove(action)
    }
}
