import Linear

/// Mean and deviation of each feature, so that one penalty fits features of any unit.
struct FeatureScale {
    /// Both [columns].
    let means: [Double]
    /// One over the deviation; 0 for a feature that never changes, which then plays no part.
    let factors: [Double]

    /// O(rows * columns).
    init(_ matrix: Matrix, rows: some Collection<Int>) {
        let width = matrix.columns
        var (means, squares) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
        let count = Double(max(1, rows.count))
        matrix.values.withUnsafeBufferPointer { values in
            for row in rows {
                for feature in 0..<width { means[feature] += Double(values[row * width + feature]) }
            }
            for feature in 0..<width { means[feature] /= count }
            for row in rows {
                for feature in 0..<width {
                    let gap = Double(values[row * width + feature]) - means[feature]
                    squares[feature] += gap * gap
                }
            }
        }
        self.means = means
        factors = (0..<width).map { feature in
            let deviation = (squares[feature] / count).squareRoot()
            return deviation > 1e-7 * abs(means[feature]) ? 1 / deviation : 0
        }
    }

    /// The scaled rows of a small matrix. Shape [rows, columns].
    func scaled(_ matrix: Matrix) -> [Double] {
        (0..<matrix.rows * matrix.columns).map { place in
            let feature = place % matrix.columns
            return (Double(matrix.values[place]) - means[feature]) * factors[feature]
        }
    }
}
