public import Commerce

/// The candidates of a decision, ranked, before the list is made.
public struct RankedCandidates {
    public let request: DecisionRequest
    public let items: ItemTable
    /// Rows of ``items``. Shape [candidates].
    public let rows: [Int32]
    /// Expected rewards and variances with what rules, and familiarity where it is already in, added to the means.
    public let scores: ScoredActions
    /// Places among the candidates that rules have pinned.
    public let pinned: [Int]

    /// What the policy chooses from: the candidates that are not pinned; nothing when all are.
    public var choosable: ScoredActions? {
        guard !pinned.isEmpty else { return scores }
        let free = scores.means.indices.filter { !pinned.contains($0) }
        return try? ScoredActions(means: free.map { scores.means[$0] }, variances: free.map { scores.variances[$0] })
    }

    /// How many positions the policy chooses.
    public var positions: Int { max(0, min(request.length, rows.count) - pinned.count) }
}

/// How much a decision may explore, and what that follows from.
public struct ExplorationRate: Sendable, Hashable {
    /// In [0, 1].
    public var rate: Double
    /// What it was scaled by, by name, for the record.
    public var factors: [String: Double]
    /// Expected reward of the list that exploits only, in the unit in which the policy counts what it spends; nothing
    /// means the plain sum over the positions that the policy chooses.
    public var greedyReward: Double?

    public init(_ rate: Double, factors: [String: Double] = [:], greedyReward: Double? = nil) {
        self.rate = rate
        self.factors = factors
        self.greedyReward = greedyReward
    }

    /// What an ``ExplorationBudget`` planned.
    public init(_ plan: ExplorationPlan) {
        self.init(plan.rate, factors: plan.factors, greedyReward: plan.offer.greedyReward)
    }
}

/// How a list is chosen from ranked candidates.
public struct ListChoice {
    public var policy: any SlatePolicy
    /// How much this decision may explore.
    public var rate: (RankedCandidates) throws -> ExplorationRate
    /// What familiarity adds to the mean of each candidate: finite, shape [candidates]. Nothing adds nothing.
    public var familiarity: ((RankedCandidates) throws -> [Float])?
    /// Why an item is shown that a source proposed; asked for the items of the list only.
    public var reasons: (_ row: Int32, _ source: String) -> [Reason]

    public init(
        policy: any SlatePolicy, rate: @escaping (RankedCandidates) throws -> ExplorationRate,
        familiarity: ((RankedCandidates) throws -> [Float])? = nil,
        reasons: @escaping (_ row: Int32, _ source: String) -> [Reason] = { _, _ in [] }
    ) {
        self.policy = policy
        self.rate = rate
        self.familiarity = familiarity
        self.reasons = reasons
    }

    /// A policy that always explores as much.
    public init(policy: any SlatePolicy, rate: Double = 1) {
        self.init(policy: policy, rate: { _ in ExplorationRate(rate) })
    }
}
