import Commerce

/// Every candidate that remains is as likely as any other.
struct UniformChoice: ExploringChoice {
    mutating func advance(to remaining: borrowing RemainingActions) {}

    func probability(of action: Int, among remaining: borrowing RemainingActions) -> Double {
        1 / Double(remaining.count)
    }

    func expectedGap(among remaining: borrowing RemainingActions) -> Double { remaining.meanGap }

    mutating func draw(among remaining: borrowing RemainingActions, using generator: inout SeededGenerator) -> Int {
        remaining.action(at: Int.random(in: 0..<remaining.count, using: &generator))
    }

    mutating func remove(_ action: Int) {}
}
