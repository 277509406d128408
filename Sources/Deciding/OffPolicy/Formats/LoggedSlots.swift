public import Commerce

/// One page of several slots, filled from the same actions one after the other, and the answer of each slot.
public struct LoggedSlots: Sendable, Hashable {
    public var id: String
    public var time: Timestamp?
    public var shared: [FeatureNamespace]
    public var actions: [[FeatureNamespace]]
    public var slots: [LoggedSlot]
    /// Share of such pages that were dropped before the log was written, in [0, 1).
    public var dropped: Double
    /// False for a page that never took effect.
    public var isLearned: Bool

    public init(
        id: String, time: Timestamp? = nil, shared: [FeatureNamespace] = [], actions: [[FeatureNamespace]],
        slots: [LoggedSlot], dropped: Double = 0, isLearned: Bool = true
    ) {
        self.id = id
        self.time = time
        self.shared = shared
        self.actions = actions
        self.slots = slots
        self.dropped = dropped
        self.isLearned = isLearned
    }
}

/// One slot of a page.
public struct LoggedSlot: Sendable, Hashable {
    public var id: String?
    public var features: [FeatureNamespace]
    /// Actions that could be shown here given the slots before, as places from 0; the first is the one shown.
    public var order: [Int]
    /// Their probabilities given the slots before, in the order of ``order``; they sum to one where all are given. A log
    /// may give the first alone.
    public var probabilities: [Double]
    public var reward: Double

    public init(
        id: String? = nil, features: [FeatureNamespace] = [], order: [Int], probabilities: [Double], reward: Double
    ) {
        self.id = id
        self.features = features
        self.order = order
        self.probabilities = probabilities
        self.reward = reward
    }
}
