import COpenBLAS

/// The fence around OpenBLAS: single precision, row-major, on ``Matrix``. Nothing else in the project calls it.
///
/// OpenBLAS itself is kept to one thread, for good and for the whole process; the cores are used by cutting the work
/// into pieces whose sizes follow from the shapes alone. So results do not depend on the number of cores, and calls
/// from inside a parallel region do not start threads of their own.
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
        let (strideA, strideB) = (max(1, a.columns), max(1, b.columns))
        let longer = max(m, n)
        unsafe a.values.withUnsafeBufferPointer { a in
            unsafe b.values.withUnsafeBufferPointer { b in
                unsafe c.values.withUnsafeMutableBufferPointer { c in
                    // Pieces write disjoint parts of C.
                    nonisolated(unsafe) let (a, b, c) = (a.baseAddress, b.baseAddress, c.baseAddress)
                    Parallel.forEachChunk(of: longer, chunk: pieceLength(longer, min(m, n) * k)) { piece in
                        let rows = m >= n ? piece : 0..<m
                        let columns = m >= n ? 0..<n : piece
                        let startA = unsafe a?.advanced(by: rows.lowerBound * (transposeA ? 1 : strideA))
                        let startB = unsafe b?.advanced(by: columns.lowerBound * (transposeB ? strideB : 1))
                        unsafe gemm(
                            m: rows.count, n: columns.count, k: k, alpha,
                            Block(startA, stride: strideA, transposed: transposeA),
                            Block(startB, stride: strideB, transposed: transposeB),
                            beta, c?.advanced(by: rows.lowerBound * n + columns.lowerBound), stride: n)
                    }
                }
            }
        }
    }

    /// `A^T A` for `A` [rows, columns]: symmetric, [columns, columns], both halves filled. O(rows columns²), on all
    /// cores.
    public static func gram(_ a: Matrix) -> Matrix {
        let size = a.columns
        guard a.rows > 0, size > 0 else { return Matrix(rows: size, columns: size) }
        let pieceRows = pieceLength(a.rows, size * size)
        var pieces = Parallel.map((a.rows + pieceRows - 1) / pieceRows) { piece in
            var part = Matrix(rows: size, columns: size)
            let start = piece * pieceRows
            let rows = min(pieceRows, a.rows - start)
            unsafe a.values.withUnsafeBufferPointer { a in
                unsafe part.values.withUnsafeMutableBufferPointer { part in
                    singleThreaded
                    unsafe cblas_ssyrk(
                        CblasRowMajor, CblasLower, CblasTrans, blasint(size), blasint(rows), 1,
                        a.baseAddress?.advanced(by: start * size), blasint(size), 0, part.baseAddress, blasint(size))
                }
            }
            return part
        }
        var sum = pieces.removeFirst()
        for piece in pieces {
            for place in sum.values.indices { sum.values[place] += piece.values[place] }
        }
        for row in 0..<size {
            for column in row + 1..<max(size, row + 1) { sum[row, column] = sum[column, row] }
        }
        return sum
    }

    /// Runs once, before the first call.
    static let singleThreaded: Void = openblas_set_num_threads(1)

    /// About sixteen pieces, each a multiple of 64 long and worth waking a thread for.
    private static func pieceLength(_ length: Int, _ workPerElement: Int) -> Int {
        let smallest = 4_000_000 / max(1, workPerElement) + 1
        return (max(smallest, (length + 15) / 16) + 63) / 64 * 64
    }
}
