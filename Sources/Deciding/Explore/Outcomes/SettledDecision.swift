public import Commerce

/// A decision whose outcome is known for good.
public struct SettledDecision: Sendable {
    /// With the candidates that were shown only.
    public var decision: Decision
    public var outcome: Outcome
    /// Whether its windows had closed. False only for what was still open when the record ended: its reward is a lower
    /// bound of what it earned, not what it earned.
    public var isMature: Bool
    /// Why its reward could not be had; the rewards are then 0, and must not be learned from.
    public var fault: ExploreError?

    public init(decision: Decision, outcome: Outcome, isMature: Bool, fault: ExploreError? = nil) {
        self.decision = decision
        self.outcome = outcome
        self.isMature = isMature
        self.fault = fault
    }
}

/// A place in the canonical order of decisions: by time, then by id.
public struct DecisionMark: Sendable, Hashable, Codable, Comparable {
    public var time: Timestamp
    public var decision: DecisionID

    public init(time: Timestamp, decision: DecisionID) {
        self.time = time
        self.decision = decision
    }

    /// The place of a decision.
    public init(of decision: Decision) { self.init(time: decision.time, decision: decision.id) }

    public static func < (left: Self, right: Self) -> Bool {
        (left.time, left.decision) < (right.time, right.decision)
    }
}
