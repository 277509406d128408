/// What several estimators say of one target.
public struct OffPolicyReport: Sendable {
    public var target: String
    public var estimates: [Estimate]
    /// Estimators that gave no figure, because none would be true.
    public var refusals: [OffPolicyRefusal]

    public init(target: String, estimates: [Estimate] = [], refusals: [OffPolicyRefusal] = []) {
        self.target = target
        self.estimates = estimates
        self.refusals = refusals
    }
}

/// An estimator that could not answer.
public struct OffPolicyRefusal: Sendable {
    public var target: String
    public var estimator: String
    public var error: OffPolicyError

    public init(target: String, estimator: String, error: OffPolicyError) {
        self.target = target
        self.estimator = estimator
        self.error = error
    }
}
