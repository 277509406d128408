import Linear

/// The importance weight of the reward at each position of each slate. Shape [decisions, positions].
struct SlateWeights: Sendable {
    enum Reach: Sendable {
        /// Of the whole list, at every position.
        case whole
        /// Of the positions up to this one.
        case prefix
        /// Of this position alone, from marginal probabilities.
        case position
    }

    let positions: Int
    let values: [Double]
    /// Share of the weight that the limit took away; in [0, 1].
    let cutShare: Double

    private static let chunk = 4096

    /// O(decisions * positions), on all cores; the same result on any number of them.
    ///
    /// - Throws: ``OffPolicyError`` `target.shape`; `slate.marginals` where they are needed and missing;
    ///   `log.deterministic`; `weights.zero` when at some position no logged list could have been the target's;
    ///   `weights.overflow`.
    init(
        _ log: LoggedSlates, under target: SlateTarget, reach: Reach, limit: Double?,
        conditionalAsMarginal: Bool = false
    )
        throws
    {
        guard target.positions == log.positions, target.count == log.count else {
            throw OffPolicyError(
                code: "target.shape",
                message: "the target has \(target.count) slates of \(target.positions) positions; the log has "
                    + "\(log.count) of \(log.positions)")
        }
        if case .position = reach, !conditionalAsMarginal, log.marginals.isEmpty || target.marginals.isEmpty {
            throw OffPolicyError(
                code: "slate.marginals",
                message: "weights of single positions need marginal propensities of the log and of the target",
                remedy: "give them, or use a cascade estimator; say positionsAreDrawnApart only if both policies "
                    + "draw each position without looking at the others")
        }
        let marginal = if case .position = reach { !conditionalAsMarginal } else { false }
        try Self.refuseCertainty(log, target)
        let (positions, count) = (log.positions, log.count)
        self.positions = positions
        let numerators = marginal ? target.marginals : target.propensities
        let denominators = marginal ? log.marginals : log.propensities
        var sums: [PositionSums] = []
        values = [Double](unsafeUninitializedCapacity: count * positions) { buffer, initialised in
            // Each chunk writes its own slates.
            nonisolated(unsafe) let out = buffer
            sums = Parallel.map((count + Self.chunk - 1) / Self.chunk) { part in
                let slates = part * Self.chunk..<min(count, (part + 1) * Self.chunk)
                return numerators.withUnsafeBufferPointer { numerators in
                    denominators.withUnsafeBufferPointer { denominators in
                        log.isPinned.withUnsafeBufferPointer { isPinned in
                            for slate in slates {
                                var product = 1.0
                                for index in slate * positions..<(slate + 1) * positions {
                                    let pinned = !isPinned.isEmpty && isPinned[index]
                                    let ratio = pinned ? 1 : numerators[index] / denominators[index]
                                    if case .position = reach { product = ratio } else { product *= ratio }
                                    out[index] = product
                                }
                                if case .whole = reach {
                                    for index in slate * positions..<(slate + 1) * positions { out[index] = product }
                                }
                            }
                            return PositionSums(out.baseAddress!, slates, positions, limit)
                        }
                    }
                }
            }
            initialised = count * positions
        }
        var total = sums[0]
        for part in sums.dropFirst() { total.add(part) }
        try total.check()
        cutShare = total.cutShare
    }

    /// The position whose weights vary most: what effective sample size and largest weight are read from.
    var widest: [Double] {
        let count = values.count / positions
        var best = (position: 0, squares: -1.0)
        for position in 0..<positions {
            var squares = 0.0
            var sum = 0.0
            for slate in 0..<count {
                let weight = values[slate * positions + position]
                sum += weight
                squares += weight * weight
            }
            let spread = squares / (sum * sum)
            if spread > best.squares { best = (position, spread) }
        }
        return (0..<count).map { values[$0 * positions + best.position] }
    }

    private static func refuseCertainty(_ log: LoggedSlates, _ target: SlateTarget) throws {
        for index in log.propensities.indices where log.isPinned.isEmpty || !log.isPinned[index] {
            if log.propensities[index] < 1 - 1e-9 { return }
        }
        for index in log.propensities.indices where log.isPinned.isEmpty || !log.isPinned[index] {
            guard target.propensities[index] >= 1 - 1e-6 else {
                throw OffPolicyError(
                    code: "log.deterministic",
                    message: "every propensity in the log is 1: nothing was left to chance, so it says nothing about "
                        + "a target that would have shown something else, as at decision \(index / log.positions), "
                        + "position \(index % log.positions)",
                    remedy: "log a policy that explores, with the probabilities it drew from")
            }
        }
    }
}

/// Sums of the weights at each position, over some slates; cuts them to the limit on the way.
private struct PositionSums: Sendable {
    var sums: [Double]
    var squares: [Double]
    var cut = 0.0

    init(_ weights: UnsafeMutablePointer<Double>, _ slates: Range<Int>, _ positions: Int, _ limit: Double?) {
        sums = Array(repeating: 0, count: positions)
        squares = sums
        for slate in slates {
            for position in 0..<positions {
                let index = slate * positions + position
                if let limit, weights[index] > limit {
                    cut += weights[index] - limit
                    weights[index] = limit
                }
                sums[position] += weights[index]
                squares[position] += weights[index] * weights[index]
            }
        }
    }

    mutating func add(_ other: PositionSums) {
        for position in sums.indices {
            sums[position] += other.sums[position]
            squares[position] += other.squares[position]
        }
        cut += other.cut
    }

    var cutShare: Double { cut > 0 ? cut / (cut + sums.reduce(0, +)) : 0 }

    func check() throws {
        if let position = sums.firstIndex(where: { !($0 > 0) }) {
            throw OffPolicyError(
                code: "weights.zero",
                message:
                    "the target would have shown none of the logged lists up to position \(position), so its value "
                    + "is undefined",
                remedy: "this log cannot answer that question; collect one that tries what the target would do")
        }
        guard squares.allSatisfy(\.isFinite), cut.isFinite else {
            throw OffPolicyError(
                code: "weights.overflow", message: "importance weights of slates are too large to add up",
                remedy:
                    "use an estimator with a stronger assumption (iips, rips), a limit on weights, or shorter slates")
        }
    }
}
