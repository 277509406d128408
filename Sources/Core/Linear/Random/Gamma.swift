public import Commerce
public import Foundation

extension RandomNumberGenerator {
    /// One draw from the exponential distribution, density `rate exp(-rate x)` for `x >= 0`, by inversion.
    /// - Precondition: `rate` is positive.
    @inlinable
    public mutating func exponential(rate: Double = 1) -> Double {
        precondition(rate > 0, "exponential: rate must be positive")
        return -log(1 - unit()) / rate
    }

    /// One draw from the gamma distribution, density `x^(shape - 1) exp(-x / scale)` up to a constant; mean
    /// `shape * scale`.
    ///
    /// Marsaglia and Tsang, "A simple method for generating gamma variables" (ACM TOMS 26, 2000); shapes below one
    /// through `gamma(shape + 1) U^(1 / shape)`, their section 8.
    /// - Precondition: both parameters are positive.
    @inlinable
    public mutating func gamma(shape: Double, scale: Double = 1) -> Double {
        precondition(shape > 0 && scale > 0, "gamma: shape and scale must be positive")
        if shape < 1 {
            return gamma(shape: shape + 1, scale: scale) * pow(1 - unit(), 1 / shape)
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            let u = 1 - unit()
            if u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)) {
                return scale * d * v
            }
        }
    }
}
