import Commerce
import Foundation
import Linear
import Testing

/// The compiled kernels against the same sums in plain Swift.
@Suite("Kernels")
struct KernelTests {
    /// Around the widths at which the compiled loops change stride.
    static let lengths = [0, 1, 3, 15, 16, 17, 31, 32, 33, 48, 64, 100, 129]

    static func numbers(_ count: Int, _ seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float(generator.normal()) }
    }

    static func product(_ x: [Float], _ y: [Float]) -> Double {
        zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    @Test(arguments: lengths)
    func vectorSums(_ count: Int) {
        let (x, y) = (Self.numbers(count, 1), Self.numbers(count, 2))
        #expect(abs(Double(Kernels.dot(x, y, count: count)) - Self.product(x, y)) < 1e-4)
        var sum = y + [7]
        Kernels.add(-1.5, times: x, to: &sum, count: count)
        expectClose(sum, zip(x, y).map { Double($1) - 1.5 * Double($0) } + [7])
    }

    /// A hint has no result: what can be tested is that it neither changes nor reaches beyond the array.
    @Test func askingForMemoryAheadOfUseChangesNothing() {
        let elements = (0..<100).map { SIMD8<Double>(repeating: Double($0)) }
        Kernels.prefetch([0, 99, 50, -1, 100, .max, .min], of: elements)
        Kernels.prefetch([], of: elements)
        Kernels.prefetch([0], of: [SIMD8<Double>]())
        #expect(elements.enumerated().allSatisfy { $1 == SIMD8(repeating: Double($0)) })
    }

    @Test(arguments: lengths)
    func conjugateSteps(_ count: Int) {
        let (x, r, p) = (Self.numbers(count, 1), Self.numbers(count, 2), Self.numbers(count, 3))
        let n = p.map { -2 * $0 }
        var (newX, newR, newP) = (x, r, p)
        let squares = Float(3)
        let rest = Kernels.conjugateStep(
            x: &newX, residual: &newR, direction: &newP, product: n, count: count, squares: squares)
        guard count > 0 else {
            #expect(rest == squares)
            return
        }
        let length = 3 / -Self.product(p, n)
        let expectedR = zip(r, n).map { Double($0) + length * Double($1) }
        let expectedRest = expectedR.reduce(0) { $0 + $1 * $1 }
        expectClose(newX, zip(x, p).map { Double($0) + length * Double($1) }, tolerance: 1e-5)
        expectClose(newR, expectedR, tolerance: 1e-5)
        expectClose(newP, zip(expectedR, p).map { $0 + expectedRest / 3 * Double($1) }, tolerance: 1e-4)
        #expect(abs(Double(rest) - expectedRest) <= 1e-4 * max(1, expectedRest))
    }

    @Test func aConjugateStepWithoutCurvatureChangesNothing() {
        var (x, r, p): ([Float], [Float], [Float]) = ([1, 2], [0, 0], [0, 0])
        #expect(Kernels.conjugateStep(x: &x, residual: &r, direction: &p, product: [0, 0], count: 2, squares: 0) == 0)
        #expect(x == [1, 2] && p == [0, 0])
    }

    @Test(arguments: lengths)
    func pairwiseStepsFollowTheGradient(_ count: Int) {
        let (u, i, j) = (Self.numbers(count, 1), Self.numbers(count, 2), Self.numbers(count, 3))
        let (offset, rate, decay) = (Float(0.25), Float(0.05), Float(0.1))
        /// What a step climbs: the log-likelihood of the pair less the penalty.
        func objective(_ u: [Double], _ i: [Double], _ j: [Double]) -> Double {
            let score = Double(offset) + zip(u, zip(i, j)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
            let penalty = (u + i + j).reduce(0) { $0 + $1 * $1 }
            return -log(1 + exp(-score)) - Double(decay) / 2 * penalty
        }
        var (newU, newI, newJ) = (u, i, j)
        _ = Kernels.pairwiseStep(&newU, &newI, &newJ, count: count, offset: offset, rate: rate, decay: decay)
        let start = [u, i, j].map { $0.map(Double.init) }
        for (vector, moved) in [newU, newI, newJ].enumerated() {
            for place in 0..<count {
                var (up, down) = (start, start)
                up[vector][place] += 1e-5
                down[vector][place] -= 1e-5
                let slope = (objective(up[0], up[1], up[2]) - objective(down[0], down[1], down[2])) / 2e-5
                let step = Double(moved[place]) - start[vector][place]
                #expect(abs(step - Double(rate) * slope) < 1e-5)
            }
        }
    }

    @Test(arguments: lengths, [Float(0), 1])
    func weightedResiduals(_ width: Int, target: Float) {
        var generator = SeededGenerator(seed: 8)
        let rows = SparseMatrix.random(6, 5, share: 0.5, using: &generator)
        let table = Matrix.random(5, width, using: &generator)
        let x = Matrix.random(6, width, using: &generator)
        // Only rows 2 to 4 are asked for; the vectors given are theirs.
        let range = 2..<5
        var out = [Float](repeating: 1, count: 3 * width)
        rows.addWeightedResiduals(
            rows: range, table: table, target: target, x: Array(x.values[2 * width..<5 * width]), to: &out)
        var expected = [Double](repeating: 1, count: 3 * width)
        for row in range {
            for entry in rows.offsets[row]..<rows.offsets[row + 1] {
                let vector = Array(table[row: Int(rows.indices[entry])])
                let scale =
                    Double(target)
                    + Double(rows.values[entry]) * (Double(target) - Self.product(vector, Array(x[row: row])))
                for place in 0..<width { expected[(row - 2) * width + place] += scale * Double(vector[place]) }
            }
        }
        expectClose(out, expected, tolerance: 1e-5)
    }
}
