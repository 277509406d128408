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

extension Decision {
    /// Reads what is written; what is empty may be left out.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(DecisionID.self, forKey: .id)
        time = try container.decode(Timestamp.self, forKey: .time)
        shopper = try container.decodeIfPresent(ShopperID.self, forKey: .shopper)
        visitor = try container.decodeIfPresent(VisitorID.self, forKey: .visitor)
        session = try container.decodeIfPresent(SessionID.self, forKey: .session)
        surface = try container.decode(Surface.self, forKey: .surface)
        context = try container.decodeIfPresent([String: Double].self, forKey: .context) ?? [:]
        candidates = try container.decodeIfPresent(CandidateSet.self, forKey: .candidates) ?? CandidateSet()
        policyVersion = try container.decode(String.self, forKey: .policyVersion)
        snapshotVersion = try container.decodeIfPresent(String.self, forKey: .snapshotVersion)
        rankerVersion = try container.decodeIfPresent(String.self, forKey: .rankerVersion)
        seed = try container.decodeIfPresent(UInt64.self, forKey: .seed) ?? 0
        exploration = try container.decodeIfPresent(Exploration.self, forKey: .exploration) ?? Exploration()
        rules = try container.decodeIfPresent([AppliedRule].self, forKey: .rules) ?? []
        slate = try container.decode([ShownAction].self, forKey: .slate)
        length = try container.decodeIfPresent(Int.self, forKey: .length) ?? slate.count
    }
}
