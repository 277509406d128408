public import Commerce

/// How much of a decision is stored.
public struct DecisionDetail: Sendable, Hashable {
    /// The share of decisions of which everything is stored.
    private let share: Double

    /// Everything: enough to make the same choice again, bit for bit.
    public static let full = DecisionDetail(share: 1)
    /// The candidates that were shown, and nothing of the others: enough to learn and to judge other policies from the
    /// propensities, at a tenth of the size; not enough to replay.
    public static let slate = DecisionDetail(share: 0)

    /// Everything of a share of the decisions, in [0, 1], and the slate of the others. Which, their ids alone say: a decision
    /// that is stored again is stored alike.
    public static func sampled(_ share: Double) -> DecisionDetail { DecisionDetail(share: share) }

    /// Whether everything of a decision is stored.
    func isFull(_ id: DecisionID) -> Bool {
        if share >= 1 { return true }
        return Double(XXHash64.hash(id.rawValue) >> 11) * 0x1p-53 < share
    }
}

/// Which decisions are asked for.
public struct DecisionQuery: Sendable, Hashable {
    /// The first moment.
    public var from: Timestamp?
    /// The moment after the last.
    public var until: Timestamp?
    /// Only what was shown to this shopper, also as a visitor who is known to be this shopper and nobody else.
    public var shopper: ShopperID?
    /// Only what was shown to this visitor without a shopper's name; not together with a shopper.
    public var visitor: VisitorID?
    public var surface: Surface?
    public var policyVersion: String?
    /// The policy, whatever its version: the word before the parenthesis, or a whole name.
    public var policy: String?
    /// At most so many, the oldest.
    public var limit: Int?

    public init(
        from: Timestamp? = nil, until: Timestamp? = nil, shopper: ShopperID? = nil, visitor: VisitorID? = nil,
        surface: Surface? = nil, policyVersion: String? = nil, policy: String? = nil, limit: Int? = nil
    ) {
        self.from = from
        self.until = until
        self.shopper = shopper
        self.visitor = visitor
        self.surface = surface
        self.policyVersion = policyVersion
        self.policy = policy
        self.limit = limit
    }

    public static let everything = DecisionQuery()
}

/// What became of a batch.
public struct DecisionReceipt: Sendable, Hashable {
    public var added = 0
    /// There already, with the same content.
    public var known = 0
    /// There already with another content, which stands: the new one was refused. In the order of the batch.
    public var contradicted: [DecisionID] = []

    public init() {}
}

/// The log of decisions and of what came of them. Nothing in it is ever changed.
public protocol DecisionStore: Sendable {
    /// Commits a batch of decisions, all or nothing; delivered again, it adds nothing.
    ///
    /// A decision is known by its id. The same content at the coarser of the two details is the same decision: what is
    /// stored in full is not contradicted by its slate.
    /// - Throws: ``LedgerError`` `decision.invalid` for a propensity outside (0, 1], numbers that are not finite or
    ///   columns that do not fit; then nothing of the batch is there.
    @discardableResult
    func append(_ decisions: [Decision], detail: DecisionDetail) throws -> DecisionReceipt

    func decision(_ id: DecisionID) throws -> Decision?

    /// Calls `body` with each decision, by time and then by id. It may read from the store; it must not write to it.
    func forEachDecision(matching query: DecisionQuery, _ body: (Decision) throws -> Void) throws

    /// Commits settled outcomes, all or nothing, by the same rules.
    ///
    /// - Throws: ``LedgerError`` `outcome.decision` when the ledger has no such decision, or one with a slate of another
    ///   length; `outcome.invalid` when a number is not finite.
    @discardableResult
    func append(_ outcomes: [Outcome]) throws -> DecisionReceipt

    func outcome(of id: DecisionID) throws -> Outcome?

    /// Calls `body` with each decision that has an outcome, and with it; order and rules as for decisions.
    func forEachOutcome(matching query: DecisionQuery, _ body: (Decision, Outcome) throws -> Void) throws
}

extension DecisionStore {
    /// In full.
    @discardableResult
    public func append(_ decisions: [Decision]) throws -> DecisionReceipt { try append(decisions, detail: .full) }

    public func decisions(matching query: DecisionQuery = .everything) throws -> [Decision] {
        var decisions: [Decision] = []
        try forEachDecision(matching: query) { decisions.append($0) }
        return decisions
    }
}
