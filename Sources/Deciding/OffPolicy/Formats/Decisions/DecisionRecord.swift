public import Commerce

/// A decision with its answer: a line of our own log format.
public struct DecisionRecord: Sendable, Hashable, Codable {
    public var decision: Decision
    /// Nothing while the decision's window is open.
    public var outcome: Outcome?

    public init(decision: Decision, outcome: Outcome? = nil) {
        self.decision = decision
        self.outcome = outcome
    }
}
