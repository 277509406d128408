import Commerce
import Linear
import Testing

@Suite("Matrix products")
struct BLASTests {
    struct Shape: Sendable {
        var m: Int
        var n: Int
        var k: Int
    }

    @Test(
        arguments: [
            Shape(m: 1, n: 1, k: 1), Shape(m: 3, n: 5, k: 2), Shape(m: 5, n: 3, k: 0), Shape(m: 0, n: 3, k: 2),
            Shape(m: 130, n: 7, k: 33), Shape(m: 9, n: 300, k: 40),
        ], [(false, false), (true, false), (false, true), (true, true)])
    func productsAgreeWithPlainArithmetic(_ shape: Shape, transposed: (a: Bool, b: Bool)) {
        var generator = SeededGenerator(seed: 4)
        let a =
            transposed.a
            ? Matrix.random(shape.k, shape.m, using: &generator) : .random(shape.m, shape.k, using: &generator)
        let b =
            transposed.b
            ? Matrix.random(shape.n, shape.k, using: &generator) : .random(shape.k, shape.n, using: &generator)
        let before = Matrix.random(shape.m, shape.n, using: &generator)
        var c = before
        BLAS.multiply(a, transposeA: transposed.a, b, transposeB: transposed.b, alpha: 0.5, beta: -2, into: &c)
        let product =
            (transposed.a ? Reference(a).transposed : Reference(a))
            * (transposed.b ? Reference(b).transposed : Reference(b))
        expectClose(c.values, zip(product.values, before.values).map { 0.5 * $0 - 2 * Double($1) })
    }

    @Test(arguments: [(0, 3), (1, 1), (5, 0), (700, 6), (20_000, 20)])
    func gramIsTheProductWithItself(_ shape: (rows: Int, columns: Int)) {
        var generator = SeededGenerator(seed: 6)
        let a = Matrix.random(shape.rows, shape.columns, using: &generator)
        let gram = BLAS.gram(a)
        expectClose(gram.values, (Reference(a).transposed * Reference(a)).values, tolerance: 1e-5)
        for row in 0..<shape.columns { for column in 0..<row { #expect(gram[row, column] == gram[column, row]) } }
    }

    @Test(arguments: [0.0, 0.05, 0.5])
    func theGramOfASparseMatrixAgreesWithPlainArithmetic(_ share: Double) {
        var generator = SeededGenerator(seed: 7)
        let x = SparseMatrix.random(90, 130, share: share, using: &generator)
        expectClose(x.denseGram().values, (Reference(x).transposed * Reference(x)).values)
    }
}
