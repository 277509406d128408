import Commerce
import Explore
import Testing

/// A policy under the laws, by name.
struct SlateConformer: Sendable, CustomTestStringConvertible {
    let name: String
    let policy: any SlatePolicy
    /// Lists that a test of frequencies draws.
    let draws: Int

    var testDescription: String { name }

    init(_ policy: any SlatePolicy, draws: Int = 20_000) {
        name = policy.version
        self.policy = policy
        self.draws = draws
    }

    static func all() throws -> [SlateConformer] {
        [
            SlateConformer(GreedySlate()), SlateConformer(UniformSlate()),
            SlateConformer(try EpsilonGreedySlate(epsilon: 0.3)), SlateConformer(try EpsilonGreedySlate(epsilon: 0)),
            SlateConformer(try PlackettLuceSlate(temperature: 0.2)),
            SlateConformer(try PlackettLuceSlate(temperature: 1e-4)),
            SlateConformer(try SquareCBSlate(gamma: 20)), SlateConformer(try SquareCBSlate(gamma: 0)),
            SlateConformer(try UCBSlate(bonus: 1)), SlateConformer(try ThompsonSlate(), draws: 800),
            SlateConformer(try ThompsonSlate(scale: 0)),
        ]
    }
}

extension ScoredActions {
    /// Five candidates, two of them tied, one without doubt.
    static func few() throws -> ScoredActions {
        try ScoredActions(means: [0.3, 0.9, 0.5, 0.9, 0.1], variances: [0.09, 0.04, 0.25, 0, 0.16])
    }

    /// Many candidates, drawn from a seed.
    static func many(_ count: Int, seed: UInt64) throws -> ScoredActions {
        var generator = SeededGenerator(seed: seed)
        let means = (0..<count).map { _ in generator.unit() }
        return try ScoredActions(means: means, variances: means.map { _ in 0.1 * generator.unit() })
    }
}

/// Every ordered list of `length` different numbers below `count`.
func orderedLists(of count: Int, length: Int) -> [[Int]] {
    guard length > 0 else { return [[]] }
    return orderedLists(of: count, length: length - 1).flatMap { list in
        (0..<count).filter { !list.contains($0) }.map { list + [$0] }
    }
}

/// Pearson's statistic of counts against probabilities, and the number above which it lies in about one run of a
/// million (Wilson and Hilferty's approximation). Cells expected below five are pooled into one.
func chiSquare(_ counts: [Int], _ probabilities: [Double], draws: Int) -> (statistic: Double, limit: Double) {
    var statistic = 0.0
    var cells = 0.0
    var pooled = (count: 0.0, expected: 0.0)
    for (count, probability) in zip(counts, probabilities) {
        let expected = probability * Double(draws)
        if expected < 5 {
            pooled = (pooled.count + Double(count), pooled.expected + expected)
        } else {
            statistic += (Double(count) - expected) * (Double(count) - expected) / expected
            cells += 1
        }
    }
    // What is pooled may be next to nothing: half a count of slack keeps one stray draw from failing it.
    if pooled.expected > 0 || pooled.count > 0 {
        let excess = max(0, abs(pooled.count - pooled.expected) - 0.5)
        statistic += excess * excess / max(pooled.expected, 0.5)
        cells += 1
    }
    let freedom = max(1, cells - 1)
    let cube = 1 - 2 / (9 * freedom) + 4.7534 * (2 / (9 * freedom)).squareRoot()
    return (statistic, freedom * cube * cube * cube)
}
