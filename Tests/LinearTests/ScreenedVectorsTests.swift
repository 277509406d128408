import Commerce
import Linear
import Testing

/// Against all products, worked out and ranked: not close, but the same.
@Suite("Screened vectors")
struct ScreenedVectorsTests {
    private typealias List = [(index: Int32, score: Float)]

    private func plain(
        _ vectors: Matrix, _ bias: [Float], _ query: [Float], _ count: Int, where isAllowed: (Int32) -> Bool
    ) -> List {
        var products = Matrix(rows: 1, columns: vectors.rows)
        PackedVectors(vectors, bias: bias).multiply(
            Matrix(rows: 1, columns: query.count, values: query), into: &products)
        var ranked: List = []
        for (row, product) in products.values.enumerated() where product > -.infinity && isAllowed(Int32(row)) {
            ranked.append((Int32(row), product))
        }
        ranked.sort { $0.score > $1.score || ($0.score == $1.score && $0.index < $1.index) }
        return Array(ranked.prefix(count))
    }

    private func expectSame(
        _ vectors: Matrix, bias: [Float] = [], queries: [[Float]], counts: [Int] = [1, 7, 60],
        where isAllowed: ((Int32) -> Bool)? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let screened = ScreenedVectors(vectors, bias: bias)
        for query in queries {
            for count in counts {
                let list = screened.largest(count, times: query, where: isAllowed)
                let expected = plain(vectors, bias, query, count) { isAllowed?($0) ?? true }
                #expect(list.map(\.index) == expected.map(\.index), sourceLocation: sourceLocation)
                let bits = (list.map(\.score.bitPattern), expected.map(\.score.bitPattern))
                #expect(bits.0 == bits.1, sourceLocation: sourceLocation)
            }
        }
    }

    private func rows(of matrix: Matrix) -> [[Float]] { (0..<matrix.rows).map { Array(matrix[row: $0]) } }

    @Test(arguments: [1, 3, 8, 9, 64, 128], [1, 15, 16, 17, 255, 257, 3000])
    func theLargestAreThoseOfAllProducts(width: Int, count: Int) {
        var generator = SeededGenerator(seed: UInt64(width * count))
        let vectors = Matrix.random(count, width, using: &generator)
        let bias = Matrix.random(1, count, using: &generator).values
        let queries = rows(of: .random(3, width, using: &generator))
        expectSame(vectors, queries: queries, counts: [0, 1, 7, 60, 5000])
        expectSame(vectors, bias: bias, queries: queries)
        expectSame(vectors, queries: queries) { $0 % 3 == 1 }
        expectSame(vectors, queries: queries) { _ in false }
    }

    /// Lengths over many orders of magnitude, as popular and unpopular items have; queries likewise.
    @Test(arguments: 0..<20)
    func lengthsMayDiffer(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var vectors = Matrix.random(2000, 24, using: &generator)
        var queries = rows(of: .random(3, 24, using: &generator))
        let spread = [1, 10, 40, 80][Int(seed % 4)]
        for row in 0..<vectors.rows {
            let scale = Float.random(in: -1...1, using: &generator) * Float(spread)
            for factor in 0..<24 { vectors[row, factor] *= Float(sign: .plus, exponent: Int(scale), significand: 1) }
        }
        for place in queries.indices {
            let scale = Float(sign: .plus, exponent: spread * (place - 1), significand: 1)
            queries[place] = queries[place].map { $0 * scale }
        }
        expectSame(vectors, queries: queries)
    }

    /// Products that are equal on paper, and apart by nothing or by the rounding of their sums.
    @Test(arguments: 0..<20)
    func equalsAreInTheirOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let width = 33
        let base = Matrix.random(4, width, using: &generator)
        var values: [Float] = []
        for _ in 0..<800 {
            var vector = Array(base[row: Int.random(in: 0..<4, using: &generator)])
            // The query has the same number everywhere, so that the order of the factors decides the last bit only.
            if Bool.random(using: &generator) { vector.shuffle(using: &generator) }
            values += vector
        }
        let vectors = Matrix(rows: 800, columns: width, values: values)
        expectSame(vectors, queries: [[Float](repeating: 0.3, count: width), Array(base[row: 0])])
        expectSame(vectors, queries: [[Float](repeating: 0.3, count: width)]) { $0 % 5 != 0 }
    }

    @Test func nothingIsTooLargeTooSmallOrNotANumber() {
        var generator = SeededGenerator(seed: 8)
        let odd: [Float] = [
            0, -0.0, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e30, 1e16, 1e15,
            1e-18, 1e-19, 1e-30, .leastNormalMagnitude, .leastNonzeroMagnitude, 3 * .leastNonzeroMagnitude, 1,
        ]
        var vectors = Matrix.random(900, 11, using: &generator)
        for row in 0..<vectors.rows where row % 2 == 0 {
            // Rows that are all odd, and rows with one odd number.
            for factor in 0..<11 where row % 4 == 0 || factor == row % 11 {
                vectors[row, factor] = odd.randomElement(using: &generator) ?? 0
            }
        }
        var queries = rows(of: .random(2, 11, using: &generator))
        for number in odd {
            queries.append([Float](repeating: number, count: 11))
            queries.append([number] + [Float](repeating: 0.1, count: 10))
            queries.append(queries[0].map { $0 * number })
        }
        expectSame(vectors, queries: queries, counts: [5, 60])
        let bias = (0..<900).map { $0 % 3 == 0 ? odd[$0 / 3 % odd.count] : Float($0) / 900 }
        expectSame(vectors, bias: bias, queries: queries, counts: [5, 60])
        for size: Float in [0, 1e-25, .leastNonzeroMagnitude, 1e20] {
            let same = Matrix(rows: 900, columns: 11, values: vectors.values.map { $0.isFinite ? size * $0 : size })
            expectSame(same, queries: queries, counts: [60])
        }
    }

    @Test(arguments: [(0, 3), (4, 0), (0, 0)])
    func nothingTimesNothing(_ shape: (count: Int, width: Int)) {
        let screened = ScreenedVectors(Matrix(rows: shape.count, columns: shape.width))
        let list = screened.largest(3, times: [Float](repeating: 1, count: shape.width))
        #expect(list.map(\.index) == Array((0..<Int32(shape.count)).prefix(3)))
        #expect(list.allSatisfy { $0.score == 0 })
    }

    /// What this is for: it must not fall back to working everything out.
    @Test func fewProductsAreWorkedOut() {
        var generator = SeededGenerator(seed: 9)
        let screened = ScreenedVectors(.random(20_000, 64, using: &generator))
        let query = Array(Matrix.random(1, 64, using: &generator)[row: 0])
        var asked = 0
        _ = screened.largest(60, times: query) { _ in
            asked += 1
            return true
        }
        #expect(asked < 2000)
    }
}
