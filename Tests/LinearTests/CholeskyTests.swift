import Commerce
import Testing

@testable import Linear

@Suite("Cholesky")
struct CholeskyTests {
    @Test(
        "the inverse times the matrix is the identity, whatever the tiles", arguments: [1, 2, 7, 64, 65, 150],
        [1, 5, 32, 384])
    func inverse(size: Int, tile: Int) throws {
        var generator = SeededGenerator(seed: UInt64(size))
        let matrix = Matrix.randomPositive(size, using: &generator)
        let inverse = try Cholesky(matrix, tile: tile).inverse()
        var identity = [Double](repeating: 0, count: size * size)
        for row in 0..<size { identity[row * size + row] = 1 }
        expectClose((Reference(matrix) * Reference(inverse)).values.map(Float.init), identity, tolerance: 1e-4)
        for row in 0..<size { for column in 0..<row { #expect(inverse[row, column] == inverse[column, row]) } }
    }

    @Test func onlyTheLowerTriangleIsRead() throws {
        let symmetric = Matrix(rows: 3, columns: 3, values: [4, 2, 1, 2, 5, 3, 1, 3, 6])
        let half = Matrix(rows: 3, columns: 3, values: [4, .nan, 9, 2, 5, -7, 1, 3, 6])
        for tile in [1, 2, 3] {
            #expect(try Cholesky(half, tile: tile).inverse() == Cholesky(symmetric, tile: tile).inverse())
        }
    }

    @Test func workedByHand() throws {
        // [[4, 2], [2, 5]] has the factor [[2, 0], [1, 2]], the determinant 16 and the inverse [[5, -2], [-2, 4]] / 16.
        let cholesky = try Cholesky(Matrix(rows: 2, columns: 2, values: [4, 2, 2, 5]))
        #expect(cholesky.inverse().values == [0.3125, -0.125, -0.125, 0.25])
        var b: [Float] = [8, 8]
        cholesky.solve(&b)
        #expect(b == [1.5, 1])
    }

    @Test(arguments: [1, 40, 130])
    func solutionsFitTheirEquations(_ size: Int) throws {
        var generator = SeededGenerator(seed: 2)
        let matrix = Matrix.randomPositive(size, using: &generator)
        let right = Matrix.random(size, 1, using: &generator)
        var x = right.values
        try Cholesky(matrix, tile: 32).solve(&x)
        let back = Reference(matrix) * Reference(Matrix(rows: size, columns: 1, values: x))
        expectClose(right.values, back.values, tolerance: 1e-4)
    }

    @Test func nothingHasAnEmptyInverse() throws {
        let empty = try Cholesky(Matrix(rows: 0, columns: 0))
        var b: [Float] = []
        empty.solve(&b)
        #expect(empty.inverse().values.isEmpty)
    }

    @Test(arguments: [-1, 0, Float.nan, .infinity], [1, 2, 384])
    func aMatrixThatIsNotPositiveDefiniteIsRefused(_ wrong: Float, tile: Int) throws {
        var matrix = Matrix(rows: 5, columns: 5)
        for row in 0..<5 { matrix[row, row] = row == 3 ? wrong : 1 }
        let error = try #require(throws: LinearError.self) { _ = try Cholesky(matrix, tile: tile) }
        #expect(error.code == "cholesky.indefinite" && error.message.contains("5 rows") && error.remedy != nil)
    }

    @Test func aMatrixIsLeftAsItWas() throws {
        let matrix = Matrix(rows: 2, columns: 2, values: [4, 2, 2, 5])
        let copy = matrix
        _ = try Cholesky(matrix).inverse()
        #expect(matrix == copy)
    }
}
