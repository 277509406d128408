/// A log of slates, ready to judge target policies: values become ``Estimate``s with intervals, warnings and a verdict.
public struct SlateEvaluation: Sendable {
    public let log: LoggedSlates
    public let settings: EstimateSettings
    /// Reward of each slate. Shape [decisions].
    private let totals: [Double]

    /// - Parameter settings: its reward range is that of a whole slate. O(decisions * positions).
    /// - Throws: ``OffPolicyError`` `log.small` for fewer than two slates; `log.reward` with the first decision whose
    ///   slate earned more or less than the declared range.
    public init(_ log: LoggedSlates, settings: EstimateSettings) throws {
        guard log.count > 1 else {
            throw OffPolicyError(
                code: "log.small", message: "an error needs at least two decisions; the log has \(log.count)")
        }
        let positions = log.positions
        totals = (0..<log.count).map { slate in
            var sum = 0.0
            for index in slate * positions..<(slate + 1) * positions { sum += log.rewards[index] }
            return sum
        }
        if let range = settings.rewardRange, let place = totals.firstIndex(where: { !range.contains($0) }) {
            throw OffPolicyError(
                code: "log.reward",
                message: "the reward of the slate of decision \(place) must be in the declared range, "
                    + "\(range.lowerBound) to \(range.upperBound); got \(totals[place])")
        }
        self.log = log
        self.settings = settings
    }

    /// One estimator's estimate of one target, with a note on what it takes for granted of shoppers.
    ///
    /// - Throws: what the estimator throws.
    public func estimate(
        _ name: String, _ target: SlateTarget, by estimator: any SlateEstimator, model: SlateModel? = nil
    ) throws -> Estimate {
        let estimation = try estimator.evaluate(log, under: target, model: model)
        let raw = estimation.cutShare > 0 ? try estimator.importanceWeights(log, under: target) : []
        var estimate = try Estimate(
            of: name, by: estimator.name, estimation, basis: estimator.basis, settings: settings, raw: raw,
            rewards: totals)
        if let note = EstimateWarning.assumes(estimator.behaviour) { estimate.warnings.append(note) }
        return estimate
    }

    /// All estimators' estimates of one target; those that refuse are listed with their reason.
    public func report(
        _ name: String, _ target: SlateTarget, by estimators: [any SlateEstimator], model: SlateModel? = nil
    ) throws -> OffPolicyReport {
        var report = OffPolicyReport(target: name)
        for estimator in estimators {
            do {
                report.estimates.append(try estimate(name, target, by: estimator, model: model))
            } catch let error as OffPolicyError {
                report.refusals.append(OffPolicyRefusal(target: name, estimator: estimator.name, error: error))
            }
        }
        return report
    }

    /// What the logging policy itself earned: the mean reward of a slate.
    public func observed(_ name: String = "log") throws -> Estimate {
        let value = totals.reduce(0, +) / Double(totals.count)
        let estimation = Estimation(
            value: value, influence: totals.map { $0 - value }, weights: [Double](repeating: 1, count: totals.count))
        return try Estimate(
            of: name, by: "mean", estimation, basis: .weights, settings: settings, rewards: totals,
            termRange: settings.rewardRange)
    }
}
