public import Commerce
public import Foundation

extension RandomNumberGenerator {
    /// One draw from the normal distribution: density `exp(-(x - mean)^2 / (2 deviation^2))` up to a constant.
    ///
    /// Marsaglia's polar method (Marsaglia and Bray, "A convenient method for generating normal variables", SIAM
    /// Review 6, 1964). The second number of each pair is dropped, so that a draw depends on the generator alone.
    /// - Precondition: `deviation` is not negative.
    @inlinable
    public mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
        precondition(deviation >= 0, "normal: deviation must not be negative")
        while true {
            let x = 2 * unit() - 1
            let y = 2 * unit() - 1
            let square = x * x + y * y
            if square > 0, square < 1 {
                return mean + deviation * x * (-2 * log(square) / square).squareRoot()
            }
        }
    }

    /// One draw whose logarithm is normal with this mean and deviation; its own mean is
    /// `exp(logMean + logDeviation^2 / 2)`.
    @inlinable
    public mutating func logNormal(logMean: Double = 0, logDeviation: Double = 1) -> Double {
        exp(normal(mean: logMean, deviation: logDeviation))
    }
}
