import COpenBLAS

/// Part of a row-major matrix as an operand: where it starts, and how far apart its rows are.
@safe struct Block {
    let start: UnsafePointer<Float>?
    let stride: Int
    let transposed: Bool

    init(_ start: UnsafePointer<Float>?, stride: Int, transposed: Bool = false) {
        unsafe self.start = start
        self.stride = stride
        self.transposed = transposed
    }
}

/// The calls that ``BLAS`` and ``Cholesky`` are made of: one thread each, on parts of row-major matrices.
extension BLAS {
    /// `C = alpha A B + beta C` with `A` [m, k], `B` [k, n] after transposition.
    static func gemm(
        m: Int, n: Int, k: Int, _ alpha: Float, _ a: Block, _ b: Block, _ beta: Float,
        _ c: UnsafeMutablePointer<Float>?, stride: Int
    ) {
        singleThreaded
        unsafe cblas_sgemm(
            CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
            blasint(m), blasint(n), blasint(k), alpha, a.start, blasint(a.stride), b.start, blasint(b.stride),
            beta, c, blasint(stride))
    }

    /// `B = alpha B T^-1`, or `alpha B T^-T`, for `T` [n, n] lower triangular and `B` [m, n].
    static func solveFromRight(
        _ triangle: Block, _ alpha: Float, m: Int, n: Int, _ b: UnsafeMutablePointer<Float>, stride: Int
    ) {
        singleThreaded
        unsafe cblas_strsm(
            CblasRowMajor, CblasRight, CblasLower, triangle.transposed ? CblasTrans : CblasNoTrans, CblasNonUnit,
            blasint(m), blasint(n), alpha, triangle.start, blasint(triangle.stride), b, blasint(stride))
    }

    /// Overwrites the lower triangle of a symmetric matrix by its Cholesky factor; false when it has none.
    static func factor(_ a: UnsafeMutablePointer<Float>, size: Int, stride: Int) -> Bool {
        singleThreaded
        // A row-major lower triangle is a column-major upper one.
        var (size, stride, info) = (Int32(size), Int32(stride), Int32(0))
        unsafe spotrf_("U", &size, a, &stride, &info)
        return info == 0
    }

    /// Overwrites a lower triangle by its inverse.
    static func invertTriangle(_ a: UnsafeMutablePointer<Float>, size: Int, stride: Int) {
        singleThreaded
        var (size, stride, info) = (Int32(size), Int32(stride), Int32(0))
        unsafe strtri_("U", "N", &size, a, &stride, &info)
        precondition(info == 0, "a Cholesky factor has a positive diagonal")
    }

    /// `x = T^-1 x`, or `T^-T x`, for `T` lower triangular.
    static func solve(_ triangle: Block, size: Int, _ x: UnsafeMutablePointer<Float>) {
        singleThreaded
        unsafe cblas_strsv(
            CblasRowMajor, CblasLower, triangle.transposed ? CblasTrans : CblasNoTrans, CblasNonUnit,
            blasint(size), triangle.start, blasint(triangle.stride), x, 1)
    }
}
