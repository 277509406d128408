import Commerce
import Linear

/// Independent normal beliefs about candidates, as ``ThompsonSlate`` draws from them.
struct ThompsonBelief {
    private let means: [Double]
    /// Of what is drawn; all 0 when nothing is in doubt. Shape [candidates].
    private let deviations: [Double]
    private let highest: Double
    private let widest: Double

    /// Narrower beliefs than this share of the widest are drawn as that: an integral over densities of very
    /// different widths costs a panel for every step of scale.
    private static let narrowest = 1.0 / 256
    /// And the widest is at least this share of the distance between the best and the worst mean, so that numbers
    /// counted in deviations keep their digits.
    private static let sharpest = 1e-9

    init(_ actions: ScoredActions, scale: Double) {
        means = actions.means
        highest = actions.means.max() ?? 0
        var widest = scale * (actions.variances.max() ?? 0).squareRoot()
        if widest > 0 { widest = max(widest, Self.sharpest * (highest - (actions.means.min() ?? 0))) }
        deviations = actions.variances.map { max(scale * $0.squareRoot(), widest * Self.narrowest) }
        self.widest = widest
    }

    /// One draw of every candidate's reward; the means themselves when nothing is in doubt.
    func draw(_ means: [Double], using generator: inout SeededGenerator) -> [Double] {
        guard widest > 0 else { return means }
        var draws = means
        for action in draws.indices { draws[action] += deviations[action] * generator.normal() }
        return draws
    }

    /// The conditional chances of a list, their errors, and the expected reward of whatever comes at each position.
    func chances(of list: [Int]) -> (propensities: [Double], errors: [Double], expected: [Double]) {
        guard !list.isEmpty else { return ([], [], []) }
        guard widest > 0 else { return certain(list) }
        let race = GaussianRace(
            means: means.map { ($0 - highest) / widest }, deviations: deviations.map { $0 / widest })
        let chances = race.chances(of: list)
        return (chances.propensities, chances.errors, chances.gaps.map { highest - widest * $0 })
    }

    private func certain(_ list: [Int]) -> (propensities: [Double], errors: [Double], expected: [Double]) {
        var remaining = RemainingActions(means)
        var propensities: [Double] = []
        var expected: [Double] = []
        for action in list {
            propensities.append(action == remaining.best ? 1 : 0)
            expected.append(means[remaining.best])
            remaining.remove(action)
        }
        return (propensities, [Double](repeating: 0, count: list.count), expected)
    }
}
