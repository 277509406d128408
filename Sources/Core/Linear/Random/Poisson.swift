public import Commerce
public import Foundation

extension RandomNumberGenerator {
    /// One draw from the Poisson distribution: `k` with probability `mean^k exp(-mean) / k!`.
    ///
    /// Below a mean of ten by multiplying uniform numbers (Knuth, TAOCP 2, 3.4.1); above by transformed rejection
    /// with squeeze, PTRS (Hörmann, "The transformed rejection method for generating Poisson random variables",
    /// Insurance: Mathematics and Economics 12, 1993), whose cost does not grow with the mean.
    /// - Precondition: `mean` is in [0, 10^15], where counts are exact in double precision.
    @inlinable
    public mutating func poisson(mean: Double) -> Int {
        precondition(mean >= 0 && mean <= 1e15, "poisson: mean must be in [0, 1e15]")
        return mean < 10 ? poissonByMultiplication(mean: mean) : poissonByRejection(mean: mean)
    }

    @inlinable
    mutating func poissonByMultiplication(mean: Double) -> Int {
        let limit = exp(-mean)
        var count = 0
        var product = 1 - unit()
        while product > limit {
            count += 1
            product *= 1 - unit()
        }
        return count
    }

    @inlinable
    mutating func poissonByRejection(mean: Double) -> Int {
        let logMean = log(mean)
        let b = 0.931 + 2.53 * mean.squareRoot()
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let squeeze = 0.9277 - 3.6224 / (b - 2)
        while true {
            let u = unit() - 0.5
            let v = 1 - unit()
            let distance = 0.5 - abs(u)
            let k = ((2 * a / distance + b) * u + mean + 0.43).rounded(.down)
            if distance >= 0.07, v <= squeeze { return Int(k) }
            if k < 0 || (distance < 0.013 && v > distance) { continue }
            let logDensity = k * logMean - mean - logFactorial(k)
            if log(v * inverseAlpha / (a / (distance * distance) + b)) <= logDensity { return Int(k) }
        }
    }
}

/// `log(k!)` by Stirling's series from `k = 10` on (error below 1e-10), by the product below.
///
/// The C library's `lgamma` writes a global variable, which parallel callers must not.
@usableFromInline
func logFactorial(_ k: Double) -> Double {
    if k < 10 {
        var product = 1.0
        var factor = 2.0
        while factor <= k {
            product *= factor
            factor += 1
        }
        return log(product)
    }
    let inverse = 1 / k
    let correction = inverse / 12 - inverse * inverse * inverse / 360 * (1 - inverse * inverse * 2 / 7)
    return (k + 0.5) * log(k) - k + 0.5 * log(2 * Double.pi) + correction
}
