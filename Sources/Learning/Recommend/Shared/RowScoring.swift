import Commerce
import Evaluate
import Linear

extension Recommender {
    /// Scores history after history on all cores: checks the shape, fills each row with `base`, and lets `body`
    /// add to it.
    ///
    /// - Parameters:
    ///   - base: what every item starts from, shape [items].
    ///   - body: writes one row; called from several threads, once for each history.
    /// - Throws: ``RecommendError`` `scores.shape` when `scores` is not [histories, items].
    func scoreRows(
        _ histories: [History], into scores: inout Matrix, from base: [Float],
        _ body: @Sendable (History, UnsafeMutablePointer<Float>) -> Void
    ) throws {
        try scoreRows(histories, into: &scores, from: base, scratch: ()) { history, row, _ in body(history, row) }
    }

    /// The same with working memory, made once for a run of histories and handed from row to row.
    func scoreRows<Scratch>(
        _ histories: [History], into scores: inout Matrix, from base: [Float],
        scratch makeScratch: @autoclosure @Sendable () -> Scratch,
        _ body: @Sendable (History, UnsafeMutablePointer<Float>, inout Scratch) -> Void
    ) throws {
        try checkShape(of: scores, for: histories)
        let columns = items.count
        precondition(base.count == columns, "scoreRows.base must have a number for each item")
        scores.values.withUnsafeMutableBufferPointer { buffer in
            base.withUnsafeBufferPointer { base in
                guard let source = base.baseAddress, let start = buffer.baseAddress else { return }
                // Each history has a row of its own, so there is no race.
                nonisolated(unsafe) let (initial, target) = (source, start)
                Parallel.forEachChunk(of: histories.count, chunk: 32) { range in
                    var scratch = makeScratch()
                    for index in range {
                        let row = target + index * columns
                        row.update(from: initial, count: columns)
                        body(histories[index], row, &scratch)
                    }
                }
            }
        }
    }

    func checkShape(of scores: Matrix, for histories: [History]) throws {
        guard scores.rows == histories.count, scores.columns == items.count else {
            throw RecommendError(
                code: "scores.shape",
                message: "\(Self.name): scores must have shape [\(histories.count), \(items.count)]; "
                    + "got [\(scores.rows), \(scores.columns)]")
        }
    }

    /// - Throws: ``RecommendError`` `model.items` when a loaded array was fitted to another number of items.
    static func checkItems(_ count: Int, in array: String, against items: Vocabulary<Item>) throws {
        guard count == items.count else {
            throw RecommendError(
                code: "model.items",
                message: "\(name): array '\(array)' is for \(count) items, the vocabulary has \(items.count)",
                remedy: "load the model with the vocabulary it was saved with")
        }
    }
}

extension SparseMatrix {
    /// Adds `factor` times one row to a dense row of `columns` numbers. O(entries of the row).
    @inline(__always)
    func addRow(_ row: Int, times factor: Float, to target: UnsafeMutablePointer<Float>) {
        indices.withUnsafeBufferPointer { indices in
            values.withUnsafeBufferPointer { values in
                for entry in offsets[row]..<offsets[row + 1] {
                    target[Int(indices[entry])] += factor * values[entry]
                }
            }
        }
    }

    /// The entry at a place, 0 where none is stored. O(log entries of the row).
    func value(row: Int, column: Int32) -> Float {
        var (low, high) = (offsets[row], offsets[row + 1])
        while low < high {
            let middle = (low + high) / 2
            if indices[middle] < column { low = middle + 1 } else { high = middle }
        }
        return low < offsets[row + 1] && indices[low] == column ? values[low] : 0
    }
}
