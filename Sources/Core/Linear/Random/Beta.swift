public import Commerce
public import Foundation

extension RandomNumberGenerator {
    /// One draw from the beta distribution, density `x^(a - 1) (1 - x)^(b - 1)` up to a constant; mean `a / (a + b)`.
    ///
    /// As a ratio of gamma draws; where both parameters are at most one, by Jöhnk's rejection (Devroye, "Non-Uniform
    /// Random Variate Generation", 1986, IX.3.3), in logarithms because the powers underflow for small parameters.
    /// - Precondition: both parameters are positive.
    @inlinable
    public mutating func beta(_ a: Double, _ b: Double) -> Double {
        precondition(a > 0 && b > 0, "beta: both parameters must be positive")
        if a > 1 || b > 1 {
            let x = gamma(shape: a)
            return x / (x + gamma(shape: b))
        }
        while true {
            let logX = log(1 - unit()) / a
            let logY = log(1 - unit()) / b
            let larger = max(logX, logY)
            let logSum = larger + log(exp(logX - larger) + exp(logY - larger))
            if logSum <= 0 { return exp(logX - logSum) }
        }
    }

    /// True with this probability.
    /// - Precondition: `probability` is in [0, 1].
    @inlinable
    public mutating func bernoulli(_ probability: Double) -> Bool {
        precondition(probability >= 0 && probability <= 1, "bernoulli: probability must be in [0, 1]")
        return unit() < probability
    }
}
