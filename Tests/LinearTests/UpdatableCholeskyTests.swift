import Commerce
import Linear
import Testing

@Suite("Updatable Cholesky")
struct UpdatableCholeskyTests {
    /// `A = D + sum x x^T` in plain loops, and the vectors that made it.
    struct Grown {
        var matrix: [Double]
        var vectors: [[Double]]
        var factor: UpdatableCholesky
        let size: Int

        init(size: Int, vectors count: Int, seed: UInt64) {
            self.size = size
            var generator = SeededGenerator(seed: seed)
            let diagonal = (0..<size).map { 0.5 + Double($0) * 0.25 }
            factor = UpdatableCholesky(diagonal: diagonal)
            matrix = [Double](repeating: 0, count: size * size)
            for place in 0..<size { matrix[place * size + place] = diagonal[place] }
            vectors = []
            for _ in 0..<count {
                let x = (0..<size).map { _ in generator.normal(mean: 0.3) }
                vectors.append(x)
                for row in 0..<size {
                    for column in 0..<size { matrix[row * size + column] += x[row] * x[column] }
                }
                factor.add(x)
            }
        }
    }

    @Test(arguments: [1, 2, 7, 8, 9, 16, 40])
    func addingVectorsGivesTheFactorOfTheSum(_ size: Int) {
        let grown = Grown(size: size, vectors: 3 * size, seed: UInt64(size))
        expectClose(grown.factor.matrix, grown.matrix, 1e-12)
        let direct = UpdatableCholesky(grown.matrix, size: size, smallestPivot: 1e-9)
        expectClose(direct.packed, grown.factor.packed, 1e-11)
    }

    @Test(arguments: [1, 5, 8, 13, 40])
    func solvingUndoesMultiplying(_ size: Int) {
        let grown = Grown(size: size, vectors: 2 * size, seed: 3)
        let x = (0..<size).map { Double($0) - 2.5 }
        let b = (0..<size).map { row in (0..<size).reduce(0) { $0 + grown.matrix[row * size + $1] * x[$1] } }
        expectClose(grown.factor.solved(b), x, 1e-10)
    }

    @Test(arguments: [1, 4, 9, 40])
    func removingWhatWasAddedGivesTheMatrixBack(_ size: Int) {
        let grown = Grown(size: size, vectors: 2 * size, seed: 5)
        var factor = grown.factor
        factor.add(grown.vectors[0].map { 2 * $0 })
        let removed = factor.remove(grown.vectors[0].map { 2 * $0 })
        #expect(removed)
        expectClose(factor.matrix, grown.matrix, 1e-10)
    }

    @Test func whatWouldNotStayDefiniteIsNotRemoved() {
        var factor = UpdatableCholesky(diagonal: [1, 2])
        let before = factor
        let removedTooMuch = factor.remove([0, 1.5])
        #expect(!removedTooMuch && factor == before)
        let removed = factor.remove([0, 1.4])
        #expect(removed && factor != before)
    }

    @Test func scoresOfARowDoNotDependOnItsNeighbours() {
        let size = 13
        let count = 77
        let grown = Grown(size: size, vectors: 30, seed: 8)
        var generator = SeededGenerator(seed: 1)
        let rows = (0..<count * size).map { _ in Float(generator.normal()) }
        let coefficients = (0..<size).map { _ in generator.normal() }
        let (means, squares) = grown.factor.scored(rows, count: count, coefficients)
        for row in 0..<count {
            let x = Array(rows[row * size..<(row + 1) * size])
            let alone = grown.factor.scored(x, count: 1, coefficients)
            #expect(alone.means[0] == means[row] && alone.squares[0] == squares[row])
            let wide = x.map(Double.init)
            let solved = grown.factor.solved(wide)
            expectClose([means[row]], [zip(wide, coefficients).reduce(0) { $0 + $1.0 * $1.1 }], 1e-12)
            expectClose([squares[row]], [zip(wide, solved).reduce(0) { $0 + $1.0 * $1.1 }], 1e-11)
        }
    }

    @Test func aSavedFactorComesBackOrIsRefused() throws {
        let grown = Grown(size: 9, vectors: 4, seed: 2)
        #expect(try UpdatableCholesky(packed: grown.factor.packed, size: 9) == grown.factor)
        for broken in [[1, 0], [1, 0, -1], [1, .nan, 1], [0, 0, 1]] as [[Double]] {
            #expect(throws: LinearError.self) { try UpdatableCholesky(packed: broken, size: 2) }
        }
        #expect(throws: LinearError.self) { try UpdatableCholesky(packed: [], size: 0) }
    }
}

private func expectClose(_ left: [Double], _ right: [Double], _ tolerance: Double) {
    #expect(left.count == right.count)
    for (a, b) in zip(left, right) { #expect(abs(a - b) <= tolerance * max(1, abs(b)), "\(a) against \(b)") }
}

extension UpdatableCholesky {
    private func padded(_ x: [Double]) -> [Double] { x + [Double](repeating: 0, count: stride - size) }

    fileprivate mutating func add(_ x: [Double]) {
        var x = padded(x)
        x.withUnsafeMutableBufferPointer { add($0.baseAddress!) }
    }

    fileprivate mutating func remove(_ x: [Double]) -> Bool {
        var x = padded(x)
        return x.withUnsafeMutableBufferPointer { remove($0.baseAddress!) }
    }

    fileprivate func solved(_ b: [Double]) -> [Double] {
        var b = padded(b)
        b.withUnsafeMutableBufferPointer { solve($0.baseAddress!) }
        return Array(b.prefix(size))
    }

    fileprivate func scored(_ rows: [Float], count: Int, _ coefficients: [Double]) -> (
        means: [Double], squares: [Double]
    ) {
        var means = [Double](repeating: 0, count: count)
        var squares = means
        scores(of: rows, count: count, coefficients: coefficients, means: &means, squares: &squares)
        return (means, squares)
    }
}
