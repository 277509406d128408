import COpenBLAS

/// The fence around OpenBLAS: single precision, row-major, on ``Matrix``. Nothing else in the project calls it.
public enum BLAS {
    /// `C = alpha A B + beta C`, with `A` or `B` transposed on request.
    ///
    /// Shapes after transposition: `A` [m, k], `B` [k, n], `C` [m, n]. O(m n k), on all cores.
    public static func multiply(
        _ a: Matrix, transposeA: Bool = false, _ b: Matrix, transposeB: Bool = false,
        alpha: Float = 1, beta: Float = 0, into c: inout Matrix
    ) {
        let (m, k) = transposeA ? (a.columns, a.rows) : (a.rows, a.columns)
        let (inner, n) = transposeB ? (b.columns, b.rows) : (b.rows, b.columns)
        precondition(k == inner && c.rows == m && c.columns == n, "BLAS.multiply: shapes do not fit")
        guard m > 0, n > 0 else { return }
        let (rowA, rowB, rowC) = (max(1, a.columns), max(1, b.columns), max(1, c.columns))
        unsafe c.values.withUnsafeMutableBufferPointer { target in
            unsafe cblas_sgemm(
                CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
                blasint(m), blasint(n), blasint(k), alpha, a.values, blasint(rowA), b.values, blasint(rowB),
                beta, target.baseAddress, blasint(rowC))
        }
    }

    /// `A^T A` for `A` [rows, columns]: symmetric, [columns, columns], both halves filled.
    public static func gram(_ a: Matrix) -> Matrix {
        var c = Matrix(rows: a.columns, columns: a.columns)
        multiply(a, transposeA: true, a, into: &c)
        return c
    }
}
