import Foundation

/// Student's t distribution.
public enum StudentT {
    /// The probability of a value at least as far from 0 as `t`: `I_x(df / 2, 1 / 2)` at `x = df / (df + t²)`.
    public static func twoSided(_ t: Double, degreesOfFreedom df: Double) -> Double {
        incompleteBeta(df / (df + t * t), df / 2, 0.5)
    }

    /// The `t > 0` that is exceeded, either way, with this probability: half the width of an interval in standard
    /// errors. By bisection on ``twoSided(_:degreesOfFreedom:)``, to the last bits; infinite when it is beyond 1e150.
    ///
    /// - Precondition: `probability` is in (0, 1) and the degrees of freedom are positive.
    public static func twoSidedQuantile(_ probability: Double, degreesOfFreedom df: Double) -> Double {
        precondition(probability > 0 && probability < 1 && df > 0, "StudentT: probability in (0, 1), df positive")
        var high = 1.0
        while twoSided(high, degreesOfFreedom: df) > probability {
            high *= 2
            if high > 1e150 { return .infinity }
        }
        var low = 0.0
        while true {
            let middle = (low + high) / 2
            guard low < middle, middle < high else { return middle }
            if twoSided(middle, degreesOfFreedom: df) > probability { low = middle } else { high = middle }
        }
    }

    /// The regularised incomplete beta function by its continued fraction (DLMF 8.17.22), which converges fast
    /// below the mean; above, by symmetry (DLMF 8.17.4).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        guard x <= (a + 1) / (a + b + 2) else { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(
            logarithmOfGamma(a + b) - logarithmOfGamma(a) - logarithmOfGamma(b) + a * log(x) + b * log1p(-x))
        // Lentz's evaluation; the tiny number stands in for a zero denominator.
        let tiny = 1e-300
        var (numerator, denominator, fraction) = (1.0, 1 - (a + b) * x / (a + 1), 1.0)
        denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
        fraction = denominator
        for step in 1...500 {
            let m = Double(step)
            for coefficient in [
                m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
            ] {
                denominator = 1 + coefficient * denominator
                denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
                numerator = 1 + coefficient / numerator
                if abs(numerator) < tiny { numerator = tiny }
                fraction *= numerator * denominator
            }
            if abs(numerator * denominator - 1) < 1e-15 { break }
        }
        return front * fraction / a
    }

    private static func logarithmOfGamma(_ x: Double) -> Double { lgamma(x).0 }
}
