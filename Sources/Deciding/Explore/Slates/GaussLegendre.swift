import Foundation

/// Gauss-Legendre quadrature with eight points on [-1, 1], and what the polynomial through the values at the points
/// says besides the integral.
///
/// With values g at the points, that polynomial has Legendre coefficients
/// `c_n = (2n + 1) / 2 * sum of w_r P_n(t_r) g_r` (discrete orthogonality). Hence its value anywhere, and its integral
/// from anywhere to 1, because `integral of P_n = (P_(n+1) - P_(n-1)) / (2n + 1)`.
struct GaussLegendre {
    static let count = 8
    static let shared = GaussLegendre()
    /// A panel can be cut into 1, 2, 4, ..., 2^5 parts.
    static let finest = 5

    /// Ascending. Shape [8].
    let points: [Double]
    let weights: [Double]
    /// `cumulative[8 q + r]`: how much the value at point r adds to the integral from point q to 1.
    let cumulative: [Double]
    /// `parts[64 (2^level + part) + 8 q + r]`: how much the value at point r of a panel adds to that at point q of one
    /// of its 2^level equal parts, from the left.
    let parts: [Double]

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
        var parts = [Double](repeating: 0, count: count * count)
        for level in 0...Self.finest {
            let pieces = 1 << level
            for part in 0..<pieces {
                for point in points {
                    let there = Self.legendre((2 * Double(part) + 1 + point) / Double(pieces) - 1)
                    for place in 0..<count {
                        let sum = (0..<count).reduce(0) {
                            $0 + (Double($1) + 0.5) * values[place][$1] * there[$1]
                        }
                        parts.append(weights[place] * sum)
                    }
                }
            }
        }
        self.points = points
        self.weights = weights
        self.cumulative = cumulative
        self.parts = parts
    }

    /// The same without bounds checks.
    struct Reader {
        let weights, cumulative, parts: UnsafePointer<Double>
    }

    func read<Result>(_ body: (Reader) -> Result) -> Result {
        weights.withUnsafeBufferPointer { weights in
            cumulative.withUnsafeBufferPointer { cumulative in
                parts.withUnsafeBufferPointer { parts in
                    body(
                        Reader(
                            weights: weights.baseAddress!, cumulative: cumulative.baseAddress!,
                            parts: parts.baseAddress!))
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
