import Foundation

/// In which order independent normal variables come out, the highest first: the conditional chance of each place of a
/// given order.
///
/// With `H_k(x) = P(X_1 > ... > X_k > x)` for the first k of the list, and R_k the variables not among them,
///
///     P(the list begins 1 ... k) = integral of f_k(x) H_(k-1)(x) prod_(j in R_k) F_j(x) dx,
///     H_k(x) = integral from x upwards of f_k(t) H_(k-1)(t) dt,
///
/// so one sweep from the highest x to the lowest gives every place at once. The sweep takes panels of eight
/// Gauss-Legendre points, as wide as the narrowest density there allows, and halves a panel on which the integrands
/// are not yet smooth. Cost: O(panels * (variables with weight there + list)); about a dozen panels for most lists.
///
/// The chance at place k is divided by the sum of the same integral over every variable that could have come, so the
/// chances of all of them add up to one. Integration by parts says that this sum is the chance of the beginning, which
/// is computed from other numbers: how far the two differ is the error that is reported.
struct GaussianRace {
    /// The answer where the beginning of the list is too improbable to be resolved: nothing is known.
    static let unknown = (propensity: 0.0, error: 1.0)
    /// Relative error left for the table of the normal distribution, which both sides of the check share.
    static let tableError = 1e-7

    /// Half the width of what is swept of a density, in standard deviations: the rest is below 2e-12.
    private static let reach = 7.0
    /// A panel may reach this many of its deviations into a density.
    private static let stride = 2.5
    private static let panelLimit = 4_000

    /// At most 0, one of them 0. Shape [variables].
    let means: [Double]
    /// In (0, 1], one of them 1. Shape [variables].
    let deviations: [Double]

    /// - Parameter list: different variables, in order; at least one.
    /// - Returns: of each place of the list the chance of its variable given those before, the error of that, and the
    ///   expected `-mean` of whichever variable comes there. Shapes [list].
    func chances(of list: [Int]) -> (propensities: [Double], errors: [Double], gaps: [Double]) {
        let others = means.count - list.count
        return withUnsafeTemporaryAllocation(
            of: Double.self, capacity: RacePanel.room(length: list.count, others: others)
        ) { block in
            guard let memory = block.baseAddress else { return ([], [], []) }
            memory.initialize(repeating: 0, count: block.count)
            let start = fill(memory, list)
            let panel = RacePanel(memory, length: list.count, others: others)
            sweep(panel, from: start)
            return panel.result()
        }
    }

    /// Writes means and inverse deviations: those of the others, then those of the list.
    ///
    /// - Returns: where the sweep starts.
    private func fill(_ otherMeans: UnsafeMutablePointer<Double>, _ list: [Int]) -> Double {
        let others = means.count - list.count
        let otherInverses = otherMeans + others
        let listedMeans = otherInverses + others
        let listedInverses = listedMeans + list.count
        var isListed = [Bool](repeating: false, count: means.count)
        var start = -Double.infinity
        for (place, variable) in list.enumerated() {
            isListed[variable] = true
            listedMeans[place] = means[variable]
            listedInverses[place] = 1 / deviations[variable]
            // Seen from the best, a density far below falls like an exponential, the slower the wider it is.
            let distance = -means[variable] / deviations[variable]
            start = max(start, deviations[variable] * min(Self.reach, 24 / max(distance, 1)))
        }
        var next = 0
        for variable in means.indices {
            start = max(start, means[variable] + Self.reach * deviations[variable])
            guard !isListed[variable] else { continue }
            otherMeans[next] = means[variable]
            otherInverses[next] = 1 / deviations[variable]
            next += 1
        }
        return start
    }

    private func sweep(_ panel: RacePanel, from start: Double) {
        var right = start
        var width = 1.0
        for _ in 0..<Self.panelLimit {
            width = min(width, panel.widest(from: right, stride: Self.stride, reach: Self.reach))
            guard panel.add(from: right - width, to: right) else {
                width /= 2
                continue
            }
            right -= width
            width *= 2
            if panel.isDone { break }
        }
    }
}
