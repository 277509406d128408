/// `(A + penalty I) x = b` for a small symmetric positive definite `A`, in double precision.
///
/// Accumulates row by row in the lower triangle; solves by Cholesky factorisation. (The fence around OpenBLAS works in
/// single precision, which is too coarse for sums over a million rows.)
struct NormalEquations {
    let size: Int
    /// Lower triangle, row after row, [size, size].
    private var matrix: [Double]
    /// [size].
    private var right: [Double]

    init(size: Int) {
        self.size = size
        matrix = [Double](repeating: 0, count: size * size)
        right = [Double](repeating: 0, count: size)
    }

    /// From sums made elsewhere: the lower triangle [size, size] and the right side [size].
    init(lower: [Double], right: [Double]) {
        size = right.count
        matrix = lower
        self.right = right
    }

    /// Adds `weight row row^T` to the matrix and `response row` to the right side. O(size²).
    @inline(__always)
    mutating func add(_ row: UnsafeBufferPointer<Double>, weight: Double, response: Double) {
        matrix.withUnsafeMutableBufferPointer { matrix in
            for i in 0..<size {
                let scaled = weight * row[i]
                guard scaled != 0 else { continue }
                let start = i * size
                for j in 0...i { matrix[start + j] += scaled * row[j] }
            }
        }
        right.withUnsafeMutableBufferPointer { right in
            for i in 0..<size { right[i] += response * row[i] }
        }
    }

    mutating func add(_ other: NormalEquations) {
        for place in matrix.indices { matrix[place] += other.matrix[place] }
        for place in right.indices { right[place] += other.right[place] }
    }

    /// Subtracts `row row^T / divisor` from the matrix and `row response / divisor` from the right side. O(size²).
    mutating func eliminate(_ row: ArraySlice<Double>, response: Double, divisor: Double) {
        row.withUnsafeBufferPointer { add($0, weight: -1 / divisor, response: -response / divisor) }
    }

    /// Adds to the diagonal.
    mutating func add(penalty: Double) {
        for i in 0..<size { matrix[i * size + i] += penalty }
    }

    /// Adds to the diagonal, and the pull of the penalty on the present coefficients to the right side, from a place on.
    mutating func add(penalty: Double, at coefficients: ArraySlice<Double>, from start: Int) {
        for i in start..<size {
            matrix[i * size + i] += penalty
            right[i] -= penalty * coefficients[coefficients.startIndex + i]
        }
    }

    /// The solution; nothing when the matrix is not positive definite. O(size³ / 3).
    consuming func solution() -> [Double]? {
        let size = size
        var factor = matrix
        var x = right
        for j in 0..<size {
            for i in j..<size {
                var sum = factor[i * size + j]
                for k in 0..<j { sum -= factor[i * size + k] * factor[j * size + k] }
                if i == j {
                    guard sum > 0, sum.isFinite else { return nil }
                    factor[j * size + j] = sum.squareRoot()
                } else {
                    factor[i * size + j] = sum / factor[j * size + j]
                }
            }
        }
        for i in 0..<size {
            for k in 0..<i { x[i] -= factor[i * size + k] * x[k] }
            x[i] /= factor[i * size + i]
        }
        for i in (0..<size).reversed() {
            for k in i + 1..<max(size, i + 1) { x[i] -= factor[k * size + i] * x[k] }
            x[i] /= factor[i * size + i]
        }
        return x
    }
}
