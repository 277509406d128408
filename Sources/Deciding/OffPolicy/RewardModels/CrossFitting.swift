import Commerce
import Linear

/// Predictions for every decision of a log by models that have not seen it.
///
/// Decisions are dealt to folds at random; the predictions of a fold come from a model of the other folds. Without that,
/// a model explains the noise of the very rewards it is corrected by, and doubly robust intervals are too narrow.
/// Source: Chernozhukov et al., "Double/debiased machine learning for treatment and structural parameters" (2018),
/// definition 3.1.
public struct CrossFitting: Sendable {
    public let folds: Int
    /// The same seed deals the same folds.
    public let seed: UInt64

    /// - Throws: ``OffPolicyError`` `parameter` unless there are at least two folds.
    public init(folds: Int = 5, seed: UInt64 = 0) throws {
        try OffPolicyError.check(folds >= 2, "CrossFitting.folds", "at least 2", got: folds)
        self.folds = folds
        self.seed = seed
    }

    /// Out-of-fold predictions, on all cores; the same on any number of them. Shape [decisions, arms].
    ///
    /// - Throws: ``OffPolicyError`` `log.small` when there are fewer decisions than folds, `log.context` with the first
    ///   feature of a context or arm that is not finite; what the model's `fit` throws.
    public func predictions(of model: some RewardModel, for log: LoggedDecisions) throws -> [Double] {
        guard log.count >= folds else {
            throw OffPolicyError(
                code: "log.small", message: "\(folds) folds need as many decisions; the log has \(log.count)")
        }
        if let place = log.contexts.values.firstIndex(where: { !$0.isFinite }) {
            let width = log.contexts.columns
            throw OffPolicyError(
                code: "log.context",
                message: "context feature \(place % width) of decision \(place / width) is not a finite number")
        }
        if let place = log.actionFeatures.values.firstIndex(where: { !$0.isFinite }) {
            let width = log.actionFeatures.columns
            throw OffPolicyError(
                code: "log.context",
                message: "feature \(place % width) of arm \(log.arms[place / width]) is not a finite number")
        }
        var generator = SeededGenerator(seed: seed)
        let dealt = Array(0..<log.count).shuffled(using: &generator)
        var predictions = [Double](repeating: 0, count: log.count * log.arms.count)
        for fold in 0..<folds {
            // Sorted, so that passes over the log run forwards.
            let held = stride(from: fold, to: log.count, by: folds).map { dealt[$0] }.sorted()
            var isHeld = [Bool](repeating: false, count: log.count)
            for place in held { isHeld[place] = true }
            let fitted = try model.fit(log, on: (0..<log.count).filter { !isHeld[$0] })
            Self.predict(held, of: log, by: fitted, into: &predictions)
        }
        return predictions
    }

    private static func predict(
        _ places: [Int], of log: LoggedDecisions, by fitted: any FittedRewardModel, into predictions: inout [Double]
    ) {
        let (arms, width) = (log.arms.count, log.contexts.columns)
        predictions.withUnsafeMutableBufferPointer { predictions in
            log.contexts.values.withUnsafeBufferPointer { contexts in
                // Every decision has its own row of predictions.
                nonisolated(unsafe) let (predictions, contexts) = (predictions, contexts)
                Parallel.forEachChunk(of: places.count, chunk: 8_192) { range in
                    for place in places[range] {
                        fitted.predict(
                            UnsafeBufferPointer(rebasing: contexts[place * width..<(place + 1) * width]),
                            into: UnsafeMutableBufferPointer(
                                rebasing: predictions[place * arms..<(place + 1) * arms]))
                    }
                }
            }
        }
    }
}
