import Foundation

/// A lower bound on a sum of conditional means that holds at all times at once.
///
/// For numbers `D_t` within a known width `c`, and any guess `g_t` of each made before it and inside the same bounds,
/// with probability at least `1 - doubt`, for all `t` together:
/// ```
/// sum E[D_s | past]  >=  sum D_s - min_k (c / l_k) (ln(1 / (doubt w_k)) + psi(l_k) V_t)
/// V_t = sum ((D_s - g_s) / c)^2,   psi(l) = -ln(1 - l) - l,   l_k = 2^-(k+1),   w_k = 1 / ((k + 1) (k + 2))
/// ```
/// Why: `ln(1 + l x) >= l x - psi(l) x^2` for `x >= -1` (Fan, Grama and Liu, "Exponential inequalities for martingales
/// with applications", EJP 20, 2015, Lemma 4.1), so that for each `l` the product of
/// `exp(l (D_s - E[D_s | past]) / c - psi(l) x_s^2)`, `x_s = (D_s - g_s) / c`, is a supermartingale that starts at 1
/// (the empirical-Bernstein argument of Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric,
/// nonasymptotic confidence sequences", Annals of Statistics 49, 2021, Theorem 4); Ville's inequality bounds each line,
/// and the weights of the lines sum to one. Neither independence nor identical distributions are assumed. O(lines).
struct LowerSum: Sendable, Hashable, Codable {
    let doubt: Double
    let width: Double
    private(set) var sum = 0.0
    private(set) var variation = 0.0

    /// A line in `V`: `offset` holds all of its height but the doubt.
    private struct Line {
        var offset: Double
        var steepness: Double
        /// `1 / l`.
        var reach: Double
    }

    private static let lines = (0..<24).map { index in
        let slope = exp2(-Double(index + 1))
        return Line(
            offset: log(Double((index + 1) * (index + 2))) / slope,
            steepness: (-log1p(-slope) - slope) / slope, reach: 1 / slope)
    }

    init(doubt: Double, width: Double) {
        self.doubt = doubt
        self.width = width
    }

    mutating func add(_ value: Double, guess: Double) {
        sum += value
        let error = (value - guess) / width
        variation += error * error
    }

    var bound: Double {
        let height = log(1 / doubt)
        var least = Double.infinity
        for line in Self.lines {
            least = min(least, line.offset + height * line.reach + line.steepness * variation)
        }
        return sum - width * least
    }
}
