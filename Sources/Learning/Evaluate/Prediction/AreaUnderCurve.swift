/// The area under the receiver operating characteristic: the probability that a random positive example scores higher
/// than a random negative one, ties counting half (Hanley and McNeil, 1982).
public enum AreaUnderCurve {
    /// O(n log n). Nothing unless there are examples of both kinds.
    ///
    /// - Precondition: as many scores as answers.
    public static func of(_ scores: [Double], isPositive: [Bool]) -> Double? {
        precondition(scores.count == isPositive.count, "AreaUnderCurve: as many scores as answers")
        let positives = isPositive.count { $0 }
        let negatives = scores.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var (place, rankSum) = (0, 0.0)
        while place < order.count {
            var end = place
            while end < order.count, scores[order[end]] == scores[order[place]] { end += 1 }
            // Ranks are counted from 1; equal scores share the middle of theirs.
            let rank = Double(place + 1 + end) / 2
            rankSum += rank * Double(order[place..<end].count { isPositive[$0] })
            place = end
        }
        return (rankSum - Double(positives) * Double(positives + 1) / 2) / (Double(positives) * Double(negatives))
    }
}

/// How far said probabilities are from what came true (Naeini et al., "Obtaining well calibrated probabilities using
/// Bayesian binning", 2015).
public enum CalibrationError {
    /// The mean over bins of equal width of |share that was right - mean confidence|, weighted by their examples.
    ///
    /// - Precondition: as many confidences, in [0, 1], as answers, one at least.
    public static func expected(confidence: [Double], isRight: [Bool], bins: Int = 15) -> Double {
        precondition(
            confidence.count == isRight.count && !confidence.isEmpty && bins > 0,
            "CalibrationError: as many confidences as answers, one at least")
        var sums = Array(repeating: (confidence: 0.0, right: 0.0), count: bins)
        for (confidence, isRight) in zip(confidence, isRight) {
            let bin = min(bins - 1, max(0, Int(confidence * Double(bins))))
            sums[bin].confidence += confidence
            sums[bin].right += isRight ? 1 : 0
        }
        return sums.map { abs($0.confidence - $0.right) }.reduce(0, +) / Double(confidence.count)
    }
}
