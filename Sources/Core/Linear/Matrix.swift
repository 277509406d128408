/// A dense single-precision matrix, row-major in one contiguous buffer. Shape `[rows, columns]`.
public struct Matrix: Sendable, Hashable {
    public let rows: Int
    public let columns: Int
    /// Row after row; `rows * columns` long.
    public var values: [Float]

    /// All zeros unless `repeating` says otherwise.
    public init(rows: Int, columns: Int, repeating value: Float = 0) {
        self.init(rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
    }

    /// - Precondition: `values` holds `rows * columns` numbers.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(rows >= 0 && columns >= 0, "Matrix: the shape must not be negative")
        precondition(values.count == rows * columns, "Matrix.values must hold rows * columns numbers")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    @inlinable
    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// One row, sharing the buffer.
    @inlinable
    public subscript(row row: Int) -> ArraySlice<Float> {
        get { values[row * columns..<(row + 1) * columns] }
    }
}
