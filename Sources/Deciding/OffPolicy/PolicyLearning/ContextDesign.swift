import Linear

/// A log's contexts as learners want them: a leading one, then every feature with mean 0 and deviation 1.
///
/// Shape of `values`: [decisions, width + 1]. A constant feature keeps scale 1, so that it is all zeros.
struct ContextDesign: Sendable {
    let rows: Int
    /// Width of a row: features and the leading one.
    let columns: Int
    let means: [Double]
    let scales: [Double]
    let values: [Double]

    /// - Throws: ``OffPolicyError`` `log.context` with the first decision and feature that is not finite.
    init(_ log: LoggedDecisions) throws {
        let (rows, width) = (log.count, log.contexts.columns)
        var means = [Double](repeating: 0, count: width)
        var squares = means
        var values = [Double](repeating: 1, count: rows * (width + 1))
        try log.contexts.values.withUnsafeBufferPointer { contexts in
            for place in contexts.indices {
                guard contexts[place].isFinite else {
                    throw OffPolicyError(
                        code: "log.context",
                        message: "contexts must be finite; decision \(place / width), feature \(place % width) is "
                            + "\(contexts[place])")
                }
                means[place % width] += Double(contexts[place])
            }
            for column in 0..<width { means[column] /= Double(rows) }
            for row in 0..<rows {
                for column in 0..<width {
                    let centred = Double(contexts[row * width + column]) - means[column]
                    squares[column] += centred * centred
                    values[row * (width + 1) + column + 1] = centred
                }
            }
        }
        let scales = squares.map { sum in
            let deviation = (sum / Double(rows)).squareRoot()
            return deviation > 1e-12 ? deviation : 1
        }
        for row in 0..<rows {
            for column in 0..<width { values[row * (width + 1) + column + 1] /= scales[column] }
        }
        self.rows = rows
        columns = width + 1
        self.means = means
        self.scales = scales
        self.values = values
    }
}
