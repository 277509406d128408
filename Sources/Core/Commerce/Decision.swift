/// What was shown to one shopper on one surface, and with what probability: the unit of the log from which any
/// other policy can be judged.
///
/// Holds everything needed to make the same choice again, bit for bit: the candidates with their features and
/// scores, the policy, the exploration it was allowed, the rules applied and the seed.
public struct Decision: Sendable, Hashable, Codable {
    /// Time-ordered, so that the log sorts by it.
    public var id: DecisionID
    public var time: Timestamp
    public var shopper: ShopperID?
    public var visitor: VisitorID?
    public var session: SessionID?
    public var surface: Surface
    /// What was known of the moment: numbers by name.
    public var context: [String: Double]
    public var candidates: CandidateSet
    /// The policy and its parameters, such as `budgeted(share=0.02)`.
    public var policyVersion: String
    /// The trained models that proposed and scored.
    public var snapshotVersion: String?
    /// The state of the online posterior: how many updates it had seen, and of which lineage.
    public var rankerVersion: String?
    /// Of the generator that drew the slate.
    public var seed: UInt64
    /// How many positions were asked for; the slate is shorter where no more could be shown.
    public var length: Int
    public var exploration: Exploration
    public var rules: [AppliedRule]
    /// From the first position to the last.
    public var slate: [ShownAction]

    public init(
        id: DecisionID, time: Timestamp, shopper: ShopperID?, visitor: VisitorID? = nil, session: SessionID? = nil,
        surface: Surface, context: [String: Double] = [:], candidates: CandidateSet, policyVersion: String,
        snapshotVersion: String? = nil, rankerVersion: String? = nil, seed: UInt64 = 0,
        length: Int? = nil, exploration: Exploration = Exploration(), rules: [AppliedRule] = [], slate: [ShownAction]
    ) {
        self.id = id
        self.time = time
        self.shopper = shopper
        self.visitor = visitor
        self.session = session
        self.surface = surface
        self.context = context
        self.candidates = candidates
        self.policyVersion = policyVersion
        self.snapshotVersion = snapshotVersion
        self.rankerVersion = rankerVersion
        self.seed = seed
        self.length = length ?? slate.count
        self.exploration = exploration
        self.rules = rules
        self.slate = slate
    }
}
