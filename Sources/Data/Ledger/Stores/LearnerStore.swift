public import Commerce

/// The state of an online learner at one moment, and the place in the log that it has reached.
public struct LearnerCheckpoint: Sendable, Hashable {
    /// Which learner: states of one lineage follow each other.
    public var lineage: String
    /// How many decisions it has learned.
    public var updates: Int
    public var created: Timestamp
    /// The last decision learned, by which learning goes on; nothing for a learner that has learned none.
    public var lastDecision: DecisionID?
    public var lastTime: Timestamp?
    /// The learner's own form.
    public var state: [UInt8]

    public init(
        lineage: String, updates: Int, created: Timestamp, lastDecision: DecisionID? = nil, lastTime: Timestamp? = nil,
        state: [UInt8]
    ) {
        self.lineage = lineage
        self.updates = updates
        self.created = created
        self.lastDecision = lastDecision
        self.lastTime = lastTime
        self.state = state
    }
}

/// Keeps what online learners know, so that a restart goes on where it stopped.
public protocol LearnerStore: Sendable {
    /// Commits a checkpoint, and lets go of all but the newest `keeping` of its lineage.
    ///
    /// A checkpoint of the same lineage and number of updates is replaced.
    /// - Precondition: `keeping` is positive.
    func record(_ checkpoint: LearnerCheckpoint, keeping: Int) throws

    /// The one with most updates whose bytes are what was stored; damaged ones are passed over.
    func latestCheckpoint(of lineage: String) throws -> LearnerCheckpoint?
}
