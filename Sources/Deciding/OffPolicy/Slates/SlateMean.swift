import Linear

/// The two forms that all slate estimators share, with or without a model.
///
/// Term of a slate: `sum_k (u_k (r_k - q_k) + u_(k-1) v_k)`, with `u_0 = 1`, `q` and `v` the model's `shown` and `next`, 0
/// without one. Self-normalised, each `u_k` is divided by its mean over slates.
struct SlateMean {
    let log: LoggedSlates
    let weights: SlateWeights
    let model: SlateModel?

    private static let chunk = 4096

    init(_ log: LoggedSlates, _ weights: SlateWeights, model: SlateModel? = nil) throws {
        if let model, model.shown.count != log.rewards.count {
            throw OffPolicyError(
                code: "model.shape",
                message:
                    "the model has \(model.shown.count) expected rewards; the log has \(log.rewards.count) positions")
        }
        self.log = log
        self.weights = weights
        self.model = model
    }

    /// `V` is the mean term; influence is the term less `V`. O(decisions * positions).
    func estimate(selfNormalised: Bool) throws -> Estimation {
        let (positions, count) = (log.positions, log.count)
        var (residualMean, nextMean) = (
            [Double](repeating: 0, count: positions), [Double](repeating: 0, count: positions)
        )
        var divisors = [Double](repeating: 1, count: positions + 1)
        if selfNormalised {
            let sums = sum(over: 3 * positions) { slate, out in
                visit(slate) { position, weight, before, residual, next in
                    out[position] += weight
                    out[positions + position] += weight * residual
                    out[2 * positions + position] += before * next
                }
            }
            for position in 0..<positions { divisors[position + 1] = sums[position] / Double(count) }
            for position in 0..<positions {
                residualMean[position] = sums[positions + position] / sums[position]
                nextMean[position] = sums[2 * positions + position] / Double(count) / divisors[position]
            }
        }
        var influence = terms { [residualMean, nextMean, divisors] slate in
            var term = 0.0
            visit(slate) { position, weight, before, residual, next in
                term += weight * (residual - residualMean[position]) / divisors[position + 1]
                term += before * (next - nextMean[position]) / divisors[position]
            }
            return term
        }
        let offset = influence.reduce(0, +) / Double(count)
        // Self-normalised influence has mean zero already, up to rounding; the plain terms' mean is the value.
        let value = selfNormalised ? residualMean.reduce(0, +) + nextMean.reduce(0, +) : offset
        for slate in influence.indices { influence[slate] -= offset }
        return try Estimation(
            value: value, influence: influence, weights: weights.widest, cutShare: weights.cutShare
        ).checked()
    }

    @inline(__always)
    private func visit(
        _ slate: Int,
        _ body: (_ position: Int, _ weight: Double, _ before: Double, _ residual: Double, _ next: Double) -> Void
    ) {
        var before = 1.0
        for position in 0..<log.positions {
            let index = slate * log.positions + position
            let weight = weights.values[index]
            if let model {
                // Nothing was chosen at a pinned position, so that knowing the action adds nothing.
                let isPinned = !log.isPinned.isEmpty && log.isPinned[index]
                let shown = isPinned ? model.next[index] : model.shown[index]
                body(position, weight, before, log.rewards[index] - shown, model.next[index])
            } else {
                body(position, weight, before, log.rewards[index], 0)
            }
            before = weight
        }
    }

    private func sum(
        over width: Int, _ body: @Sendable (_ slate: Int, _ out: UnsafeMutablePointer<Double>) -> Void
    ) -> [Double] {
        let count = log.count
        let parts = Parallel.map((count + Self.chunk - 1) / Self.chunk) { part in
            [Double](unsafeUninitializedCapacity: width) { out, initialised in
                out.initialize(repeating: 0)
                for slate in part * Self.chunk..<min(count, (part + 1) * Self.chunk) { body(slate, out.baseAddress!) }
                initialised = width
            }
        }
        return parts.dropFirst().reduce(into: parts[0]) { sums, part in
            for place in 0..<width { sums[place] += part[place] }
        }
    }

    private func terms(_ body: @Sendable (_ slate: Int) -> Double) -> [Double] {
        [Double](unsafeUninitializedCapacity: log.count) { buffer, initialised in
            // Each slate writes its own place.
            nonisolated(unsafe) let out = buffer
            Parallel.forEachChunk(of: log.count, chunk: Self.chunk) { slates in
                for slate in slates { out[slate] = body(slate) }
            }
            initialised = log.count
        }
    }
}
