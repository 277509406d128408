/// A sparse single-precision matrix in compressed rows (CSR). Shape `[rows, columns]`.
///
/// Entries of row `r` lie at `offsets[r] ..< offsets[r + 1]`, their columns ascending and unique.
public struct SparseMatrix: Sendable, Hashable {
    public let rows: Int
    public let columns: Int
    public let offsets: [Int]
    public let indices: [Int32]
    public var values: [Float]

    /// - Precondition: the parts fit together; columns ascend within a row.
    public init(rows: Int, columns: Int, offsets: [Int], indices: [Int32], values: [Float]) {
        precondition(offsets.count == rows + 1, "SparseMatrix.offsets must be rows + 1 long")
        precondition(
            offsets[0] == 0 && offsets[rows] == indices.count && indices.count == values.count,
            "SparseMatrix: offsets must span indices and values")
        self.rows = rows
        self.columns = columns
        self.offsets = offsets
        self.indices = indices
        self.values = values
    }

    /// From entries in any order; entries at the same place are added. O(entries + rows + columns).
    public init(rows: Int, columns: Int, entries: [(row: Int32, column: Int32, value: Float)]) {
        // Counting sort by column, then (stably) by row: every row comes out with ascending columns.
        var byColumn = [Int](repeating: 0, count: columns + 1)
        for entry in entries { byColumn[Int(entry.column) + 1] += 1 }
        for column in 0..<columns { byColumn[column + 1] += byColumn[column] }
        var order = [Int](repeating: 0, count: entries.count)
        for (index, entry) in entries.enumerated() {
            order[byColumn[Int(entry.column)]] = index
            byColumn[Int(entry.column)] += 1
        }
        var starts = [Int](repeating: 0, count: rows + 1)
        for entry in entries { starts[Int(entry.row) + 1] += 1 }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        var next = starts
        var columnsOut = [Int32](repeating: 0, count: entries.count)
        var valuesOut = [Float](repeating: 0, count: entries.count)
        for index in order {
            let place = next[Int(entries[index].row)]
            next[Int(entries[index].row)] += 1
            columnsOut[place] = entries[index].column
            valuesOut[place] = entries[index].value
        }
        var offsets = [0]
        var write = 0
        for row in 0..<rows {
            let rowStart = write
            for read in starts[row]..<starts[row + 1] {
                if write > rowStart, columnsOut[write - 1] == columnsOut[read] {
                    valuesOut[write - 1] += valuesOut[read]
                } else {
                    columnsOut[write] = columnsOut[read]
                    valuesOut[write] = valuesOut[read]
                    write += 1
                }
            }
            offsets.append(write)
        }
        columnsOut.removeLast(columnsOut.count - write)
        valuesOut.removeLast(valuesOut.count - write)
        self.init(rows: rows, columns: columns, offsets: offsets, indices: columnsOut, values: valuesOut)
    }

    /// Number of stored entries.
    public var count: Int { indices.count }

    /// Rows become columns. O(entries + columns).
    public func transposed() -> SparseMatrix {
        var starts = [Int](repeating: 0, count: columns + 1)
        for column in indices { starts[Int(column) + 1] += 1 }
        for column in 0..<columns { starts[column + 1] += starts[column] }
        var next = starts
        var rowsOut = [Int32](repeating: 0, count: count)
        var valuesOut = [Float](repeating: 0, count: count)
        for row in 0..<rows {
            for entry in offsets[row]..<offsets[row + 1] {
                let column = Int(indices[entry])
                rowsOut[next[column]] = Int32(row)
                valuesOut[next[column]] = values[entry]
                next[column] += 1
            }
        }
        return SparseMatrix(rows: columns, columns: rows, offsets: starts, indices: rowsOut, values: valuesOut)
    }
}
