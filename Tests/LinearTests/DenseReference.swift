import Commerce
import Linear
import Testing

/// Plain double-precision arithmetic to compare against.
struct Reference {
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

    init(_ matrix: SparseMatrix) {
        self.init(rows: matrix.rows, columns: matrix.columns)
        for row in 0..<rows {
            for entry in matrix.offsets[row]..<matrix.offsets[row + 1] {
                self[row, Int(matrix.indices[entry])] += Double(matrix.values[entry])
            }
        }
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    var transposed: Reference {
        var result = Reference(rows: columns, columns: rows)
        for row in 0..<rows { for column in 0..<columns { result[column, row] = self[row, column] } }
        return result
    }

    static func * (left: Reference, right: Reference) -> Reference {
        var result = Reference(rows: left.rows, columns: right.columns)
        for row in 0..<left.rows {
            for inner in 0..<left.columns {
                for column in 0..<right.columns { result[row, column] += left[row, inner] * right[inner, column] }
            }
        }
        return result
    }
}

extension Matrix {
    /// Normal numbers.
    static func random(_ rows: Int, _ columns: Int, using generator: inout SeededGenerator) -> Matrix {
        Matrix(
            rows: rows, columns: columns, values: (0..<rows * columns).map { _ in Float(generator.normal()) })
    }

    /// Symmetric with eigenvalues of 1 and more.
    static func randomPositive(_ size: Int, using generator: inout SeededGenerator) -> Matrix {
        let root = Reference(random(size, size, using: &generator))
        let square = root * root.transposed
        var result = Matrix(rows: size, columns: size)
        for place in square.values.indices { result.values[place] = Float(square.values[place]) / Float(size) }
        for row in 0..<size { result[row, row] += 1 }
        return result
    }
}

extension SparseMatrix {
    /// About `share` of the places filled with normal numbers.
    static func random(_ rows: Int, _ columns: Int, share: Double, using generator: inout SeededGenerator)
        -> SparseMatrix
    {
        var entries: [(row: Int32, column: Int32, value: Float)] = []
        for row in 0..<Int32(rows) {
            for column in 0..<Int32(columns) where generator.bernoulli(share) {
                entries.append((row, column, Float(generator.normal())))
            }
        }
        return SparseMatrix(rows: rows, columns: columns, entries: entries)
    }
}

/// Expects equal shapes, and each pair of numbers to differ by at most `tolerance` of the largest.
func expectClose(
    _ actual: [Float], _ expected: [Double], tolerance: Double = 2e-6, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record("\(actual.count) numbers, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    let scale = max(1, expected.map(abs).max() ?? 0)
    let worst = zip(actual, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(worst <= tolerance * scale, "off by up to \(worst)", sourceLocation: sourceLocation)
    #expect(actual.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
}
