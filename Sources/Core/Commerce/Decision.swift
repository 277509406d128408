/// What was shown to one shopper on one surface, and with what probability: the unit of the log from which any
/// other policy can be judged.
public struct Decision: Sendable, Hashable, Codable {
    /// Time-ordered, so that the log sorts by it.
    public var id: DecisionID
    public var time: Timestamp
    public var shopper: ShopperID?
    public var visitor: VisitorID?
    public var surface: Surface
    public var context: [String: Double]
    public var candidates: [ItemID]
    public var policyVersion: String
    public var snapshotVersion: String?
    /// From the first position to the last.
    public var slate: [ShownAction]

    public init(
        id: DecisionID, time: Timestamp, shopper: ShopperID?, visitor: VisitorID? = nil,
        surface: Surface, context: [String: Double] = [:], candidates: [ItemID],
        policyVersion: String, snapshotVersion: String? = nil, slate: [ShownAction]
    ) {
        self.id = id
        self.time = time
        self.shopper = shopper
        self.visitor = visitor
        self.surface = surface
        self.context = context
        self.candidates = candidates
        self.policyVersion = policyVersion
        self.snapshotVersion = snapshotVersion
        self.slate = slate
    }
}

/// One action of a slate.
public struct ShownAction: Sendable, Hashable, Codable {
    public var item: ItemID
    /// Place in the slate, from 1.
    public var position: Int
    /// Probability that the policy shows this item at this position, given the positions before; in (0, 1].
    public var propensity: Double
    /// The candidate source that proposed the item.
    public var source: String
    public var score: Double
    public var reasons: [Reason]
    /// Put there by a rule: its propensity is 1 and nothing is learned from it.
    public var isPinned: Bool

    public init(
        item: ItemID, position: Int, propensity: Double, source: String, score: Double,
        reasons: [Reason] = [], isPinned: Bool = false
    ) {
        self.item = item
        self.position = position
        self.propensity = propensity
        self.source = source
        self.score = score
        self.reasons = reasons
        self.isPinned = isPinned
    }
}

/// The events attributed to a decision within its window, and what they were worth.
public struct Outcome: Sendable, Hashable, Codable {
    public var decision: DecisionID
    public var events: [Event]
    public var reward: Double

    public init(decision: DecisionID, events: [Event], reward: Double) {
        self.decision = decision
        self.events = events
        self.reward = reward
    }
}
