import Commerce
import Explore
import Linear
import Testing

/// Counts first, then each pair, within an absolute and relative tolerance.
func expectClose(
    _ left: [Double], _ right: [Double], _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(left.count == right.count, sourceLocation: sourceLocation)
    for (a, b) in zip(left, right) {
        #expect(abs(a - b) <= tolerance * max(1, abs(b)), "\(a) against \(b)", sourceLocation: sourceLocation)
    }
}

func expectClose(
    _ left: Double, _ right: Double, _ tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose([left], [right], tolerance, sourceLocation: sourceLocation)
}

/// The solution of `matrix x = b`, by Gaussian elimination with pivoting. Shapes [size, size], [size].
func solve(_ matrix: [[Double]], _ b: [Double]) -> [Double] {
    var rows = zip(matrix, b).map { $0 + [$1] }
    let size = b.count
    for pivot in 0..<size {
        let best = (pivot..<size).max { abs(rows[$0][pivot]) < abs(rows[$1][pivot]) } ?? pivot
        rows.swapAt(pivot, best)
        for row in 0..<size where row != pivot {
            let scale = rows[row][pivot] / rows[pivot][pivot]
            for column in pivot...size { rows[row][column] -= scale * rows[pivot][column] }
        }
    }
    return (0..<size).map { rows[$0][size] / rows[$0][$0] }
}

/// Bayesian linear regression in plain sums, solved at once.
struct BatchRegression {
    var matrix: [[Double]]
    var moments: [Double]
    private let prior: CoefficientPrior

    init(_ prior: CoefficientPrior) {
        self.prior = prior
        matrix = (0..<prior.width).map { row in
            (0..<prior.width).map { $0 == row ? prior.precision[row] : 0 }
        }
        moments = zip(prior.mean, prior.precision).map { $0 * $1 }
    }

    mutating func add(_ x: [Float], _ reward: Double, _ weight: Double) {
        for row in x.indices {
            moments[row] += weight * reward * Double(x[row])
            for column in x.indices { matrix[row][column] += weight * Double(x[row]) * Double(x[column]) }
        }
    }

    /// Evidence times a share, the prior as it was.
    mutating func fade(_ keep: Double, priorShare: Double = 1) {
        for row in matrix.indices {
            moments[row] *= keep
            for column in matrix.indices { matrix[row][column] *= keep }
            matrix[row][row] += (priorShare - keep) * prior.precision[row]
            moments[row] += (priorShare - keep) * prior.precision[row] * prior.mean[row]
        }
    }

    var mean: [Double] { solve(matrix, moments) }

    /// `x^T A^-1 x`.
    func square(_ x: [Float]) -> Double {
        zip(solve(matrix, x.map(Double.init)), x).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
}

/// That an error of our own is thrown: one that says what is wrong.
func expectFailure(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> some Any
) {
    let error = #expect(throws: (any Error).self, "\(what)", sourceLocation: sourceLocation) { _ = try body() }
    #expect(error is any Failure, "\(what)", sourceLocation: sourceLocation)
}

/// Stored under a name, to and fro through the bytes of a file.
func saved<Value: ArrayStorable>(_ value: Value) throws -> Value {
    var bundle = ArrayBundle()
    value.store(into: &bundle, as: "policy")
    return try Value(from: ArrayBundle(safetensors: bundle.safetensors()), as: "policy")
}

extension SeededGenerator {
    /// An intercept and standard normal features.
    mutating func features(_ width: Int) -> [Float] {
        (0..<width).map { $0 == 0 ? 1 : Float(normal()) }
    }
}
