/// What a log says about a target policy, with everything that is needed to doubt it.
public struct Estimate: Sendable, Hashable {
    /// Name of the target policy.
    public var target: String
    /// Name of the estimator.
    public var estimator: String
    /// Length of the log.
    public var decisions: Int
    /// Estimated mean reward per decision.
    public var value: Double
    public var standardError: Double
    /// Of both intervals.
    public var confidence: Double
    /// By Student's distribution: ``Estimation/interval(confidence:)``.
    public var interval: ConfidenceInterval
    /// By the empirical Bernstein bound: ``Estimation/bernsteinInterval(confidence:range:)``. Nothing where the terms
    /// are not independent or their range is not known.
    public var bernstein: ConfidenceInterval?
    /// Nothing when only a model spoke.
    public var weights: WeightDiagnostics?
    /// Nothing where it was not measured.
    public var overlap: Overlap?
    /// The gravest first.
    public var warnings: [EstimateWarning]
    public var verdict: OffPolicyVerdict

    /// Turns an estimation into an estimate: intervals, diagnostics, warnings, verdict. O(decisions).
    ///
    /// - Parameters:
    ///   - raw: importance weights before any cut. Shape [decisions]; empty when they are those of the estimation.
    ///   - rewards: observed rewards, to see how many of them tell. Shape [decisions]; empty skips that rule.
    ///   - termRange: bounds of one decision's term, for the Bernstein interval.
    /// - Throws: ``OffPolicyError`` `log.small` for fewer than two decisions.
    public init(
        of target: String, by estimator: String, _ estimation: Estimation, basis: EstimatorBasis,
        settings: EstimateSettings, raw: [Double] = [], overlap: Overlap? = nil, rewards: [Double] = [],
        termRange: ClosedRange<Double>? = nil
    ) throws {
        self.target = target
        self.estimator = estimator
        decisions = estimation.influence.count
        value = estimation.value
        standardError = try estimation.standardError()
        confidence = settings.confidence
        interval = try estimation.interval(confidence: settings.confidence)
        bernstein = try termRange.map {
            try estimation.bernsteinInterval(confidence: settings.confidence, range: $0)
        }
        let weights =
            estimation.weights.isEmpty
            ? nil
            : WeightDiagnostics(
                used: estimation.weights, raw: raw.isEmpty ? estimation.weights : raw, cutShare: estimation.cutShare)
        self.weights = weights
        self.overlap = overlap
        warnings = Judge(rules: settings.rules, basis: basis, decisions: decisions).warnings(
            value: value, interval: interval, weights: weights,
            heaviest: estimation.largestShareOfVariance, overlap: overlap,
            support: rewards.isEmpty ? nil : RewardSupport(rewards, weights: estimation.weights),
            rewardRange: settings.rewardRange)
        verdict = OffPolicyVerdict(warnings)
    }
}

extension Estimate: Codable {
    /// `ess` and `maxWeight` repeat two figures of `weights`, as scripts look for them at the top.
    private enum CodingKeys: String, CodingKey {
        case target, estimator, decisions, value, standardError, confidence, interval, bernstein, ess, maxWeight
        case weights, overlap, warnings, verdict
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        target = try container.decode(String.self, forKey: .target)
        estimator = try container.decode(String.self, forKey: .estimator)
        decisions = try container.decode(Int.self, forKey: .decisions)
        value = try container.decode(Double.self, forKey: .value)
        standardError = try container.decode(Double.self, forKey: .standardError)
        confidence = try container.decode(Double.self, forKey: .confidence)
        interval = try container.decode(ConfidenceInterval.self, forKey: .interval)
        bernstein = try container.decodeIfPresent(ConfidenceInterval.self, forKey: .bernstein)
        weights = try container.decodeIfPresent(WeightDiagnostics.self, forKey: .weights)
        overlap = try container.decodeIfPresent(Overlap.self, forKey: .overlap)
        warnings = try container.decode([EstimateWarning].self, forKey: .warnings)
        verdict = try container.decode(OffPolicyVerdict.self, forKey: .verdict)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(target, forKey: .target)
        try container.encode(estimator, forKey: .estimator)
        try container.encode(decisions, forKey: .decisions)
        try container.encode(value, forKey: .value)
        try container.encode(standardError, forKey: .standardError)
        try container.encode(confidence, forKey: .confidence)
        try container.encode(interval, forKey: .interval)
        try container.encodeIfPresent(bernstein, forKey: .bernstein)
        try container.encodeIfPresent(weights?.effectiveSampleSize, forKey: .ess)
        try container.encodeIfPresent(weights?.largest, forKey: .maxWeight)
        try container.encodeIfPresent(weights, forKey: .weights)
        try container.encodeIfPresent(overlap, forKey: .overlap)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(verdict, forKey: .verdict)
    }
}
