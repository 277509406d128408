import Commerce
import Foundation
import Linear

/// A point in the space of tastes. Sixteen coordinates, so that a dot product stays in registers.
typealias Taste = SIMD16<Float>

extension SIMD16<Float> {
    /// The same direction at length one; the zero vector stays as it is.
    var normalised: Self {
        let square = (self * self).sum()
        return square > 0 ? self / square.squareRoot() : self
    }

    /// A direction drawn uniformly from the sphere.
    static func direction(using generator: inout SeededGenerator) -> Self {
        var vector = Self()
        for axis in 0..<scalarCount { vector[axis] = Float(generator.normal()) }
        return vector.normalised
    }

    /// Independent steps of this standard deviation in every coordinate, uniform because it is summed over many days.
    static func step(deviation: Float, using generator: inout SeededGenerator) -> Self {
        var vector = Self()
        for base in stride(from: 0, to: scalarCount, by: 4) {
            let bits = generator.next()
            for lane in 0..<4 {
                vector[base + lane] = Float(UInt16(truncatingIfNeeded: bits >> (16 * UInt64(lane))))
            }
        }
        // Uniform on [-1, 1] has a standard deviation of one over the root of three.
        return (vector * (2 / 65_535) - 1) * (deviation * Float(3).squareRoot())
    }
}

/// `1 / (1 + exp(-x))`.
@inline(__always)
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// `log(p / (1 - p))`.
func logOdds(_ probability: Double) -> Double { log(probability / (1 - probability)) }
