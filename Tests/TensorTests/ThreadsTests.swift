import Linear
import Testing

@testable import Tensor

extension TensorRoom {
    @Suite("Work on all threads", .serialized)
    struct ThreadsTests {
        @Test("comes back in order, and leaves the threads as they were", arguments: [0, 1, 2, 7, 100])
        func order(total: Int) throws {
            let before = Threads.count
            let table = try Tensor((0..<100).map(Float.init))
            let found = try Threads.map(total) { place in
                #expect(before == 1 || total < 2 || Threads.count == 1)
                return try (table.slice(place..<place + 1) * 2).number()
            }
            #expect(found == (0..<total).map { Double(2 * $0) })
            #expect(Threads.count == before)
        }

        @Test("ends with the error of the first that fails")
        func failure() throws {
            let before = Threads.count
            #expect {
                try Threads.map(50) { place in
                    if place >= 10 { throw TensorError(code: "test", message: "no") }
                    return place
                }
            } throws: {
                ($0 as? TensorError)?.code == "test"
            }
            #expect(Threads.count == before)
        }

        @Test(
            "multiplies alike with and without derivatives",
            arguments: [[3, 90], [100, 90], [4, 30, 90], [1, 90], [0, 90]])
        func products(shape: [Int]) throws {
            let count = shape.reduce(1, *)
            let input = try Tensor((0..<count).map { Float($0 % 7) - 2.5 }, shape: shape)
            let weight = try Tensor((0..<7200).map { Float($0 % 11) - 4 }, shape: [80, 90]).requiringGradient()
            for bias in [nil, try Tensor((0..<80).map(Float.init))] {
                let recorded = try input.linear(weight, bias: bias)
                let plain = try inference { try input.linear(weight, bias: bias) }
                #expect(recorded.requiresGradient && !plain.requiresGradient)
                #expect(recorded.shape == plain.shape)
                let (left, right) = (try recorded.array(of: Float.self), try plain.array(of: Float.self))
                #expect(zip(left, right).allSatisfy { abs($0 - $1) < 1e-3 })
            }
        }

        @Test("multiplies by a matrix in bytes, whatever the number of rows", arguments: [0, 1, 5, 200])
        func bytes(rows: Int) throws {
            let matrix = ByteMatrix(codes: (0..<70).map { Int8($0) }, scales: [Float](repeating: 0.1, count: 7))
            let values = (0..<rows * 10).map { Float($0 % 13) - 6 }
            let product = try Tensor(values, shape: [rows, 10]).linear(matrix)
            #expect(product.shape == [rows, 7])
            var expected = [Float](repeating: 0, count: rows * 7)
            if rows > 0 { matrix.multiply(values, rows: rows, into: &expected) }
            #expect(try product.array(of: Float.self) == expected)
        }

        @Test("refuses rows that a matrix in bytes does not fit")
        func misfits() throws {
            let matrix = ByteMatrix(codes: [1, 2, 3, 4, 5, 6], scales: [1, 1])
            for (tensor, code) in [
                (try Tensor.ones([2, 4]), "tensor.shape"), (try Tensor.ones([3]), "tensor.shape"),
                (try Tensor.ones([2, 3], .float64), "tensor.element"),
            ] {
                #expect { try tensor.linear(matrix) } throws: { ($0 as? TensorError)?.code == code }
            }
        }
    }
}
