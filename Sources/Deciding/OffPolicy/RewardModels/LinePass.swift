import Linear

/// One pass over decisions, on all cores, that sums up a ``LineSystem``.
struct LinePass {
    private let log: LoggedDecisions
    private let places: [Int]
    private let design: LineDesign

    init(_ log: LoggedDecisions, on places: [Int], design: LineDesign) {
        self.log = log
        self.places = places
        self.design = design
    }

    /// Sums over the decisions. Parts follow from the shapes alone, so the result is the same on any number of cores.
    /// O(places * size²).
    ///
    /// - Parameters:
    ///   - lines: what the lines are now, over the scaled context; shape [arms, 1 + width]; empty for zeros.
    ///   - rule: from a reward and what the line says: weight, response and loss of the decision.
    func sums(
        _ lines: [Double] = [],
        _ rule: @Sendable (_ reward: Double, _ line: Double) -> (weight: Double, response: Double, loss: Double)
    ) -> (LineSystem, loss: Double) {
        // At most sixteen parts, as each holds a system.
        let length = max(8_192, (places.count + 15) / 16)
        let parts = Parallel.map(max(1, (places.count + length - 1) / length)) { part in
            sum(places[part * length..<min(places.count, (part + 1) * length)], lines, rule)
        }
        var (system, loss) = parts[0]
        for part in parts.dropFirst() {
            system.add(part.0)
            loss += part.1
        }
        return (system, loss)
    }

    private func sum(
        _ places: ArraySlice<Int>, _ lines: [Double], _ rule: (Double, Double) -> (Double, Double, Double)
    ) -> (LineSystem, Double) {
        var (system, total) = (LineSystem(design), 0.0)
        var row = [Double](repeating: 0, count: design.size)
        row.withUnsafeMutableBufferPointer { row in
            log.contexts.values.withUnsafeBufferPointer { contexts in
                for place in places {
                    let arm = Int(log.actions[place])
                    design.write(contexts, decision: place, arm: arm, into: row)
                    var line = 0.0
                    if !lines.isEmpty {
                        let start = arm * (1 + design.width)
                        for feature in 0...design.width { line += lines[start + feature] * row[feature] }
                    }
                    let (weight, response, loss) = rule(log.rewards[place], line)
                    system.add(UnsafeBufferPointer(row), arm: arm, weight: weight, response: response)
                    total += loss
                }
            }
        }
        return (system, total)
    }
}
