import CKernels

/// A symmetric positive definite matrix that grows by one observation at a time, held as its factor: `A = U^T U`,
/// `U` upper triangular, in double precision.
///
/// For posteriors, whose precision is updated and solved against after every answer. Adding `x x^T` turns the factor
/// by Givens rotations (Gill, Golub, Murray and Saunders, "Methods for modifying matrix factorizations", Mathematics
/// of Computation 28, 1974, method C1), which are orthogonal: errors do not build up, and `A` cannot lose its
/// definiteness. Vectors that are handed over have ``stride`` numbers, zero beyond ``size``.
public struct UpdatableCholesky: Sendable, Hashable {
    /// Rows of the matrix, at most ``largestSize``.
    public let size: Int
    /// Numbers in a row of the factor and in every vector: ``size`` rounded up to whole vector registers.
    public let stride: Int
    /// The factor, row after row. Shape [size, stride]; zeros below the diagonal and beyond `size`.
    private var factor: [Double]

    /// Scoring keeps 256 bytes per row on the stack.
    public static let largestSize = 1024

    /// What ``stride`` is for a matrix of this size.
    public static func stride(of size: Int) -> Int { (size + Int(EQ_ROW) - 1) / Int(EQ_ROW) * Int(EQ_ROW) }

    /// A diagonal matrix.
    ///
    /// - Precondition: between 1 and ``largestSize`` numbers, all positive.
    public init(diagonal: [Double]) {
        precondition((1...Self.largestSize).contains(diagonal.count), "UpdatableCholesky: size out of range")
        precondition(diagonal.allSatisfy { $0 > 0 }, "UpdatableCholesky: the diagonal must be positive")
        size = diagonal.count
        stride = Self.stride(of: size)
        factor = [Double](repeating: 0, count: size * stride)
        for (row, value) in diagonal.enumerated() { factor[row * stride + row] = value.squareRoot() }
    }

    /// Factors a matrix of which only the upper triangle is read. size³/6 multiplications.
    ///
    /// - Parameters:
    ///   - matrix: shape [size, size].
    ///   - smallestPivot: what no pivot can be below: the smallest eigenvalue of `A`, or less. Keeps the factor
    ///     definite where rounding would not.
    /// - Precondition: the shape is right, and `smallestPivot` positive.
    public init(_ matrix: [Double], size: Int, smallestPivot: Double) {
        self.init(diagonal: [Double](repeating: smallestPivot, count: size))
        precondition(matrix.count == size * size, "UpdatableCholesky: the matrix must have size * size numbers")
        for row in 0..<size {
            for column in row..<size { factor[row * stride + column] = matrix[row * size + column] }
        }
        for pivot in 0..<size {
            let root = max(factor[pivot * stride + pivot], smallestPivot).squareRoot()
            factor[pivot * stride + pivot] = root
            for column in pivot + 1..<max(size, pivot + 1) { factor[pivot * stride + column] /= root }
            for row in pivot + 1..<max(size, pivot + 1) {
                let scale = factor[pivot * stride + row]
                for column in row..<size {
                    factor[row * stride + column] -= scale * factor[pivot * stride + column]
                }
            }
        }
    }

    /// A factor that was saved: the rows of ``packed``.
    ///
    /// - Throws: `LinearError` `cholesky.factor` when the numbers are not a factor of this size.
    public init(packed: [Double], size: Int) throws {
        guard (1...Self.largestSize).contains(size), packed.count == size * (size + 1) / 2 else {
            throw LinearError(
                code: "cholesky.factor", message: "a factor of \(size) rows cannot have \(packed.count) numbers")
        }
        self.init(diagonal: [Double](repeating: 1, count: size))
        var place = 0
        for row in 0..<size {
            guard packed[place] > 0, packed[place..<place + size - row].allSatisfy(\.isFinite) else {
                throw LinearError(
                    code: "cholesky.factor", message: "row \(row) of a factor must be finite and start above 0")
            }
            for column in row..<size {
                factor[row * stride + column] = packed[place]
                place += 1
            }
        }
    }

    /// The factor's upper triangle, row after row: size (size + 1) / 2 numbers.
    public var packed: [Double] {
        (0..<size).flatMap { row in factor[row * stride + row..<row * stride + size] }
    }

    /// The matrix itself, both halves. Shape [size, size]; size³/3 multiplications.
    public var matrix: [Double] {
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in row..<size {
                var sum = 0.0
                for inner in 0...row { sum += factor[inner * stride + row] * factor[inner * stride + column] }
                matrix[row * size + column] = sum
                matrix[column * size + row] = sum
            }
        }
        return matrix
    }
}

extension UpdatableCholesky {
    /// `A += x x^T`. O(size²); `x` is overwritten.
    public mutating func add(_ x: UnsafeMutablePointer<Double>) {
        let (size, stride) = (size, stride)
        unsafe factor.withUnsafeMutableBufferPointer { factor in
            unsafe eq_upper_add(factor.baseAddress, x, size, stride)
        }
    }

    /// `A -= x x^T`, where what is left stays definite; else nothing changes and the answer is false. O(size²); `x` is
    /// overwritten.
    ///
    /// By the rotations that would have added `x` (LINPACK's `chdd`: Dongarra and others, "LINPACK Users' Guide", 1979,
    /// chapter 10). Errors grow when nearly all of a direction is taken away: whoever removes often must rebuild now
    /// and then.
    public mutating func remove(_ x: UnsafeMutablePointer<Double>) -> Bool {
        let (size, stride) = (size, stride)
        // With U^T y = x, what is left is definite when |y| < 1.
        unsafe solveForward(x)
        var square = 0.0
        for place in 0..<size { square += unsafe x[place] * x[place] }
        guard square < 1 - 1e-12 else { return false }
        return unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: stride) { carried in
            unsafe carried.initialize(repeating: 0)
            var radius = (1 - square).squareRoot()
            unsafe factor.withUnsafeMutableBufferPointer { factor in
                for row in (0..<size).reversed() {
                    let longer = unsafe (radius * radius + x[row] * x[row]).squareRoot()
                    let (cosine, sine) = unsafe (radius / longer, x[row] / longer)
                    radius = longer
                    for column in row..<size {
                        let place = row * stride + column
                        let turned = unsafe cosine * carried[column] + sine * factor[place]
                        unsafe factor[place] = unsafe cosine * factor[place] - sine * carried[column]
                        unsafe carried[column] = turned
                    }
                }
            }
            return true
        }
    }

    /// `A *= scale`. O(size²).
    ///
    /// - Precondition: `scale` is positive.
    public mutating func multiply(by scale: Double) {
        precondition(scale > 0, "UpdatableCholesky.multiply: the scale must be positive")
        let root = scale.squareRoot()
        for place in factor.indices { factor[place] *= root }
    }

    /// `b = A^-1 b`. O(size²).
    public func solve(_ b: UnsafeMutablePointer<Double>) {
        unsafe solveForward(b)
        unsafe solveBack(b)
    }

    /// `b` by the solution of `U^T y = b`, whose squared length is `b^T A^-1 b`. O(size²).
    public func solveForward(_ b: UnsafeMutablePointer<Double>) {
        unsafe factor.withUnsafeBufferPointer { unsafe eq_upper_forward($0.baseAddress, b, size, stride) }
    }

    /// `b` by the solution of `U x = b`: of standard normal draws, one of covariance `A^-1`. O(size²).
    public func solveBack(_ b: UnsafeMutablePointer<Double>) {
        unsafe factor.withUnsafeBufferPointer { unsafe eq_upper_back($0.baseAddress, b, size, stride) }
    }

    /// `means[r] = x_r . coefficients` and `squares[r] = x_r^T A^-1 x_r` for many vectors at once. O(rows size²),
    /// without allocation.
    ///
    /// A row comes out the same, to the last bit, alone and among others.
    /// - Parameters:
    ///   - rows: shape [count, size], row after row.
    ///   - coefficients: shape [size].
    ///   - means, squares: shape [count].
    public func scores(
        of rows: UnsafePointer<Float>, count: Int, coefficients: UnsafePointer<Double>,
        means: UnsafeMutablePointer<Double>, squares: UnsafeMutablePointer<Double>
    ) {
        unsafe factor.withUnsafeBufferPointer { factor in
            unsafe eq_upper_scores(
                factor.baseAddress, size, stride, coefficients, rows, count, means, squares)
        }
    }
}
