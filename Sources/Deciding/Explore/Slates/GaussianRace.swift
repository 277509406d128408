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
/// Gauss-Legendre points, as wide as the narrowest density there allows.
///
/// The chance at place k is divided by the sum of the same integral over every variable that could have come, so the
/// chances of all of them add up to one. Integration by parts says that this sum is the chance of the beginning, which
/// is computed from other numbers: how far the two differ is the error that is reported, and while it is too large,
/// panels are cut in two or four and swept again.
///
/// Cost: O(panels * (variables with weight there + list)); one to three dozen panels for most lists.
struct GaussianRace {
    /// Half the width of what is swept of a density, in standard deviations: the rest is below 2e-12.
    private static let reach = 7.0
    /// A panel may reach this many of its deviations into a density.
    private static let stride = 1.5
    private static let panelLimit = 4_000
    /// Differences up to this are good enough.
    private static let goal = 1e-5
    /// The reported error is this many times the difference: among 1,600 chances of random lists, compared with a far
    /// finer rule, one was off by two and a half times the difference, none by more.
    private static let caution = 4.0
    /// Relative error left for what both sides of the check share: table and interpolation.
    private static let sharedError = 1e-6

    /// At most 0, one of them 0. Shape [variables].
    let means: [Double]
    /// In (0, 1], one of them 1. Shape [variables].
    let deviations: [Double]

    /// - Parameter list: different variables, in order; at least one.
    /// - Returns: of each place of the list the chance of its variable given those before, the error of that, and the
    ///   expected `-mean` of whichever variable comes there. Where the beginning of the list is too improbable to be
    ///   resolved, the chance is 0 with error 1. Shapes [list].
    func chances(of list: [Int]) -> (propensities: [Double], errors: [Double], gaps: [Double]) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: RaceSweep.room(length: list.count)) { block in
            block.initialize(repeating: 0)
            guard let memory = block.baseAddress else { return ([], [], []) }
            let sweep = RaceSweep(memory, means: means, deviations: deviations, list: list)
            var field = others(than: list)
            layOut(&field, under: sweep)
            var disagreements = sweep.disagreements()
            var level = 0
            while let worst = disagreements.max(), worst > Self.goal, level < GaussLegendre.finest {
                level = min(GaussLegendre.finest, level + (worst > 0.03 ? 2 : 1))
                refine(field, under: sweep, level: level)
                disagreements = sweep.disagreements()
            }
            return answers(sweep, disagreements, list.count)
        }
    }

    private func others(than list: [Int]) -> RaceField {
        var isListed = [Bool](repeating: false, count: means.count)
        var start = -Double.infinity
        for variable in list {
            isListed[variable] = true
            // Seen from the best, a density far below falls like an exponential, the slower the wider it is.
            let distance = -means[variable] / deviations[variable]
            start = max(start, deviations[variable] * min(Self.reach, 24 / max(distance, 1)))
        }
        var otherMeans: [Double] = []
        var otherDeviations: [Double] = []
        otherMeans.reserveCapacity(means.count)
        otherDeviations.reserveCapacity(means.count)
        for variable in means.indices {
            start = max(start, means[variable] + Self.reach * deviations[variable])
            guard !isListed[variable] else { continue }
            otherMeans.append(means[variable])
            otherDeviations.append(deviations[variable])
        }
        return RaceField(means: otherMeans, deviations: otherDeviations, from: start)
    }

    /// The first sweep, which finds where to stop.
    private func layOut(_ field: inout RaceField, under sweep: RaceSweep) {
        sweep.restart()
        for panel in 0..<Self.panelLimit {
            let widest = min(
                field.widest(stride: Self.stride), sweep.widest(from: field.edges[panel], stride: Self.stride))
            // Below every density of the list and without others, nothing is left that varies.
            field.addPanel(width: widest.isFinite ? widest : 1)
            sweep.add(panel: panel, of: field, part: 0, level: 0)
            if sweep.isDone { return }
        }
    }

    private func refine(_ field: RaceField, under sweep: RaceSweep, level: Int) {
        sweep.restart()
        for panel in 0..<field.panels {
            for part in (0..<(1 << level)).reversed() {
                sweep.add(panel: panel, of: field, part: part, level: level)
            }
        }
    }

    private func answers(
        _ sweep: RaceSweep, _ disagreements: [Double], _ length: Int
    ) -> (propensities: [Double], errors: [Double], gaps: [Double]) {
        var answers = (propensities: [Double](), errors: [Double](), gaps: [Double]())
        var worst = 0.0
        for row in 0..<length {
            let answer = sweep.answer(at: row)
            guard row + 1 < disagreements.count else {
                // Nothing else is left to come.
                answers.propensities.append(1)
                answers.errors.append(0)
                answers.gaps.append(answer.gap)
                break
            }
            worst = max(worst, disagreements[row])
            guard worst < 0.5 else {
                answers.propensities.append(0)
                answers.errors.append(1)
                answers.gaps.append(0)
                continue
            }
            // The chance itself may be 0 to the last digit: then only what came before can be checked.
            let after = disagreements[row + 1]
            let error = Self.caution * max(worst, after.isFinite ? after : 0) + Self.sharedError
            answers.propensities.append(answer.propensity)
            answers.errors.append(answer.propensity * error)
            answers.gaps.append(answer.gap)
        }
        return answers
    }
}
