import Commerce

/// What a policy explores with: at each position, a distribution over the candidates that remain.
///
/// ``SlateWalk`` mixes it with the best that remains, so conformers know nothing of rates.
protocol ExploringChoice {
    /// Told once per position, before anything is asked of that position.
    mutating func advance(to remaining: borrowing RemainingActions)
    /// Chance of an action that remains.
    func probability(of action: Int, among remaining: borrowing RemainingActions) -> Double
    /// Expected reward of the best that remains, less the expected reward of a draw; not negative.
    func expectedGap(among remaining: borrowing RemainingActions) -> Double
    mutating func draw(among remaining: borrowing RemainingActions, using generator: inout SeededGenerator) -> Int
    /// Told that an action was shown, by whatever way it was chosen.
    mutating func remove(_ action: Int)
}
