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

    /// Entries below this are taken as 0, so that no product of two of them underflows: the accumulator tells a
    /// row's first contribution by its zero.
    private static let smallest: Float = 1e-15

    /// - Parameter matrix: non-negative entries.
    init(of matrix: SparseMatrix, count: Int) {
        self.count = count
        rows = matrix.dropping(below: Self.smallest)
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
        let sums = UnsafeMutablePointer<Float>.allocate(capacity: rows.rows)
        sums.initialize(repeating: 0, count: rows.rows)
        // One place more than there are rows: the branch-free append below writes before it decides.
        let touched = UnsafeMutablePointer<Int32>.allocate(capacity: rows.rows + 1)
        defer {
            sums.deallocate()
            touched.deallocate()
        }
        var best = NearestHeap(capacity: min(count, max(0, rows.rows - 1)))
        for row in range {
            let touchedCount = accumulate(row, into: sums, touched: touched)
            for place in 0..<touchedCount {
                let other = Int(touched[place])
                if other != row { best.offer(touched[place], sums[other]) }
                sums[other] = 0
            }
            part.lengths.append(best.drain(into: &part.indices, &part.values))
        }
        return part
    }

    /// Adds up row `row` of the product; returns how many places of `touched` name its entries.
    private func accumulate(
        _ row: Int, into sums: UnsafeMutablePointer<Float>, touched: UnsafeMutablePointer<Int32>
    ) -> Int {
        var touchedCount = 0
        rows.indices.withUnsafeBufferPointer { rowIndices in
            rows.values.withUnsafeBufferPointer { rowValues in
                columns.offsets.withUnsafeBufferPointer { offsets in
                    columns.indices.withUnsafeBufferPointer { indices in
                        columns.values.withUnsafeBufferPointer { values in
                            for entry in rows.offsets[row]..<rows.offsets[row + 1] {
                                let (column, factor) = (Int(rowIndices[entry]), rowValues[entry])
                                for place in offsets[column]..<offsets[column + 1] {
                                    let other = indices[place]
                                    let before = sums[Int(other)]
                                    touched[touchedCount] = other
                                    touchedCount &+= before == 0 ? 1 : 0
                                    sums[Int(other)] = before + factor * values[place]
                                }
                            }
                        }
                    }
                }
            }
        }
        return touchedCount
    }
}

extension SparseMatrix {
    /// Without the entries below a bound. O(entries).
    func dropping(below bound: Float) -> SparseMatrix {
        guard values.contains(where: { $0 < bound }) else { return self }
        var (offsets, indices, kept): ([Int], [Int32], [Float]) = ([0], [], [])
        for row in 0..<rows {
            for entry in self.offsets[row]..<self.offsets[row + 1] where values[entry] >= bound {
                indices.append(self.indices[entry])
                kept.append(values[entry])
            }
            offsets.append(indices.count)
        }
        return SparseMatrix(rows: rows, columns: columns, offsets: offsets, indices: indices, values: kept)
    }
}
