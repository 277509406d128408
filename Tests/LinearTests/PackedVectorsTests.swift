import Commerce
import Linear
import Testing

@Suite("Packed vectors")
struct PackedVectorsTests {
    @Test(arguments: [1, 5, 6, 7, 20], [1, 31, 32, 33, 600, 1030])
    func productsAgreeWithPlainArithmetic(queryCount: Int, count: Int) {
        var generator = SeededGenerator(seed: 3)
        let vectors = Matrix.random(count, 9, using: &generator)
        let queries = Matrix.random(queryCount, 9, using: &generator)
        let bias = Matrix.random(1, count, using: &generator).values
        var products = Matrix(rows: queryCount, columns: count, repeating: .nan)
        PackedVectors(vectors, bias: bias).multiply(queries, into: &products)
        let expected = (Reference(queries) * Reference(vectors).transposed).values
        expectClose(products.values, expected.enumerated().map { $1 + Double(bias[$0 % count]) })
    }

    @Test(arguments: [1, 16, 64, 100])
    func aQueryHasTheSameAnswerAloneAndInABatch(_ width: Int) {
        var generator = SeededGenerator(seed: 4)
        let packed = PackedVectors(.random(1100, width, using: &generator))
        let queries = Matrix.random(23, width, using: &generator)
        var together = Matrix(rows: 23, columns: 1100)
        packed.multiply(queries, into: &together)
        for row in 0..<23 {
            var alone = Matrix(rows: 1, columns: 1100)
            packed.multiply(Matrix(rows: 1, columns: width, values: Array(queries[row: row])), into: &alone)
            let same = alone.values == Array(together[row: row])
            #expect(same, "row \(row)")
        }
    }

    @Test(arguments: [(0, 3), (4, 0), (0, 0)])
    func nothingTimesNothing(_ shape: (count: Int, width: Int)) {
        var products = Matrix(rows: 2, columns: shape.count, repeating: 1)
        PackedVectors(Matrix(rows: shape.count, columns: shape.width)).multiply(
            Matrix(rows: 2, columns: shape.width), into: &products)
        #expect(products.values.allSatisfy { $0 == 0 })
        #expect(products.values.count == 2 * shape.count)
    }
}
