/// Weighted least squares with a penalty, from sums over rows: `(Z^T W Z + l2 w D) theta = Z^T W y`.
///
/// `w` is the sum of the weights, and `D` the identity without its first place: the leading one of a row is not
/// penalised. With standardised features `l2` is then free of units and of the number of rows. Shapes: `gram`
/// [columns, columns], `right` [targets, columns]. In double precision throughout.
struct NormalEquations: Sendable {
    let columns: Int
    let targets: Int
    private(set) var gram: [Double]
    private(set) var right: [Double]
    private(set) var weight = 0.0

    init(columns: Int, targets: Int) {
        self.columns = columns
        self.targets = targets
        gram = Array(repeating: 0, count: columns * columns)
        right = Array(repeating: 0, count: targets * columns)
    }

    /// Adds one row. O(columns (columns + targets)).
    mutating func add(_ row: UnsafePointer<Double>, targets values: UnsafePointer<Double>, weight: Double) {
        self.weight += weight
        let columns = columns
        gram.withUnsafeMutableBufferPointer { gram in
            for first in 0..<columns {
                let scaled = weight * row[first]
                for second in 0...first { gram[first * columns + second] += scaled * row[second] }
            }
        }
        right.withUnsafeMutableBufferPointer { right in
            for target in 0..<targets {
                let scaled = weight * values[target]
                for column in 0..<columns { right[target * columns + column] += scaled * row[column] }
            }
        }
    }

    /// Takes in the sums of other rows.
    mutating func add(_ other: NormalEquations) {
        weight += other.weight
        for place in gram.indices { gram[place] += other.gram[place] }
        for place in right.indices { right[place] += other.right[place] }
    }

    /// `theta` [targets, columns] by Cholesky factorisation; all zeros when there were no rows. O(columns^3).
    ///
    /// A pivot that is not positive (duplicate features and `l2` of 0) is replaced by 1 and its column left out.
    func solve(l2: Double) -> [Double] {
        var solution = right
        guard weight > 0 else { return solution.map { _ in 0 } }
        var factor = gram
        for column in 1..<max(1, columns) { factor[column * columns + column] += l2 * weight }
        for column in 0..<columns {
            let diagonal = factor[column * columns + column]
            for earlier in 0..<column {
                let entry = factor[column * columns + earlier]
                factor[column * columns + column] -= entry * entry
            }
            let pivot = factor[column * columns + column]
            let dependent = pivot <= 1e-12 * diagonal || diagonal <= 0
            factor[column * columns + column] = dependent ? 1 : pivot.squareRoot()
            for row in (column + 1)..<max(column + 1, columns) {
                var entry = factor[row * columns + column]
                for earlier in 0..<column { entry -= factor[row * columns + earlier] * factor[column * columns + earlier] }
                factor[row * columns + column] = dependent ? 0 : entry / factor[column * columns + column]
            }
            if dependent {
                for target in 0..<targets { solution[target * columns + column] = 0 }
                for earlier in 0..<column { factor[column * columns + earlier] = 0 }
            }
        }
        for target in 0..<targets {
            let start = target * columns
            for row in 0..<columns {
                for earlier in 0..<row {
                    solution[start + row] -= factor[row * columns + earlier] * solution[start + earlier]
                }
                solution[start + row] /= factor[row * columns + row]
            }
            for row in (0..<columns).reversed() {
                for later in (row + 1)..<max(row + 1, columns) {
                    solution[start + row] -= factor[later * columns + row] * solution[start + later]
                }
                solution[start + row] /= factor[row * columns + row]
            }
        }
        return solution
    }
}
