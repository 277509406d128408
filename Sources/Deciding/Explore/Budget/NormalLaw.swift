import Foundation

/// The standard normal distribution, as far as exploring needs it.
enum NormalLaw {
    /// Density `exp(-z^2 / 2) / sqrt(2 pi)`.
    static func density(_ z: Double) -> Double { exp(-0.5 * z * z) * 0.398_942_280_401_432_7 }

    /// Probability of at most `z`; relative accuracy of the C library's `erfc`, in the far tail too.
    static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z * 0.707_106_781_186_547_6) }

    /// `E[max(0, Z - gap)]` for `Z` standard normal: what an option on `Z` is worth whose price is `gap` above its
    /// mean, `density(gap) - gap (1 - cumulative(gap))`.
    ///
    /// 0 beyond a gap of 8, where it is below 1e-16. Decreasing; never negative.
    static func gain(above gap: Double) -> Double {
        guard gap < 8 else { return 0 }
        return max(0, density(gap) - gap * cumulative(-gap))
    }
}
