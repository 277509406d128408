public import Commerce

/// Turns a request into a list, and writes down all that it takes to make the same list again.
///
/// ```
/// proposals -> pool and filters -> features -> ranker -> rules, familiarity -> rate -> slate policy -> Decision
/// ```
/// A value: deciding changes nothing, and takes randomness and time from the request. A decision costs O(proposals +
/// candidates * features^2 + length * candidates) and allocates nothing in proportion to the catalogue.
public struct Decider: Sendable {
    public private(set) var items: ItemTable
    public private(set) var rules: RuleBook
    public let pool: CandidatePool
    public let filter: CandidateFilter
    public let features: FeatureBuilder
    /// How much a list is spread over departments, categories and brands, in [0, 1]. At 1 an item that only repeats
    /// what stands above it can lose as much expected reward as separates the best candidate from the average one; see
    /// the guide `decider.md`.
    public let spread: Double
    private var resolved: ResolvedRules

    /// - Throws: ``ExploreError`` `parameter` when the spread is outside [0, 1].
    public init(
        items: ItemTable, schema: FeatureSchema, pool: CandidatePool, filter: CandidateFilter = CandidateFilter(),
        rules: RuleBook, spread: Double = 0
    ) throws {
        try ExploreError.check(spread >= 0 && spread <= 1, "Decider.spread", "in [0, 1]", got: spread)
        self.items = items
        self.rules = rules
        self.pool = pool
        self.filter = filter
        self.features = FeatureBuilder(schema)
        self.spread = spread
        resolved = ResolvedRules(rules, in: items)
    }

    /// Changes the catalogue: new items, stock, prices, counts.
    public mutating func changeItems(_ edit: (inout ItemTable) throws -> Void) rethrows {
        try edit(&items)
        resolved = ResolvedRules(rules, in: items)
    }

    /// Goes by other rules.
    public mutating func follow(_ rules: RuleBook) {
        self.rules = rules
        resolved = ResolvedRules(rules, in: items)
    }

    /// Makes one decision.
    ///
    /// - Parameters:
    ///   - lists: what the sources propose.
    ///   - ranker: made for the features of this decider.
    /// - Returns: a list of `request.length` items, shorter only when nothing more may be shown.
    /// - Throws: ``ExploreError`` `parameter` for a length below 1, `ranker.features` when the ranker was made for
    ///   others, `candidates.empty` when nothing may be shown, saying why each proposal was left out, `familiarity` when
    ///   a hook answers with the wrong number of values, and what ranker and policy throw.
    public func decide(
        _ request: DecisionRequest, among lists: [CandidateList], ranker: some CandidateRanker, by choice: ListChoice,
        snapshotVersion: String? = nil
    ) throws -> Decision {
        try ExploreError.check(request.length >= 1, "DecisionRequest.length", "1 or more", got: request.length)
        guard ranker.featureNames == features.schema.names else { throw Self.strangeFeatures(ranker, features.schema) }
        let active = resolved.active(on: request.moment.surface, at: request.moment.time)
        var gate = CandidateGate(filter, items: items, request: request, rules: active)
        for list in lists { items.prefetch(list.items) }
        var pooled = try pool.merge(lists) { gate.refusal(of: $0) }
        let pinned = active.map { pinOutcome($0, request.length, &gate, &pooled) }
        guard pooled.count > 0 else { throw Self.nothingLeft(pooled, request) }

        var values: [Float] = []
        try features.write(pooled, of: items, for: request.shopper, at: request.moment, into: &values)
        var scores = CandidateScores()
        try ranker.score(features: values, items: pooled.rows, into: &scores)

        var effects = RuleEffects(
            active, pinned: pinned, candidates: pooled.rows, means: scores.means, items: items)
        var ranked = try ranked(request, pooled, scores, effects)
        if let familiarity = choice.familiarity {
            let amounts = try familiarity(ranked)
            guard amounts.count == pooled.count else {
                throw ExploreError(
                    code: "familiarity",
                    message: "familiarity must answer for \(pooled.count) candidates; it did for \(amounts.count)")
            }
            effects.adjust(by: amounts)
            ranked = try self.ranked(request, pooled, scores, effects)
        }
        let rate = try choice.rate(ranked)

        var candidates = record(pooled, values, scores, effects)
        addKinds(to: &candidates, pooled, ranked.scores)
        let problem = SlateProblem(
            scores: ranked.scores, length: request.length, pins: effects.pins, quotas: effects.quotas,
            spread: KindSpread(candidates))
        var generator = SeededGenerator(seed: request.seed)
        let slate = try problem.draw(policy: choice.policy, rate: rate.rate, using: &generator)
        effects.noteShortfalls(in: Set(slate.candidates.map { candidates.items[$0] }))

        return Decision(
            id: .ordered(time: request.moment.time, seed: request.seed, ordinal: request.ordinal),
            time: request.moment.time, shopper: request.shopperID, visitor: request.visitorID,
            session: request.sessionID, surface: request.moment.surface,
            context: request.context.merging(request.moment.context) { $1 }, candidates: candidates,
            policyVersion: choice.policy.version, snapshotVersion: snapshotVersion, rankerVersion: ranker.version,
            seed: request.seed, length: request.length,
            exploration: exploration(slate, problem, scores, rate, ranker), rules: gate.record + effects.applied,
            slate: shown(slate, candidates, pooled, ranked.scores, choice.reasons))
    }
}
