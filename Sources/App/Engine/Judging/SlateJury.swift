import OffPolicy

/// Estimates for logs of lists.
struct SlateJury {
    let log: LoggedSlates
    let estimators: [any SlateEstimator]
    let settings: EstimateSettings

    /// What the lists that were shown earned.
    func observed(_ name: String) throws -> Estimate {
        try Estimate(of: name, by: "mean", mean, basis: .weights, settings: settings, rewards: totals)
    }

    /// Adds an estimate for each assumption on how shoppers read a list; what cannot be estimated is listed as refused.
    func judge(_ name: String, _ target: SlateTarget, into report: inout JudgingReport) throws {
        // A difference is not bound to the range of the rewards.
        let free = try EstimateSettings(confidence: settings.confidence, rules: settings.rules)
        for estimator in estimators {
            do {
                let estimation = try estimator.evaluate(log, under: target, model: nil)
                let estimate = try Estimate(
                    of: name, by: estimator.name, estimation, basis: .weights, settings: settings, rewards: totals)
                let gain = try Estimate(
                    of: name, by: estimator.name, estimation.minus(mean), basis: .weights, settings: free)
                report.rows.append(JudgingReport.Row(estimate: estimate, gain: gain))
            } catch let error as OffPolicyError {
                report.refusals.append(OffPolicyRefusal(target: name, estimator: estimator.name, error: error))
            }
        }
    }

    /// Reward of each whole list.
    private var totals: [Double] {
        (0..<log.count).map { list in
            log.rewards[list * log.positions..<(list + 1) * log.positions].reduce(0, +)
        }
    }

    private var mean: Estimation {
        let totals = totals
        let value = totals.reduce(0, +) / Double(totals.count)
        return Estimation(
            value: value, influence: totals.map { $0 - value }, weights: [Double](repeating: 1, count: totals.count))
    }
}
