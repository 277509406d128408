import Linear

/// A log's contexts as learners want them: a leading one, then every feature with mean 0 and deviation 1.
///
/// Shape of `values`: [decisions, width + 1]. A constant feature is all zeros here, and has scale 1.
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
        if let place = log.contexts.values.firstIndex(where: { !$0.isFinite }) {
            throw OffPolicyError(
                code: "log.context",
                message: "context feature \(place % width) of decision \(place / width) is not a finite number")
        }
        let scale = FeatureScale(log.contexts, rows: 0..<rows)
        values = [Double](unsafeUninitializedCapacity: rows * (width + 1)) { values, count in
            log.contexts.values.withUnsafeBufferPointer { contexts in
                for row in 0..<rows {
                    let start = row * (width + 1)
                    values[start] = 1
                    for column in 0..<width {
                        let centred = Double(contexts[row * width + column]) - scale.means[column]
                        values[start + 1 + column] = centred * scale.factors[column]
                    }
                }
            }
            count = rows * (width + 1)
        }
        self.rows = rows
        columns = width + 1
        means = scale.means
        scales = scale.factors.map { $0 > 0 ? 1 / $0 : 1 }
    }
}
