import Commerce
import Explore

/// A ``DecisionDesk`` that learns from every answer at once, in step with the clock of its events: for simulated shops.
struct DecisionService {
    private(set) var desk: DecisionDesk
    /// Describes lists that somebody else made: everything is allowed in them.
    private var onlooker: Decider
    private var book: OutcomeBook<ShopLearner>
    /// Settled since they were last collected.
    private var settled: [SettledDecision] = []

    init(
        desk: DecisionDesk, attribution: Attribution, rewards: RewardFunction, timing: OutcomeTiming,
        examination: [Double]
    ) throws {
        self.desk = desk
        onlooker = try Decider(
            items: desk.decider.items, schema: desk.decider.features.schema, pool: desk.decider.pool,
            filter: CandidateFilter(hidesBought: false, needsStock: false), rules: RuleBook())
        let learner = ShopLearner(
            ranker: desk.ranker, feedback: try DecisionFeedback(examination: examination),
            items: desk.decider.items.items)
        book = OutcomeBook(learner: learner, attribution: attribution, rewards: rewards, timing: timing)
    }

    /// A new morning: other stock and counts, newly trained sources, and perhaps another idea of which positions are
    /// looked at.
    mutating func renew(
        snapshot: String, at time: Timestamp, examination: [Double]? = nil,
        items edit: (inout ItemTable) throws -> Void,
        sources make: (ItemTable) throws -> CandidateSources
    ) throws {
        try desk.changeItems(edit)
        let items = desk.decider.items
        onlooker.changeItems { $0 = items }
        try advance(to: time)
        if let examination {
            let feedback = try DecisionFeedback(examination: examination)
            book.reconfigure { $0.feedback = feedback }
        }
        try desk.renew(sources: make(items), snapshot: snapshot, examination: examination)
    }

    mutating func decide(_ ask: PageAsk) throws -> Decision {
        let decision = try desk.decide(ask)
        try note(book.receive(decision))
        return decision
    }

    /// Writes down a list that somebody else made, as if it had been decided here, and learns from its answers.
    mutating func shadow(
        _ ask: PageAsk, showing entries: [(row: Int32, propensity: Double, source: String)]
    ) throws -> Decision {
        let decision = try desk.shadow(ask, showing: entries, by: onlooker)
        try note(book.receive(decision))
        return decision
    }

    mutating func observe(_ event: Event) throws {
        try desk.observe(event)
        guard book.attribution.windows[event.kind] != nil else { return }
        try note(book.receive(event))
    }

    /// Decisions that have been answered for good since the last call, for the ledger.
    mutating func collectSettled() -> [SettledDecision] {
        defer { settled = [] }
        return settled
    }

    /// Lets the time pass at which decisions are settled.
    mutating func advance(to time: Timestamp) throws { try note(book.advance(to: time)) }

    /// Settles what is still open, as it stands: nothing comes afterwards.
    mutating func finish() throws { try note(book.finish()) }

    /// What became of everything that was delivered.
    var tally: OutcomeTally { book.tally }

    private mutating func note(_ finished: [SettledDecision]) throws {
        guard !finished.isEmpty else { return }
        try desk.answered(finished)
        desk.ranker = book.settled.ranker
        settled += finished
    }
}
