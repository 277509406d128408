/// The square tiles of a matrix while its buffer is borrowed: the steps that ``Cholesky`` takes.
///
/// `@unchecked Sendable` because the pieces that run side by side write disjoint tiles, and read only tiles that no
/// piece of the same step writes.
@safe struct CholeskyTiles: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Float>
    private let size: Int
    private let tile: Int
    private var count: Int { (size + tile - 1) / tile }

    /// - Precondition: the matrix has at least one row.
    init(_ base: UnsafeMutablePointer<Float>, size: Int, tile: Int) {
        unsafe self.base = base
        self.size = size
        self.tile = tile
    }

    /// Turns the lower triangle into its factor and clears the upper one. On failure the number of rows up to the
    /// end of the diagonal tile that is not positive definite.
    func factor() -> Int? {
        for k in 0..<count {
            // Everything to the left is final: take its product off this column of tiles.
            inParallel(count - k) { below in
                let i = k + below
                unsafe BLAS.gemm(
                    m: extent(i), n: extent(k), k: k * tile, -1, block(i, 0), block(k, 0, transposed: true), 1,
                    at(i, k), stride: size)
            }
            guard unsafe BLAS.factor(at(k, k), size: extent(k), stride: size), diagonalIsSound(k) else {
                return k * tile + extent(k)
            }
            clearAboveDiagonal(k)
            inParallel(count - k - 1) { below in
                let i = k + 1 + below
                unsafe BLAS.solveFromRight(
                    block(k, k, transposed: true), 1, m: extent(i), n: extent(k), at(i, k), stride: size)
            }
        }
        return nil
    }

    /// Turns the factor `L` into `A^-1 = W^T W` with `W = L^-1`, both halves filled.
    func invert() {
        let panel = UnsafeMutablePointer<Float>.allocate(capacity: tile * size)
        defer { unsafe panel.deallocate() }
        // Each piece writes rows of its own, and a step reads the panel only after it is whole.
        nonisolated(unsafe) let workspace = unsafe panel
        for j in (0..<count).reversed() { unsafe invertColumn(j, workspace) }
        for i in 0..<count { unsafe multiplyRow(i, workspace) }
        inParallel(count) { i in mirrorRow(i) }
    }

    /// Column `j` of `W` below the diagonal is `-W' L_j L_jj^-1`, where `W'` is the part of `W` to the right.
    private func invertColumn(_ j: Int, _ panel: UnsafeMutablePointer<Float>) {
        nonisolated(unsafe) let panel = unsafe panel
        let width = extent(j)
        let first = (j + 1) * tile
        inParallel(count - j - 1) { below in
            let i = j + 1 + below
            for row in i * tile..<i * tile + extent(i) {
                unsafe (panel + (row - first) * width).update(from: base + row * size + j * tile, count: width)
            }
            unsafe BLAS.solveFromRight(
                block(j, j), -1, m: extent(i), n: width, panel + (i * tile - first) * width, stride: width)
        }
        inParallel(count - j - 1) { below in
            let i = j + 1 + below
            unsafe BLAS.gemm(
                m: extent(i), n: width, k: i * tile + extent(i) - first, 1, block(i, j + 1),
                Block(panel, stride: width), 0, at(i, j), stride: size)
        }
        unsafe BLAS.invertTriangle(at(j, j), size: width, stride: size)
    }

    /// Row `i` of `W^T W` up to the diagonal needs `W` from row `i` on, so rows are overwritten from the top.
    private func multiplyRow(_ i: Int, _ panel: UnsafeMutablePointer<Float>) {
        nonisolated(unsafe) let panel = unsafe panel
        let height = extent(i)
        let width = i * tile + height
        for row in 0..<height {
            unsafe (panel + row * width).update(from: base + (i * tile + row) * size, count: width)
        }
        inParallel(i + 1) { j in
            unsafe BLAS.gemm(
                m: height, n: extent(j), k: height, 1, Block(panel + i * tile, stride: width, transposed: true),
                Block(panel + j * tile, stride: width), 0, at(i, j), stride: size)
            guard i + 1 < count else { return }
            unsafe BLAS.gemm(
                m: height, n: extent(j), k: size - width, 1, block(i + 1, i, transposed: true), block(i + 1, j), 1,
                at(i, j), stride: size)
        }
    }

    /// Copies row `i` of tiles to column `i`, transposed.
    private func mirrorRow(_ i: Int) {
        for j in 0...i {
            for row in i * tile..<i * tile + extent(i) {
                for column in j * tile..<min(row, j * tile + extent(j)) {
                    unsafe base[column * size + row] = base[row * size + column]
                }
            }
        }
    }

    private func clearAboveDiagonal(_ k: Int) {
        for row in k * tile..<k * tile + extent(k) {
            unsafe (base + row * size + row + 1).update(repeating: 0, count: size - row - 1)
        }
    }

    /// LAPACK lets numbers that are not a number through.
    private func diagonalIsSound(_ k: Int) -> Bool {
        (k * tile..<k * tile + extent(k)).allSatisfy { row in
            let value = unsafe base[row * size + row]
            return value > 0 && value.isFinite
        }
    }

    private func extent(_ index: Int) -> Int { min(tile, size - index * tile) }

    private func at(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
        unsafe base + (row * tile * size + column * tile)
    }

    private func block(_ row: Int, _ column: Int, transposed: Bool = false) -> Block {
        unsafe Block(at(row, column), stride: size, transposed: transposed)
    }

    /// Calls `body` with `0 ..< count`, several at a time and the last first, which often has the most work.
    private func inParallel(_ count: Int, _ body: @Sendable (Int) -> Void) {
        Parallel.forEachChunk(of: count, chunk: 1) { range in body(count - 1 - range.lowerBound) }
    }
}
