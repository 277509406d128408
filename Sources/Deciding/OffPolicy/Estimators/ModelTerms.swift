import Linear

/// What a reward model says of a log and a target.
struct ModelTerms {
    /// `sum_a target(a | x_i) q(x_i, a)`. Shape [decisions].
    var direct: [Double]
    /// `q(x_i, a_i)`, of the arm that was shown. Shape [decisions].
    var shown: [Double]

    /// O(decisions * arms), on all cores; the same result on any number of them.
    ///
    /// - Throws: ``OffPolicyError`` `model.missing`, `model.shape`, or `model.value` with the first decision at which
    ///   a prediction is not finite; and what ``TargetProbabilities/check(fits:)`` throws.
    init(_ log: LoggedDecisions, under target: TargetProbabilities, rewards: [Double]?, for estimator: String) throws {
        try target.check(fits: log)
        guard let rewards else {
            throw OffPolicyError(
                code: "model.missing", message: "the estimator \(estimator) needs a model of the rewards",
                remedy: "fit one with CrossFitting, or use ips or snips")
        }
        let (count, arms) = (log.count, log.arms.count)
        guard rewards.count == count * arms else {
            throw OffPolicyError(
                code: "model.shape",
                message: "predictions must be \(count) x \(arms) numbers; got \(rewards.count)")
        }
        var direct = [Double](repeating: 0, count: count)
        let oneRow = target.rows == 1
        direct.withUnsafeMutableBufferPointer { direct in
            target.values.withUnsafeBufferPointer { target in
                rewards.withUnsafeBufferPointer { rewards in
                    // Each range of decisions writes its own part of `direct`.
                    nonisolated(unsafe) let (direct, target, rewards) = (direct, target, rewards)
                    Parallel.forEachChunk(of: count, chunk: 16_384) { decisions in
                        for decision in decisions {
                            let (row, start) = (decision * arms, oneRow ? 0 : decision * arms)
                            var sum = 0.0
                            for arm in 0..<arms { sum += target[start + arm] * rewards[row + arm] }
                            direct[decision] = sum
                        }
                    }
                }
            }
        }
        shown = (0..<count).map { rewards[$0 * arms + Int(log.actions[$0])] }
        self.direct = direct
        // A prediction that is not finite spoils its row's sum even where the target's probability is 0.
        if let place = (0..<count).first(where: { !direct[$0].isFinite || !shown[$0].isFinite }) {
            throw OffPolicyError(
                code: "model.value", message: "a predicted reward of decision \(place) is not a finite number")
        }
    }
}
