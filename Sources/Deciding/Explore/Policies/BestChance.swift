import Foundation

/// The chance that each of several independent random scores is the largest: what Thompson sampling chooses with.
///
/// `P(i is best) = integral of f_i(t) * product over j != i of F_j(t)`, by Gauss-Legendre quadrature with eight nodes on
/// panels that are fine where any density is. The distribution functions come from the same nodes, integrated along
/// the panel. Errors are below 1e-8. O(panels × arms) densities, some tens of panels.
enum BestChance {
    /// Of normal scores. One without variance counts as much narrower than the others; where all are narrower than the
    /// digits of their means can tell, the largest mean wins.
    ///
    /// Shapes: all [arms].
    static func normal(means: [Double], variances: [Double]) -> [Double] {
        let resolution = 1e-13 * means.reduce(0) { max($0, abs($1)) }
        let spread = variances.reduce(0, max).squareRoot()
        guard spread > resolution else { return splitAmongBest(means) }
        let smallest = variances.reduce(.infinity) { $1 > 0 ? min($0, $1) : $0 }.squareRoot()
        let narrowest = max(1e-7 * smallest, resolution)
        return chances(
            zip(means, variances).map { NormalScore(center: $0, scale: max($1.squareRoot(), narrowest)) })
    }

    /// Of chances of success with beta distributions. Shapes: all [arms].
    static func beta(a: [Double], b: [Double]) -> [Double] {
        chances(zip(a, b).map(LogitBetaScore.init))
    }

    /// All of the probability on the largest value, in equal parts where several are exactly the largest.
    static func splitAmongBest(_ values: [Double]) -> [Double] {
        let best = values.reduce(-.infinity, max)
        let count = values.reduce(0) { $0 + ($1 == best ? 1 : 0) }
        return values.map { $0 == best ? 1 / Double(count) : 0 }
    }

    static func chances<Score: ScoreDensity>(_ scores: [Score]) -> [Double] {
        // Whatever is best is above this, as one of the scores always is.
        let floor = scores.reduce(-.infinity) { max($0, $1.center - $1.reach.left) }
        let contenders = scores.indices.filter { scores[$0].center + scores[$0].reach.right > floor }
        var states = contenders.map { Contender(scores[$0], above: floor) }
        let edges = Panels.edges(of: contenders.map { scores[$0] }, above: floor)
        var behind = [SIMD8<Double>](repeating: .one, count: states.count + 1)
        for (start, end) in zip(edges, edges.dropFirst()) {
            let panel = Panel(from: start, to: end)
            let terms = panel.terms(of: Score.self)
            for place in states.indices { states[place].enter(panel, terms) }
            // behind[i]: the product of the distribution functions after the i-th.
            for place in states.indices.reversed() { behind[place] = behind[place + 1] * states[place].below }
            var before = SIMD8<Double>(repeating: 1)
            for place in states.indices {
                states[place].chance += panel.integral(of: states[place].density * before * behind[place + 1])
                before *= states[place].below
            }
        }
        let total = states.reduce(0) { $0 + $1.chance }
        var result = [Double](repeating: 0, count: scores.count)
        for (place, state) in zip(contenders, states) { result[place] = state.chance / total }
        return result
    }
}

/// The density of one score on the line, as the quadrature needs it.
protocol ScoreDensity: Sendable {
    /// Where the density is largest or nearly so.
    var center: Double { get }
    /// How far from there it stays of the same order.
    var scale: Double { get }
    /// How far from there less than 1e-17 of the probability is left.
    var reach: (left: Double, right: Double) { get }
    /// What all scores of the kind need of a point.
    static func term(at point: Double) -> Double
    /// Relative to that at the center.
    func density(at point: Double, term: Double) -> Double
}

/// A normal score.
struct NormalScore: ScoreDensity {
    let center: Double
    let scale: Double

    var reach: (left: Double, right: Double) { (9 * scale, 9 * scale) }

    static func term(at point: Double) -> Double { 0 }

    func density(at point: Double, term: Double) -> Double {
        let z = (point - center) / scale
        return exp(-0.5 * z * z)
    }
}

/// The logarithm of the odds of a chance with a beta distribution: density `x^a (1 - x)^b`, which is smooth for small
/// parameters too, where that of the chance itself has poles.
struct LogitBetaScore: ScoreDensity {
    let a: Double
    let b: Double
    let center: Double
    let scale: Double
    private let logCenter: Double

    init(a: Double, b: Double) {
        self.a = a
        self.b = b
        center = log(a / b)
        // The tails' own scales are 1 / a and 1 / b; where they join, the density bends within a few units.
        scale = min((1 / a + 1 / b).squareRoot(), 1.5)
        logCenter = Self.term(at: center)
    }

    var reach: (left: Double, right: Double) { (9 * scale + 41 / a, 9 * scale + 41 / b) }

    /// `log x`.
    static func term(at point: Double) -> Double {
        point < 0 ? point - log1p(exp(point)) : -log1p(exp(-point))
    }

    func density(at point: Double, term: Double) -> Double {
        // log(1 - x) = log x - point
        exp((a + b) * (term - logCenter) - b * (point - center))
    }
}

/// One score on its way through the panels.
private struct Contender<Score: ScoreDensity> {
    let score: Score
    /// Turns densities relative to the center into densities.
    private let inverseMass: Double
    /// Probability below the panel, and at its nodes.
    private var entered: Double
    var below = SIMD8<Double>(repeating: 0)
    var density = SIMD8<Double>(repeating: 0)
    var chance = 0.0

    init(_ score: Score, above floor: Double) {
        self.score = score
        var mass = 0.0
        var massBelow = 0.0
        let edges = Panels.edges(of: [score], splitAt: floor)
        for (start, end) in zip(edges, edges.dropFirst()) {
            let panel = Panel(from: start, to: end)
            let part = panel.integral(of: panel.densities(of: score, panel.terms(of: Score.self)))
            mass += part
            if end <= floor { massBelow += part }
        }
        inverseMass = 1 / mass
        entered = massBelow / mass
    }

    mutating func enter(_ panel: Panel, _ terms: SIMD8<Double>) {
        guard panel.end > score.center - score.reach.left, panel.start < score.center + score.reach.right else {
            density = .zero
            below = SIMD8(repeating: panel.start < score.center ? 0 : 1)
            return
        }
        density = panel.densities(of: score, terms) * inverseMass
        below = panel.running(density) + entered
        below.clamp(lowerBound: .zero, upperBound: .one)
        entered += panel.integral(of: density)
    }
}
