import Foundation

/// The standard normal distribution.
public enum Normal {
    /// Probability of at most `x`.
    public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The inverse of ``cumulative(_:)`` by bisection, to the last bits; `p` in (0, 1).
    public static func quantile(_ p: Double) -> Double {
        var (low, high) = (-40.0, 40.0)
        while true {
            let middle = (low + high) / 2
            guard low < middle, middle < high else { return middle }
            if cumulative(middle) < p { low = middle } else { high = middle }
        }
    }
}
