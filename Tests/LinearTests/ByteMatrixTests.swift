import CKernels
import Commerce
import Linear
import Testing

/// Products in bytes beside plain whole numbers: not close, but the same, with every kernel that the machine has.
@Suite("Matrices in bytes")
struct ByteMatrixTests {
    private struct Case {
        var codes: [Int8]
        var scales, bias, vectors: [Float]
        let rows, inputs, outputs: Int

        init(rows: Int, inputs: Int, outputs: Int, seed: UInt64) {
            (self.rows, self.inputs, self.outputs) = (rows, inputs, outputs)
            var generator = SeededGenerator(seed: seed)
            codes = (0..<inputs * outputs).map { _ in Int8.random(in: -127...127, using: &generator) }
            scales = (0..<outputs).map { _ in Float.random(in: 0.001...2, using: &generator) }
            bias = (0..<outputs).map { _ in Float.random(in: -5...5, using: &generator) }
            vectors = (0..<rows * inputs).map { _ in Float.random(in: -0.7...3, using: &generator) }
        }

        func products() -> [Float] {
            var result = [Float](repeating: .nan, count: rows * outputs)
            ByteMatrix(codes: codes, scales: scales, bias: bias).multiply(vectors, rows: rows, into: &result)
            return result
        }
    }

    /// What the documentation says, one number at a time.
    private func plain(_ it: Case) -> [Float] {
        var result: [Float] = []
        for row in 0..<it.rows {
            let vector = it.vectors[row * it.inputs..<(row + 1) * it.inputs]
            let (least, most) = (min(0, vector.min() ?? 0), max(0, vector.max() ?? 0))
            let inverse = 255 / (most - least)
            let zero = Int32(0.5 - least * inverse)
            let rounded = vector.map { Int32(max(0, min(255, $0 * inverse + (Float(zero) + 0.5)))) }
            for output in 0..<it.outputs {
                var sum: Int32 = 0
                for input in 0..<it.inputs {
                    sum += (rounded[input] - zero) * Int32(it.codes[output * it.inputs + input])
                }
                let factor = (most - least) / 255 * it.scales[output]
                result.append(Float(sum) * factor + it.bias[output])
            }
        }
        return result
    }

    @Test(
        "multiply as whole numbers do, to the last bit",
        arguments: [(1, 1, 1), (1, 4, 64), (3, 7, 5), (6, 384, 65), (13, 100, 70), (40, 33, 129), (7, 1536, 3)])
    func products(rows: Int, inputs: Int, outputs: Int) {
        let it = Case(rows: rows, inputs: inputs, outputs: outputs, seed: UInt64(rows))
        #expect(it.products().map(\.bitPattern) == plain(it).map(\.bitPattern))
    }

    @Test("give the same with every kernel", arguments: 0..<20)
    func kernels(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let it = Case(
            rows: Int.random(in: 1...20, using: &generator), inputs: Int.random(in: 1...300, using: &generator),
            outputs: Int.random(in: 1...200, using: &generator), seed: seed)
        let expected = it.products()
        var panels = [SIMD16<Int32>](repeating: .zero, count: eq_bytes_size(it.outputs, it.inputs) / 64 + 1)
        panels.withUnsafeMutableBytes {
            eq_bytes_pack(it.codes, it.scales, it.bias, it.outputs, it.inputs, $0.baseAddress)
        }
        var codes = [UInt8](repeating: 0, count: it.rows * eq_bytes_width(it.inputs))
        var ranges = [eq_bytes_scale](repeating: eq_bytes_scale(), count: it.rows)
        eq_bytes_round(it.vectors, it.rows, it.inputs, &codes, &ranges)
        for kernel in [EQ_BYTES_PLAIN, EQ_BYTES_V3, EQ_BYTES_V4] where kernel.rawValue <= eq_bytes_best().rawValue {
            var result = [Float](repeating: .nan, count: it.rows * it.outputs)
            panels.withUnsafeBytes {
                eq_bytes_products(
                    kernel, codes, ranges, it.rows, it.inputs, $0.baseAddress, it.outputs, &result, it.outputs)
            }
            #expect(result.map(\.bitPattern) == expected.map(\.bitPattern), "kernel \(kernel.rawValue)")
        }
    }

    @Test("give each vector the same alone and in company")
    func company() {
        let it = Case(rows: 50, inputs: 30, outputs: 20, seed: 4)
        let together = it.products()
        for row in 0..<it.rows {
            var alone = [Float](repeating: .nan, count: it.outputs)
            ByteMatrix(codes: it.codes, scales: it.scales, bias: it.bias)
                .multiply(Array(it.vectors[row * 30..<(row + 1) * 30]), rows: 1, into: &alone)
            #expect(alone == Array(together[row * 20..<(row + 1) * 20]))
        }
    }

    @Test("keep what is not finite to its own vector, and what is nothing at the bias")
    func strangers() {
        let matrix = ByteMatrix(codes: [1, 2, 3, -4, 5, 127], scales: [0.5, 2], bias: [10, 20])
        let vectors: [[Float]] = [
            [1, 2, 3], [.nan, 0, 0], [0, .infinity, 1], [0, 0, 0], [-.infinity, .nan, 2], [1e-38, -1e-38, 0],
            [3e38, -3e38, 1], [-1, -2, -3],
        ]
        var products = [Float](repeating: 0, count: 16)
        matrix.multiply(vectors.flatMap(\.self), rows: 8, into: &products)
        #expect(abs(products[0] - 17) < 0.1 && abs(products[14] - 3) < 0.1)
        for row in [1, 2, 4, 6] { #expect(products[2 * row].isNaN && products[2 * row + 1].isNaN, "row \(row)") }
        for row in [3, 5] { #expect(products[2 * row] == 10 && products[2 * row + 1] == 20, "row \(row)") }
    }

    @Test("round rows to within half a step, and zeros to zero")
    func rounding() {
        var generator = SeededGenerator(seed: 9)
        let values =
            (0..<60).map { _ in Float.random(in: -3...2, using: &generator) } + [Float](repeating: 0, count: 20)
        let (codes, scales) = ByteMatrix.rounded(values, rows: 4)
        for (place, value) in values.enumerated() {
            #expect(abs(value - scales[place / 20] * Float(codes[place])) <= scales[place / 20] * 0.501)
        }
        for row in 0..<3 { #expect(codes[row * 20..<(row + 1) * 20].map(abs).max() == 127) }
        #expect(codes[60...].allSatisfy { $0 == 0 } && scales[3] == 0)
    }
}
