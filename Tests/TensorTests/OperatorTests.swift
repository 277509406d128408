import Tensor
import Testing

/// An operation of the room, under the name it has in `Tests/Oracles/tensor.py`.
struct OperatorCase: Sendable, CustomTestStringConvertible {
    let name: String
    let apply: @Sendable ([Tensor]) throws -> Tensor
    var testDescription: String { name }

    init(_ name: String, _ apply: @escaping @Sendable ([Tensor]) throws -> Tensor) {
        self.name = name
        self.apply = apply
    }
}

extension TensorRoom {
    @Suite("Operators beside PyTorch's")
    struct OperatorTests {
        @Test("outputs and gradients agree", arguments: OperatorCase.all)
        func agreement(_ operation: OperatorCase) throws {
            let file = try Fixture.file("operators")
            let prefix = "\(operation.name)/"
            let places = (0...).prefix { file.contains("\(prefix)input\($0)") }
            try #require(!places.isEmpty)
            let inputs = try places.map { place in
                let input = try file.tensor("\(prefix)input\(place)")
                return try input.requiringGradient(file.contains("\(prefix)gradient\(place)"))
            }
            let output = try operation.apply(inputs)
            try expectEqual(output, try file.tensor("\(prefix)output"), "output")
            guard file.contains("\(prefix)seed") else { return }
            try output.backward(seed: file.tensor("\(prefix)seed"))
            for place in places where file.contains("\(prefix)gradient\(place)") {
                let gradient = try #require(inputs[place].gradient)
                try expectEqual(gradient, try file.tensor("\(prefix)gradient\(place)"), "gradient \(place)")
            }
        }

        @Test("every case of the script is tested")
        func complete() throws {
            let names = Set(try Fixture.file("operators").names.compactMap { $0.split(separator: "/").first })
            #expect(names == Set(OperatorCase.all.map { $0.name[...] }))
        }

        @Test("comparisons by hand")
        func comparisons() throws {
            let numbers = try Tensor([1, 2, 3, .infinity] as [Float])
            let others = try Tensor([1, 3, 2, 0] as [Float])
            func bools(_ tensor: Tensor) throws -> [Bool] { try tensor.array() }
            #expect(try bools(numbers.equals(others)) == [true, false, false, false])
            #expect(try bools(numbers.isLess(than: others)) == [false, true, false, false])
            #expect(try bools(numbers.isGreater(than: others)) == [false, false, true, true])
            #expect(try bools(numbers.equals(2)) == [false, true, false, false])
            #expect(try bools(numbers.differs(from: 2)) == [true, false, true, true])
            #expect(try bools(numbers.isLess(than: 2)) == [true, false, false, false])
            #expect(try bools(numbers.isGreater(than: 2)) == [false, false, true, true])
            #expect(try bools(numbers.isAtMost(2)) == [true, true, false, false])
            #expect(try bools(numbers.isAtLeast(2)) == [false, true, true, true])
            let small = try numbers.isLess(than: 3)
            let odd = try Tensor([true, false, true, false])
            #expect(try bools(small.and(odd)) == [true, false, false, false])
            #expect(try bools(small.or(odd)) == [true, true, true, false])
            #expect(try bools(small.not()) == [false, false, true, true])
            #expect(try bools(numbers.isFinite()) == [true, true, true, false])
            #expect(try !numbers.isFinite().all() && small.any())
        }

        @Test("whole numbers by hand")
        func wholeNumbers() throws {
            #expect(try Tensor.counting(to: 4).array(of: Int.self) == [0, 1, 2, 3])
            let hot = try Tensor([2, 0] as [Int]).oneHot(classes: 3)
            #expect(hot.shape == [2, 3])
            #expect(try hot.array(of: Int64.self) == [0, 0, 1, 1, 0, 0])
            #expect(try hot.nonzero().array(of: Int64.self) == [0, 2, 1, 0])
            #expect(try Tensor([0.5, 1.5, -0.6] as [Double]).round().array(of: Double.self) == [0, 2, -1])
            #expect(try Tensor([3, 1, 2] as [Float]).sorted().places.array(of: Int.self) == [1, 2, 0])
        }

        @Test("an operator of no name of ours is called by its own")
        func byName() throws {
            let flipped = try Operator("aten::roll")(
                .tensor(Tensor([1, 2, 3] as [Int])), .integers([1]), .integers([0]))
            #expect(try flipped.array(of: Int.self) == [3, 1, 2])
            let error = try #require(throws: TensorError.self) { _ = try Operator("aten::no_such")(.none) }
            #expect(error.code == "tensor.operator")
            #expect(error.message.contains("aten::no_such"))
        }
    }
}
