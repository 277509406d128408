/// Applies ``JudgementRules`` to one estimate.
struct Judge {
    let rules: JudgementRules
    let basis: EstimatorBasis
    let decisions: Int

    /// In order of gravity, then of the rules.
    func warnings(
        value: Double, interval: ConfidenceInterval, weights: WeightDiagnostics?, heaviest: Double,
        overlap: Overlap?, support: RewardSupport?, rewardRange: ClosedRange<Double>?
    ) -> [EstimateWarning] {
        var found: [EstimateWarning] = []
        if let overlap { found += judge(overlap) }
        if basis == .model { found.append(.modelOnly) }
        if let weights, basis != .model { found += judge(weights, blindMass: overlap?.blindMass ?? 0) }
        if heaviest > rules.heavyInfluence { found.append(.heavyInfluence(heaviest)) }
        if let support, basis != .model, support.telling < rules.rareRewards {
            found.append(
                support.isSilent ? .silentRewards() : .rareRewards(support.telling, isBinary: support.isBinary))
        }
        if let rewardRange, value < rewardRange.lowerBound || value > rewardRange.upperBound {
            found.append(.outOfRange(value, rewardRange))
        }
        if support?.isNonNegative == true, interval.width > 2 * abs(value) {
            found.append(.wide(value, interval))
        }
        return found.enumerated()
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .map(\.element)
    }

    private func judge(_ overlap: Overlap) -> [EstimateWarning] {
        var found: [EstimateWarning] = []
        if overlap.blindMass > 1e-9 {
            let severity: EstimateWarning.Severity =
                overlap.blindMass <= rules.blindMass ? .note : basis == .weights ? .fatal : .weak
            found.append(.blind(overlap, basis: basis, severity: severity))
        }
        if overlap.thinMass > rules.thinMass { found.append(.thin(overlap)) }
        return found
    }

    private func judge(_ weights: WeightDiagnostics, blindMass: Double) -> [EstimateWarning] {
        var found: [EstimateWarning] = []
        if weights.effectiveSampleSize < rules.fewEffective {
            found.append(.few(weights, of: decisions, severity: .fatal))
        } else if weights.effectiveSampleSize < rules.scarceEffective {
            found.append(.few(weights, of: decisions, severity: .weak))
        }
        if weights.largestShare > rules.heavyShare { found.append(.heavy(weights)) }
        let gap = abs(weights.mean - (1 - blindMass))
        if gap > rules.meanTolerance, gap > rules.meanErrors * weights.meanError {
            found.append(.mean(weights, expected: 1 - blindMass))
        }
        if weights.cutShare > rules.cutShare { found.append(.cut(weights)) }
        return found
    }
}
