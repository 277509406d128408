import Linear

/// Linear models of every arm's reward, as theta of shape [arms, columns], over rows of a ``ContextDesign``.
struct ArmRegression: Sendable {
    let design: ContextDesign
    let arms: Int

    private static let chunk = 8192

    /// Each arm's reward regressed on the context over the decisions that showed it, weighted by one over the
    /// propensity: what the log would show of that arm had it always been shown. O(rows * columns^2).
    ///
    /// One theta for each penalty of `path`. An arm that was never shown gets the weighted mean reward of the others.
    func rewards(of log: LoggedDecisions, rows: [Int], path: [Double]) throws -> [[Double]] {
        let columns = design.columns
        let parts = Parallel.map((rows.count + Self.chunk - 1) / Self.chunk) { part in
            var equations = [RidgeSums](repeating: RidgeSums(columns: columns, targets: 1), count: arms)
            design.values.withUnsafeBufferPointer { values in
                for row in rows[part * Self.chunk..<min(rows.count, (part + 1) * Self.chunk)] {
                    withUnsafePointer(to: log.rewards[row]) { reward in
                        equations[Int(log.actions[row])].add(
                            values.baseAddress! + row * columns, targets: reward, weight: 1 / log.propensities[row])
                    }
                }
            }
            return equations
        }
        var equations = parts[0]
        for part in parts.dropFirst() {
            for arm in 0..<arms { equations[arm].add(part[arm]) }
        }
        let weight = equations.reduce(0) { $0 + $1.weight }
        let mean = equations.reduce(0) { $0 + $1.total } / weight
        return try path.map { [equations] l2 in
            try equations.flatMap { arm in
                var weights = try arm.solve(l2: l2)
                if arm.weight == 0 { weights[0] = mean }
                return weights
            }
        }
    }

    /// Each arm's doubly robust score regressed on the context over all decisions. O(rows * columns * (columns + arms)).
    ///
    /// - Parameter scores: shape [decisions, arms].
    func scores(_ scores: [Double], rows: [Int], path: [Double]) throws -> [[Double]] {
        let columns = design.columns
        let parts = Parallel.map((rows.count + Self.chunk - 1) / Self.chunk) { part in
            var equations = RidgeSums(columns: columns, targets: arms)
            design.values.withUnsafeBufferPointer { values in
                scores.withUnsafeBufferPointer { scores in
                    for row in rows[part * Self.chunk..<min(rows.count, (part + 1) * Self.chunk)] {
                        equations.add(
                            values.baseAddress! + row * columns, targets: scores.baseAddress! + row * arms, weight: 1)
                    }
                }
            }
            return equations
        }
        var equations = parts[0]
        for part in parts.dropFirst() { equations.add(part) }
        return try path.map { [equations] in try equations.solve(l2: $0) }
    }
}
