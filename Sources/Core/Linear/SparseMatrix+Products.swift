import CKernels

extension SparseMatrix {
    /// `X^T X` as a dense matrix [columns, columns], both halves filled.
    ///
    /// O(sum over rows of entries²), on all cores; each piece owns some rows of the result, so it does not depend on
    /// the number of cores.
    public func denseGram() -> Matrix {
        var gram = Matrix(rows: columns, columns: columns)
        let byColumn = transposed()
        unsafe gram.values.withUnsafeMutableBufferPointer { buffer in
            // Pieces write disjoint rows.
            nonisolated(unsafe) let target = buffer.baseAddress
            Parallel.forEachChunk(of: columns, chunk: 64) { piece in
                for column in piece {
                    guard let row = unsafe target?.advanced(by: column * columns) else { return }
                    for entry in byColumn.offsets[column]..<byColumn.offsets[column + 1] {
                        unsafe add(
                            byColumn.values[entry], timesRow: Int(byColumn.indices[entry]), to: row)
                    }
                }
            }
        }
        return gram
    }

    /// Adds weighted residuals of a linear model to some rows: over the entries `e` of row `r`, with `t` the row of
    /// `table` that the entry's column names and `w` its value,
    /// ```
    /// out[r] += (target + w (target - t . x[r])) t
    /// ```
    /// O(entries × width), on the calling thread alone: for callers that run in parallel themselves.
    ///
    /// - Parameters:
    ///   - range: the rows.
    ///   - table: shape [columns, width].
    ///   - x: a vector of `width` numbers for each row of the range, one after the other; `out` likewise.
    public func addWeightedResiduals(
        rows range: Range<Int>, table: Matrix, target: Float, x: UnsafePointer<Float>,
        to out: UnsafeMutablePointer<Float>
    ) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows && table.rows == columns,
            "SparseMatrix.addWeightedResiduals: shapes do not fit")
        let width = table.columns
        unsafe offsets[range.lowerBound...range.upperBound].withUnsafeBytes { offsets in
            unsafe indices.withUnsafeBufferPointer { indices in
                unsafe values.withUnsafeBufferPointer { weights in
                    unsafe table.values.withUnsafeBufferPointer { table in
                        unsafe eq_add_weighted_residuals(
                            table.baseAddress, width, offsets.bindMemory(to: Int64.self).baseAddress,
                            indices.baseAddress,
                            weights.baseAddress, range.count, target, x, out)
                    }
                }
            }
        }
    }

    /// `target += factor * row`, scattered.
    private func add(_ factor: Float, timesRow row: Int, to target: UnsafeMutablePointer<Float>) {
        for entry in offsets[row]..<offsets[row + 1] {
            unsafe target[Int(indices[entry])] += factor * values[entry]
        }
    }
}
