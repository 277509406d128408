import Linear

/// The nearest neighbours of every row of a sparse matrix by dot product: the largest entries of each row of
/// `X X^T`, diagonal left out.
///
/// Gustavson's row-by-row product with a dense accumulator: for row `i`, every column `c` of it adds
/// `X[i, c] X[:, c]`. No entry of the product is kept that is not among the best.
struct GramNeighbours {
    /// How many neighbours a row keeps at most.
    let count: Int
    /// The compared rows, shape [rows, columns], and the same transposed.
    let rows: SparseMatrix
    let columns: SparseMatrix

    /// - Parameter matrix: non-negative entries.
    init(of matrix: SparseMatrix, count: Int) {
        self.count = count
        rows = matrix
        columns = rows.transposed()
    }

    /// Shape [rows, rows], at most ``count`` entries a row; of equal products the one of the lower row is kept.
    ///
    /// O(sum over columns of entries²) time, O(rows) memory a thread; on all cores, deterministic.
    func product() -> SparseMatrix {
        let chunk = 64
        let parts = Parallel.map((rows.rows + chunk - 1) / chunk) { part in
            neighbours(of: part * chunk..<min(rows.rows, (part + 1) * chunk))
        }
        var offsets = [0]
        offsets.reserveCapacity(rows.rows + 1)
        var (indices, values): ([Int32], [Float]) = ([], [])
        let total = parts.reduce(0) { $0 + $1.indices.count }
        indices.reserveCapacity(total)
        values.reserveCapacity(total)
        for part in parts {
            for length in part.lengths { offsets.append(offsets[offsets.count - 1] + length) }
            indices += part.indices
            values += part.values
        }
        return SparseMatrix(rows: rows.rows, columns: rows.rows, offsets: offsets, indices: indices, values: values)
    }

    /// Consecutive rows of the result, each with its columns ascending.
    private struct Part {
        var lengths: [Int] = []
        var indices: [Int32] = []
        var values: [Float] = []
    }

    private func neighbours(of range: Range<Int>) -> Part {
        var part = Part()
        part.indices.reserveCapacity(range.count * count)
        part.values.reserveCapacity(range.count * count)
        let sums = SparseAccumulator(size: rows.rows)
        var best = NearestHeap(capacity: min(count, max(0, rows.rows - 1)))
        for row in range {
            for entry in rows.offsets[row]..<rows.offsets[row + 1] {
                sums.add(Int(rows.indices[entry]), of: columns, times: rows.values[entry])
            }
            sums.drain { other, product in
                if Int(other) != row { best.offer(other, product) }
            }
            part.lengths.append(best.drain(into: &part.indices, &part.values))
        }
        return part
    }
}
