import Linear

/// `B` [sources, targets]: how much an item of the history speaks for another item.
enum EASEWeights: Sendable, Equatable {
    case dense(Matrix)
    case sparse(SparseMatrix)

    /// From `P = (X^T X + regularisation I)^-1`, whose memory the dense form takes over. O(items²).
    init(inverse: consuming Matrix, keeping kept: EASE.Kept) {
        switch kept {
        case .largest(let count) where count < inverse.columns - 1:
            self = .sparse(Self.largest(count, of: inverse))
        case .all, .largest:
            self = .dense(Self.scaled(inverse))
        }
    }

    var items: Int {
        switch self {
        case .dense(let matrix): matrix.rows
        case .sparse(let matrix): matrix.rows
        }
    }

    /// One weight. O(1), or O(log kept).
    func value(source: Int, target: Int32) -> Float {
        switch self {
        case .dense(let matrix): matrix[source, Int(target)]
        case .sparse(let matrix): matrix.value(row: source, column: target)
        }
    }

    /// Adds `factor` times a source's weights to a row of scores. O(items), or O(kept).
    func add(_ factor: Float, times source: Int, to scores: UnsafeMutablePointer<Float>) {
        switch self {
        case .sparse(let matrix):
            matrix.addRow(source, times: factor, to: scores)
        case .dense(let matrix):
            matrix.values.withUnsafeBufferPointer { values in
                guard let start = values.baseAddress else { return }
                Kernels.add(factor, times: start + source * matrix.columns, to: scores, count: matrix.columns)
            }
        }
    }

    private static func scaled(_ inverse: consuming Matrix) -> Matrix {
        var weights = inverse
        let size = weights.rows
        let scales = (0..<size).map { -1 / weights[$0, $0] }
        weights.values.withUnsafeMutableBufferPointer { buffer in
            // Rows are disjoint.
            nonisolated(unsafe) let values = buffer
            Parallel.forEachChunk(of: size, chunk: 64) { rows in
                for row in rows {
                    for column in 0..<size { values[row * size + column] *= scales[column] }
                    values[row * size + row] = 0
                }
            }
        }
        return weights
    }

    /// As `P` is symmetric, column `j` of `B` is row `j` of `P` up to its scale.
    private static func largest(_ count: Int, of inverse: borrowing Matrix) -> SparseMatrix {
        let size = inverse.rows
        let rows = inverse.values.withUnsafeBufferPointer { buffer in
            nonisolated(unsafe) let values = buffer
            return Parallel.map(size) { target in
                let row = UnsafeBufferPointer(rebasing: values[target * size..<(target + 1) * size])
                let scale = -1 / row[target]
                let magnitudes = row.indices.map { $0 == target ? -Float.infinity : abs(row[$0]) }
                let best = magnitudes.withUnsafeBufferPointer { topK($0, count: count) }.map(\.index).sorted()
                return best.map { (source: $0, weight: scale * row[Int($0)]) }.filter { $0.weight != 0 }
            }
        }
        var offsets = [0]
        var indices: [Int32] = []
        var weights: [Float] = []
        for row in rows {
            indices += row.lazy.map(\.source)
            weights += row.lazy.map(\.weight)
            offsets.append(indices.count)
        }
        return SparseMatrix(rows: size, columns: size, offsets: offsets, indices: indices, values: weights).transposed()
    }
}
