/// The factor `L` of a symmetric positive definite matrix `A = L L^T`, `L` lower triangular.
///
/// Works in place on square tiles, each step a set of independent matrix products that are spread over the cores;
/// the tile size is fixed, so the result does not depend on their number. The tiled algorithms are those of LAPACK's
/// blocked `potrf`, `trtri` and `lauum` (Anderson et al., "LAPACK Users' Guide", 1999), in the left-looking order.
public struct Cholesky: Sendable {
    /// Rows of the matrix.
    public let size: Int
    /// The factor in the lower triangle; zeros above.
    private var factor: Matrix
    private let tile: Int

    /// Factors a symmetric matrix, of which only the lower triangle is read. n³/3 multiplications, in place when the
    /// matrix is given away.
    ///
    /// - Throws: `LinearError` `cholesky.indefinite` when the matrix is not positive definite in single precision, or
    ///   holds a number that is not finite.
    /// - Precondition: the matrix is square.
    public init(_ matrix: consuming Matrix) throws {
        try self.init(consume matrix, tile: 384)
    }

    init(_ matrix: consuming Matrix, tile: Int) throws {
        precondition(matrix.rows == matrix.columns, "Cholesky: the matrix must be square")
        size = matrix.rows
        self.tile = tile
        factor = consume matrix
        let failed = withTiles { tiles in tiles.factor() }
        if let row = failed {
            throw LinearError(
                code: "cholesky.indefinite",
                message:
                    "a matrix of \(size) rows must be positive definite; the leading block up to row \(row) is not",
                remedy: "add more regularisation, and check the data for numbers that are not finite")
        }
    }

    /// Overwrites `b` by the solution of `A x = b`. O(n²).
    ///
    /// - Precondition: `b` has ``size`` numbers.
    public func solve(_ b: inout [Float]) {
        precondition(b.count == size, "Cholesky.solve: the right-hand side must be as long as the matrix")
        guard size > 0 else { return }
        unsafe factor.values.withUnsafeBufferPointer { factor in
            unsafe b.withUnsafeMutableBufferPointer { b in
                guard let x = b.baseAddress else { return }
                unsafe BLAS.solve(Block(factor.baseAddress, stride: size), size: size, x)
                unsafe BLAS.solve(Block(factor.baseAddress, stride: size, transposed: true), size: size, x)
            }
        }
    }

    /// `A^-1`, both halves filled, in the factor's own memory. 2n³/3 multiplications.
    public consuming func inverse() -> Matrix {
        withTiles { tiles in tiles.invert() }
        return factor
    }

    private mutating func withTiles<Result>(_ body: (CholeskyTiles) -> Result?) -> Result? {
        let (size, tile) = (size, tile)
        return unsafe factor.values.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe body(CholeskyTiles($0, size: size, tile: tile)) }
        }
    }
}
