public import Commerce

/// Whatever learns from outcomes: a posterior, a policy, a counter.
///
/// A value: a copy learns on its own. The same decisions in the same order must give the same state, to the last bit.
public protocol OutcomeLearner: Sendable {
    /// Learns from one decision.
    ///
    /// - Parameters:
    ///   - decision: with the candidates that were shown only.
    ///   - rewards: by position of the slate.
    /// - Throws: when it cannot learn from this decision; it must then be as it was before.
    mutating func learn(_ decision: Decision, rewards: [Double]) throws
}

/// Learns nothing: for joining a record of decisions with its events, without a model.
public struct NoLearner: OutcomeLearner {
    public init() {}

    public mutating func learn(_ decision: Decision, rewards: [Double]) {}
}
