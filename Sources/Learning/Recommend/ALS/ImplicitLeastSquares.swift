import Linear

/// One half of alternating least squares: rows of factors fitted against a fixed table `Y` [entries, factors].
///
/// A row with extra confidences `w_e` (which is `c_e - 1`) on some entries solves `A x = b` with
/// ```
/// A = Y^T Y + regularisation I + sum_e w_e y_e y_e^T,   b = sum_e (1 + w_e) y_e
/// ```
struct ImplicitLeastSquares: Sendable, Hashable {
    let table: Matrix
    let regularisation: Float
    /// `Y^T Y + regularisation I`, shape [factors, factors].
    let gram: Matrix
    /// `-gram`, whose rows are its columns.
    private let negatedGram: PackedVectors

    /// O(entries × factors²), on all cores.
    init(table: Matrix, regularisation: Float) {
        self.table = table
        self.regularisation = regularisation
        var gram = BLAS.gram(table)
        for factor in 0..<gram.rows { gram[factor, factor] += regularisation }
        self.gram = gram
        negatedGram = PackedVectors(
            Matrix(rows: gram.rows, columns: gram.columns, values: gram.values.map { -$0 }))
    }

    var width: Int { table.columns }

    /// The matrix `A` of one row, factored. O(entries × factors² + factors³).
    ///
    /// The regularisation is raised to a millionth of the largest diagonal element where it is smaller, since less
    /// would be lost in rounding.
    func factored(entries: ArraySlice<Int32>, weights: ArraySlice<Float>) throws -> Cholesky {
        var matrix = gram
        table.values.withUnsafeBufferPointer { table in
            matrix.values.withUnsafeMutableBufferPointer { matrix in
                guard let table = table.baseAddress, let matrix = matrix.baseAddress else { return }
                for (entry, weight) in zip(entries, weights) {
                    let vector = table + Int(entry) * width
                    for row in 0..<width {
                        Kernels.add(weight * vector[row], times: vector, to: matrix + row * width, count: row + 1)
                    }
                }
            }
        }
        let largest = (0..<width).reduce(0) { max($0, matrix[$1, $1]) }
        let missing = largest * 1e-6 - regularisation
        if missing > 0 {
            for factor in 0..<width { matrix[factor, factor] += missing }
        }
        return try Cholesky(matrix)
    }

    /// One row, exactly.
    func solution(entries: ArraySlice<Int32>, weights: ArraySlice<Float>) throws -> [Float] {
        var row = [Float](repeating: 0, count: width)
        guard !entries.isEmpty else { return row }
        for (entry, weight) in zip(entries, weights) {
            let vector = table[row: Int(entry)]
            for (place, value) in zip(row.indices, vector) { row[place] += (1 + weight) * value }
        }
        try factored(entries: entries, weights: weights).solve(&row)
        return row
    }

    /// All rows, exactly. `factors` has shape [rows, factors]. On all cores.
    func solve(_ rows: SparseMatrix, into factors: inout Matrix) throws {
        let solutions = Parallel.map(rows.rows) { row in
            let entries = rows.offsets[row]..<rows.offsets[row + 1]
            return Result { try solution(entries: rows.indices[entries], weights: rows.values[entries]) }
        }
        for (row, solution) in solutions.enumerated() {
            factors.values.replaceSubrange(row * width..<(row + 1) * width, with: try solution.get())
        }
    }

    /// Some steps of conjugate gradient on all rows, from the values they have. On all cores.
    ///
    /// Rows go through their steps together, a block at a time, so that the products with the Gram matrix, which are
    /// most of the work, are matrix products instead of one matrix-vector product per row and step.
    func improve(_ factors: inout Matrix, given rows: SparseMatrix, steps: Int) {
        precondition(
            factors.rows == rows.rows && rows.columns == table.rows && factors.columns == width,
            "ImplicitLeastSquares.improve: shapes do not fit")
        factors.values.withUnsafeMutableBufferPointer { factors in
            guard let start = factors.baseAddress else { return }
            // Blocks write disjoint rows.
            nonisolated(unsafe) let x = start
            Parallel.forEachChunk(of: rows.rows, chunk: 128) { block in
                improve(x + block.lowerBound * width, block, of: rows, steps: steps)
            }
        }
    }

    private func improve(_ x: UnsafeMutablePointer<Float>, _ block: Range<Int>, of rows: SparseMatrix, steps: Int) {
        let size = block.count * width
        let scratch = UnsafeMutablePointer<Float>.allocate(capacity: 3 * size)
        defer { scratch.deallocate() }
        let (residual, direction, product) = (scratch, scratch + size, scratch + 2 * size)

        for row in 0..<block.count
        where rows.offsets[block.lowerBound + row] == rows.offsets[block.lowerBound + row + 1] {
            (x + row * width).update(repeating: 0, count: width)
        }
        // b - A x
        negatedGram.multiply(x, rows: block.count, into: residual)
        rows.addWeightedResiduals(rows: block, table: table, target: 1, x: x, to: residual)
        direction.update(from: residual, count: size)
        var squares = (0..<block.count).map { row in
            Kernels.dot(residual + row * width, residual + row * width, count: width)
        }
        for _ in 0..<steps {
            // -A p
            negatedGram.multiply(direction, rows: block.count, into: product)
            rows.addWeightedResiduals(rows: block, table: table, target: 0, x: direction, to: product)
            for row in 0..<block.count {
                let start = row * width
                squares[row] = Kernels.conjugateStep(
                    x: x + start, residual: residual + start, direction: direction + start,
                    product: product + start, count: width, squares: squares[row])
            }
        }
    }
}
