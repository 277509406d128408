/// How values become estimates: confidence, what is known of rewards and weights, and when to warn.
public struct EstimateSettings: Sendable {
    /// Of all intervals.
    public let confidence: Double
    /// Bounds of a reward; a log with a reward outside is refused. Nothing when unknown.
    public let rewardRange: ClosedRange<Double>?
    /// The largest importance weight that any decision could have had, by the design of the logging policy:
    /// `arms / epsilon` for an epsilon-greedy log, `arms` for a random one. Never taken from the log, whose largest
    /// weight bounds nothing. Nothing when unknown.
    public let weightBound: Double?
    public var rules: JudgementRules

    /// - Throws: ``OffPolicyError`` `parameter` unless `confidence` is in (0, 1) and the bounds are finite, the
    ///   weight's positive.
    public init(
        confidence: Double = 0.95, rewardRange: ClosedRange<Double>? = nil, weightBound: Double? = nil,
        rules: JudgementRules = JudgementRules()
    ) throws {
        try OffPolicyError.check(
            confidence > 0 && confidence < 1, "EstimateSettings.confidence", "in (0, 1)", got: confidence)
        if let rewardRange {
            try OffPolicyError.check(
                rewardRange.lowerBound.isFinite && rewardRange.upperBound.isFinite, "EstimateSettings.rewardRange",
                "finite", got: rewardRange)
        }
        if let weightBound {
            try OffPolicyError.check(
                weightBound > 0 && weightBound.isFinite, "EstimateSettings.weightBound", "positive and finite",
                got: weightBound)
        }
        self.confidence = confidence
        self.rewardRange = rewardRange
        self.weightBound = weightBound
        self.rules = rules
    }
}
