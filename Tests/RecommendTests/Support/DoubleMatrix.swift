import Linear

/// Plain double-precision arithmetic for oracles.
struct DoubleMatrix {
    var rows: Int
    var columns: Int
    var values: [Double]

    init(rows: Int, columns: Int) {
        (self.rows, self.columns) = (rows, columns)
        values = Array(repeating: 0, count: rows * columns)
    }

    init(_ matrix: Matrix) {
        self.init(rows: matrix.rows, columns: matrix.columns)
        values = matrix.values.map(Double.init)
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// `X^T X + ridge I`.
    func gram(ridge: Double) -> DoubleMatrix {
        var gram = DoubleMatrix(rows: columns, columns: columns)
        for left in 0..<columns {
            for right in 0..<columns {
                gram[left, right] = (0..<rows).reduce(left == right ? ridge : 0) {
                    $0 + self[$1, left] * self[$1, right]
                }
            }
        }
        return gram
    }

    /// By Gauss and Jordan's elimination with pivots.
    func inverse() -> DoubleMatrix {
        var left = self
        var right = DoubleMatrix(rows: rows, columns: rows)
        for row in 0..<rows { right[row, row] = 1 }
        for column in 0..<rows {
            let pivot = (column..<rows).max { abs(left[$0, column]) < abs(left[$1, column]) } ?? column
            for place in 0..<rows {
                (left[column, place], left[pivot, place]) = (left[pivot, place], left[column, place])
                (right[column, place], right[pivot, place]) = (right[pivot, place], right[column, place])
            }
            let scale = 1 / left[column, column]
            for place in 0..<rows {
                left[column, place] *= scale
                right[column, place] *= scale
            }
            for row in 0..<rows where row != column {
                let factor = left[row, column]
                for place in 0..<rows {
                    left[row, place] -= factor * left[column, place]
                    right[row, place] -= factor * right[column, place]
                }
            }
        }
        return right
    }

    func times(_ vector: [Double]) -> [Double] {
        (0..<rows).map { row in (0..<columns).reduce(0) { $0 + self[row, $1] * vector[$1] } }
    }
}
