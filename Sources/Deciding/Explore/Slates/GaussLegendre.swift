import Foundation

/// Gauss-Legendre quadrature with eight points on [-1, 1], and what it says besides the integral.
///
/// With values g at the points, the polynomial of degree seven through them has Legendre coefficients
/// `c_n = (2n + 1) / 2 * sum of w_r P_n(t_r) g_r` (discrete orthogonality); its integral from a point to the right end
/// follows from `integral of P_n = (P_(n+1) - P_(n-1)) / (2n + 1)`, and c_6 and c_7 show how well it fits.
struct GaussLegendre {
    static let count = 8
    static let shared = GaussLegendre()

    /// Ascending. Shape [8].
    let points: [Double]
    let weights: [Double]
    /// `cumulative[8 q + r]`: how much the value at point r adds to the integral from point q to 1.
    let cumulative: [Double]
    /// How much each value adds to c_6 and to c_7. Shape [8].
    let sixth: [Double]
    let seventh: [Double]

    private init() {
        let count = Self.count
        var points: [Double] = []
        var weights: [Double] = []
        for place in 0..<count {
            // Newton's iteration from Tricomi's starting point; six steps are more than enough.
            var point = -cos(Double.pi * (Double(place) + 0.75) / (Double(count) + 0.5))
            var slope = 0.0
            for _ in 0..<6 {
                let values = Self.legendre(point)
                slope = Double(count) * (point * values[count] - values[count - 1]) / (point * point - 1)
                point -= values[count] / slope
            }
            points.append(point)
            weights.append(2 / ((1 - point * point) * slope * slope))
        }
        let values = points.map(Self.legendre)
        var cumulative: [Double] = []
        for from in 0..<count {
            for place in 0..<count {
                var sum = (1 - points[from]) / 2
                for degree in 1..<count {
                    sum += values[place][degree] * (values[from][degree - 1] - values[from][degree + 1]) / 2
                }
                cumulative.append(weights[place] * sum)
            }
        }
        self.points = points
        self.weights = weights
        self.cumulative = cumulative
        sixth = (0..<count).map { 6.5 * weights[$0] * values[$0][6] }
        seventh = (0..<count).map { 7.5 * weights[$0] * values[$0][7] }
    }

    /// The same without bounds checks.
    struct Pointers {
        let weights, cumulative, sixth, seventh: UnsafePointer<Double>
    }

    func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        weights.withUnsafeBufferPointer { weights in
            cumulative.withUnsafeBufferPointer { cumulative in
                sixth.withUnsafeBufferPointer { sixth in
                    seventh.withUnsafeBufferPointer { seventh in
                        body(
                            Pointers(
                                weights: weights.baseAddress!, cumulative: cumulative.baseAddress!,
                                sixth: sixth.baseAddress!, seventh: seventh.baseAddress!))
                    }
                }
            }
        }
    }

    /// P_0, ..., P_8 at a point.
    private static func legendre(_ point: Double) -> [Double] {
        var values = [1, point]
        for degree in 1..<count {
            let n = Double(degree)
            values.append(((2 * n + 1) * point * values[degree] - n * values[degree - 1]) / (n + 1))
        }
        return values
    }
}
