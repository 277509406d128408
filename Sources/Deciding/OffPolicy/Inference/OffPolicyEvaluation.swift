/// A log, ready to judge target policies.
public struct OffPolicyEvaluation: Sendable {
    public let log: LoggedDecisions
    public let settings: EstimateSettings
    /// Cross-fitted predictions. Shape [decisions, arms]; nothing without a model.
    public let rewards: [Double]?
    private let predictions: ClosedRange<Double>?

    /// O(decisions * arms).
    ///
    /// - Throws: ``OffPolicyError`` `log.small` for fewer than two decisions; `log.reward` with the first decision
    ///   whose reward is outside the declared range; `model.shape` when the predictions do not fit the log,
    ///   `model.value` when one is not finite.
    public init(_ log: LoggedDecisions, rewards: [Double]? = nil, settings: EstimateSettings) throws {
        guard log.count > 1 else {
            throw OffPolicyError(
                code: "log.small", message: "an error needs at least two decisions; the log has \(log.count)")
        }
        if let range = settings.rewardRange, let place = log.rewards.firstIndex(where: { !range.contains($0) }) {
            throw OffPolicyError(
                code: "log.reward",
                message: "the reward of decision \(place) must be in the declared range, \(range.lowerBound) to "
                    + "\(range.upperBound); got \(log.rewards[place])")
        }
        self.log = log
        self.settings = settings
        self.rewards = rewards
        predictions = try rewards.map { try Self.range(of: $0, for: log) }
    }

    /// One estimator's estimate of one target. O(decisions * arms).
    ///
    /// - Throws: what the estimator throws; ``OffPolicyError`` `target.shape`; `weights.bound` when a weight is larger than the
    ///   settings declare possible.
    public func estimate(
        _ name: String, _ target: TargetProbabilities, by estimator: any OffPolicyEstimator
    ) throws -> Estimate {
        try estimate(
            name, target, by: estimator,
            overlap: Overlap(log, under: target, thinCount: settings.rules.thinCount))
    }

    /// All estimators' estimates of one target; those that refuse are listed with their reason.
    ///
    /// - Throws: ``OffPolicyError`` `target.shape`.
    public func report(
        _ name: String, _ target: TargetProbabilities, by estimators: [any OffPolicyEstimator]
    ) throws -> OffPolicyReport {
        let overlap = try Overlap(log, under: target, thinCount: settings.rules.thinCount)
        var report = OffPolicyReport(target: name)
        for estimator in estimators {
            do {
                report.estimates.append(try estimate(name, target, by: estimator, overlap: overlap))
            } catch let error as OffPolicyError {
                report.refusals.append(OffPolicyRefusal(target: name, estimator: estimator.name, error: error))
            }
        }
        return report
    }

    /// What the logging policy itself earned: the mean reward.
    public func observed(_ name: String = "log") throws -> Estimate {
        try Estimate(
            of: name, by: "mean", Self.mean(log), basis: .weights, settings: settings, rewards: log.rewards,
            termRange: settings.rewardRange)
    }

    /// How much more a target earns per decision than another, or (with nothing) than the logging policy did. Paired
    /// by decision, so the interval is that of the difference, which is narrower than two intervals suggest.
    ///
    /// - Throws: what the estimator throws for either.
    public func gain(
        _ name: String, _ target: TargetProbabilities, over baseline: TargetProbabilities? = nil,
        by estimator: any OffPolicyEstimator
    ) throws -> Estimate {
        let better = try estimator.evaluate(log, under: target, rewards: rewards)
        let other =
            try baseline.map { try estimator.evaluate(log, under: $0, rewards: rewards) } ?? Self.mean(log)
        // A difference is not bound to the range of the rewards.
        let settings = try EstimateSettings(confidence: settings.confidence, rules: settings.rules)
        return try Estimate(
            of: name, by: estimator.name, better.minus(other), basis: estimator.basis, settings: settings,
            raw: raw(for: better, target), overlap: Overlap(log, under: target, thinCount: settings.rules.thinCount))
    }

    private func estimate(
        _ name: String, _ target: TargetProbabilities, by estimator: any OffPolicyEstimator, overlap: Overlap
    ) throws -> Estimate {
        let estimation = try estimator.evaluate(log, under: target, rewards: rewards)
        let raw = try raw(for: estimation, target)
        // The target's probabilities and the propensities are rounded when written down.
        if let bound = settings.weightBound, let place = raw.firstIndex(where: { $0 > bound * (1 + 1e-6) }) {
            throw OffPolicyError(
                code: "weights.bound",
                message: "the importance weight of decision \(place) is \(raw[place]), above the declared bound of "
                    + "\(bound)",
                remedy: "declare a bound that follows from how the log's policy chooses, or none")
        }
        return try Estimate(
            of: name, by: estimator.name, estimation, basis: estimator.basis, settings: settings,
            raw: raw, overlap: overlap, rewards: log.rewards,
            termRange: settings.rewardRange.flatMap {
                estimator.termRange(rewards: $0, predictions: predictions, weightBound: settings.weightBound)
            })
    }

    private func raw(for estimation: Estimation, _ target: TargetProbabilities) throws -> [Double] {
        estimation.weights.isEmpty ? [] : try ImportanceWeights(log, under: target).values
    }

    private static func mean(_ log: LoggedDecisions) -> Estimation {
        let value = log.rewards.reduce(0, +) / Double(log.count)
        return Estimation(
            value: value, influence: log.rewards.map { $0 - value },
            weights: [Double](repeating: 1, count: log.count))
    }

    private static func range(of rewards: [Double], for log: LoggedDecisions) throws -> ClosedRange<Double> {
        guard rewards.count == log.count * log.arms.count else {
            throw OffPolicyError(
                code: "model.shape",
                message: "predictions must be \(log.count) x \(log.arms.count) numbers; got \(rewards.count)")
        }
        var (low, high) = (Double.infinity, -Double.infinity)
        for (place, prediction) in rewards.enumerated() {
            guard prediction.isFinite else {
                throw OffPolicyError(
                    code: "model.value",
                    message: "the predicted reward of arm \(place % log.arms.count) at decision "
                        + "\(place / log.arms.count) is not a finite number")
            }
            low = min(low, prediction)
            high = max(high, prediction)
        }
        return low...high
    }
}
