import Linear

extension LoggedDecisions {
    /// Some of the decisions, in the order given: a fold, or a half to learn from. O(rows * width).
    ///
    /// - Throws: ``OffPolicyError`` `log.empty` when there are none.
    /// - Precondition: rows are places in the log.
    public func selecting(_ rows: some Collection<Int>) throws -> LoggedDecisions {
        let width = contexts.columns
        var values: [Float] = []
        values.reserveCapacity(rows.count * width)
        for row in rows { values += contexts.values[row * width..<(row + 1) * width] }
        return try LoggedDecisions(
            arms: arms, actions: rows.map { actions[$0] }, rewards: rows.map { rewards[$0] },
            propensities: rows.map { propensities[$0] },
            contexts: Matrix(rows: rows.count, columns: width, values: values), actionFeatures: actionFeatures,
            times: times.isEmpty ? [] : rows.map { times[$0] })
    }
}
