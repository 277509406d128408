import Commerce
import Linear
import Testing

@testable import Recommend

/// The kernels that neighbours are built on.
@Suite struct SparseKernelTests {
    @Test(arguments: UInt64(0)..<50)
    func `the heap keeps the largest, ties by index`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let capacity = Int.random(in: 0...8, using: &generator)
        var heap = NearestHeap(capacity: capacity)
        for _ in 0..<3 {
            let count = Int.random(in: 0...30, using: &generator)
            let values = (0..<count).map { _ in Float(Int.random(in: 0...6, using: &generator)) }
            let order = values.indices.shuffled(using: &generator)
            for index in order { heap.offer(Int32(index), values[index]) }
            let expected = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(capacity).sorted()
            #expect(heap.drain().map { Int($0.index) } == expected)
        }
    }

    @Test(arguments: UInt64(0)..<10)
    func `neighbours are the largest products of rows`(_ seed: UInt64) {
        // More rows than one chunk of the parallel product.
        let matrix = Shop.random(shoppers: 150, items: 20, longest: 6, seed: seed).matrix()
        let product = GramNeighbours(of: matrix, count: 4).product()
        var dense = [[Double]](repeating: Array(repeating: 0, count: 20), count: 150)
        for row in 0..<150 {
            for entry in matrix.offsets[row]..<matrix.offsets[row + 1] {
                dense[row][Int(matrix.indices[entry])] = Double(matrix.values[entry])
            }
        }
        #expect(product.rows == 150 && product.columns == 150)
        for row in 0..<150 {
            let products = (0..<150).map { $0 == row ? 0 : NeighbourOracle.dot(dense[row], dense[$0]) }
            let expected = NeighbourOracle.largest(products, count: 4)
            expectClose((0..<150).map { product.value(row: row, column: Int32($0)) }, expected)
            let columns = Array(product.indices[product.offsets[row]..<product.offsets[row + 1]])
            #expect(columns == columns.sorted() && Set(columns).count == columns.count)
        }
    }

    @Test func `products too small for single precision neither break nor count`() {
        let tiny = SparseMatrix(
            rows: 3, columns: 2, offsets: [0, 2, 4, 5], indices: [0, 1, 0, 1, 0], values: [1e-30, 1e-30, 1e-30, 2, 0])
        let product = GramNeighbours(of: tiny, count: 2).product()
        #expect(product.count == 2)
        expectClose(
            [product.value(row: 0, column: 1), product.value(row: 1, column: 0)], [2e-30, 2e-30], absolute: 1e-36)
    }

    @Test func `an accumulator hands over each place once and is clean afterwards`() {
        let matrix = SparseMatrix(
            rows: 2, columns: 4, offsets: [0, 2, 4], indices: [1, 3, 0, 3], values: [1, 2, 4, 8])
        let sums = SparseAccumulator(size: 4)
        for _ in 0..<2 {
            sums.add(0, of: matrix, times: 2)
            sums.add(1, of: matrix, times: 0.5)
            var places: [Int32] = []
            var values: [Float] = []
            sums.drain {
                places.append($0)
                values.append($1)
            }
            #expect(places == [1, 3, 0] && values == [2, 8, 2])
        }
    }

    @Test func `repeated events add up in the matrix and unusable ones are left out`() {
        let examples = Shop.interactions(
            items: 4, [[3, 1, 3, 0], [], [2]], weights: [[1, 2, 4, -1], [], [.infinity]])
        let matrix = examples.matrix()
        #expect(matrix.offsets == [0, 2, 2, 3] && matrix.indices == [1, 3, 2])
        #expect(matrix.values == [2, 5, UsableWeight.largest])
    }

    @Test func `recency fades by the power of age and counts usable events only`() throws {
        let history = History(items: [0, 9, 1, 2, 3], weights: [8, 1, 4, .nan, 2])
        let events = history.recentEvents(items: 4, recency: try Recency(power: 2))
        #expect(events.map(\.item) == [3, 1, 0])
        expectClose(events.map(\.weight), [2, 4.0 / 4, 8.0 / 9])
        #expect(history.recentEvents(items: 4, limit: 2).map(\.item) == [3, 1])
        #expect(Recency.none.factor(age: 1000) == 1)
    }
}
