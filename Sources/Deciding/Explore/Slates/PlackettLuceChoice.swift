import Commerce
import Foundation

/// Each candidate that remains in proportion to `exp(mean / temperature)`.
///
/// Weights are kept relative to a reference mean, and computed again from a lower one when the best that remains
/// has fallen far below it: however small the temperature, nothing that matters underflows.
///
/// Draws are a race (Gumbel top-k): every candidate gets `mean / temperature + Gumbel noise` once, and the highest
/// that remains is next. Removing candidates for reasons that do not look at the noise leaves the others' race as it
/// was (exponential clocks have no memory), so draws may be mixed with other choices.
struct PlackettLuceChoice: ExploringChoice {
    private let means: [Double]
    private let temperature: Double
    private var reference: Double
    /// `exp((mean - reference) / temperature)`; 0 once shown. Shape [candidates].
    private var weights: [Double]
    /// Standard Gumbel noise; empty until the first draw.
    private var noise: [Double] = []
    /// `(mean - reference) / temperature + noise`; minus infinity once shown.
    private var keys: [Double] = []
    private var total = 0.0
    private var gap = 0.0

    /// Below this exponent of the best that remains, weights are computed again.
    private static let lowest = -200.0

    init(_ means: [Double], temperature: Double) {
        self.means = means
        self.temperature = temperature
        reference = .infinity
        weights = [Double](repeating: 0, count: means.count)
    }

    mutating func advance(to remaining: borrowing RemainingActions) {
        let highest = means[remaining.best]
        if (highest - reference) / temperature < Self.lowest { refer(to: highest, remaining) }
        let sums = weightedSums(weights, means, below: highest)
        total = sums.total
        gap = sums.gap
    }

    func probability(of action: Int, among remaining: borrowing RemainingActions) -> Double {
        min(1, weights[action] / total)
    }

    func expectedGap(among remaining: borrowing RemainingActions) -> Double { max(0, gap / total) }

    mutating func draw(among remaining: borrowing RemainingActions, using generator: inout SeededGenerator) -> Int {
        if noise.isEmpty {
            noise.reserveCapacity(means.count)
            for _ in means.indices { noise.append(-log(-log(max(generator.unit(), 0x1p-54)))) }
            setKeys(remaining)
        }
        return keys.indexOfMaximum
    }

    mutating func remove(_ action: Int) {
        weights[action] = 0
        if !keys.isEmpty { keys[action] = -.infinity }
    }

    private mutating func refer(to highest: Double, _ remaining: borrowing RemainingActions) {
        reference = highest
        for action in weights.indices {
            weights[action] = remaining.contains(action) ? exp((means[action] - highest) / temperature) : 0
        }
        if !noise.isEmpty { setKeys(remaining) }
    }

    private mutating func setKeys(_ remaining: borrowing RemainingActions) {
        keys = [Double](repeating: -.infinity, count: means.count)
        for action in keys.indices where remaining.contains(action) {
            // A mean so far down that the quotient overflows must still rank above what was shown.
            keys[action] = max((means[action] - reference) / temperature + noise[action], -.greatestFiniteMagnitude)
        }
    }
}
