import Commerce
import Explore
import Foundation

/// What a page asks for.
struct PageAsk {
    var shopper: ShopperID?
    var visitor: VisitorID?
    var session: SessionID?
    var surface: Surface
    var time: Timestamp
    var length: Int
    /// The item of the page, in rows of the table.
    var anchor: Int32?
    /// The category of the page, by its number in the table.
    var category: Int32?
    var excluded: [Int32] = []
    var seed: UInt64
    /// The name of the decision, where somebody else gives it.
    var id: DecisionID?
}

/// Decides for one shop and learns from the answers: serving, without a network.
///
/// A value that one task owns. ``decide(_:)`` explores within the budget of its surface, ``observe(_:)`` takes events in,
/// and what has been answered for good is learned and handed to `record`.
struct DecisionService {
    private(set) var decider: Decider
    /// Describes lists that somebody else made: everything is allowed in them.
    private var onlooker: Decider
    private(set) var memory = ShopperMemory()
    private(set) var control: ExplorationControl
    private var sources: CandidateSources
    private var snapshot: String?
    private let consistency: ConsistencyDials
    /// What items are expected to earn, averaged over shoppers.
    private var population: [Surface: PopulationTaste] = [:]
    private var book: OutcomeBook<ShopLearner>
    /// Settled since they were last collected.
    private var settled: [SettledDecision] = []
    private var decisions: UInt64 = 0

    /// - Parameters:
    ///   - examination: chance that each position is looked at, relative to the first.
    init(
        items: ItemTable, schema: FeatureSchema, ranker: MixedEffectsRanker, sources: CandidateSources,
        choice: PolicyChoice, consistency: ConsistencyDials = ConsistencyDials(), attribution: Attribution,
        rewards: RewardFunction, timing: OutcomeTiming, examination: [Double]
    ) throws {
        let pool = try CandidatePool(capacity: 300)
        decider = try Decider(items: items, schema: schema, pool: pool, rules: RuleBook())
        onlooker = try Decider(
            items: items, schema: schema, pool: pool, filter: CandidateFilter(hidesBought: false, needsStock: false),
            rules: RuleBook())
        self.sources = sources
        self.consistency = consistency
        control = try ExplorationControl(
            choice: choice, noise: ranker.noiseVariance, examination: examination)
        let feedback = try DecisionFeedback(examination: examination)
        book = OutcomeBook(
            learner: ShopLearner(ranker: ranker, feedback: feedback, items: items.items), attribution: attribution,
            rewards: rewards, timing: timing)
    }

    /// What has been learned for good.
    var ranker: MixedEffectsRanker { book.settled.ranker }

    /// A new morning: other stock and counts, newly trained sources, and perhaps another idea of which positions are
    /// looked at.
    mutating func renew(
        snapshot: String, at time: Timestamp, examination: [Double]? = nil,
        items edit: (inout ItemTable) throws -> Void,
        sources make: (ItemTable) throws -> CandidateSources
    ) throws {
        try decider.changeItems(edit)
        let items = decider.items
        onlooker.changeItems { $0 = items }
        sources = try make(items)
        self.snapshot = snapshot
        try advance(to: time)
        if let examination {
            let feedback = try DecisionFeedback(examination: examination)
            book.reconfigure { $0.feedback = feedback }
        }
        try control.renew(noise: ranker.noiseVariance, examination: examination)
    }

    mutating func decide(_ ask: PageAsk) throws -> Decision {
        let key = memory.key(shopper: ask.shopper, visitor: ask.visitor)
        let facts = memory.facts(of: key, in: decider.items)
        var person = memory.person(key)
        person.enter(ask.session)
        let lists = try sources.lists(
            for: person.history, anchor: ask.anchor, category: ask.category, items: decider.items)
        let moment = Moment(
            surface: ask.surface, time: ask.time, sessionEvents: person.sessionEvents, cartItems: person.cart.count,
            ignoredLists: person.ignoredLists, anchor: ask.anchor)
        decisions += 1
        let request = DecisionRequest(
            shopperID: ask.shopper, visitorID: ask.visitor, sessionID: ask.session, shopper: facts, moment: moment,
            length: ask.length, seed: try consistency.seed(for: ask, orElse: decisions), ordinal: decisions,
            excluded: ask.excluded)
        let history = person.history
        let situation = ExplorationSituation(
            pastEvents: history.count, stage: person.cart.isEmpty ? .browsing : .cart,
            ignoredTrials: person.ignoredTrials)
        let (rate, plan) = try control.rate(on: ask.surface, in: situation)
        var list = ListChoice(policy: control.policy, rate: rate)
        list.familiarity = try consistency.additions(
            lists: person.lists[ask.surface] ?? [], population: population[ask.surface] ?? PopulationTaste())
        list.reasons = { [sources] row in sources.reasons(for: row, source: "", history: history) }
        var decision = try decider.decide(request, among: lists, ranker: ranker, by: list, snapshotVersion: snapshot)
        if let id = ask.id { decision.id = id }
        try control.settle(plan, decision)
        memory.shown(decision, to: key)
        if consistency.shared > 0 { population[ask.surface, default: PopulationTaste()].take(decision) }
        try note(book.receive(decision))
        return decision
    }

    /// Writes down a list that somebody else made, as if it had been decided here, and learns from its answers.
    mutating func shadow(
        _ ask: PageAsk, showing entries: [(row: Int32, propensity: Double, source: String)]
    ) throws -> Decision {
        let key = memory.key(shopper: ask.shopper, visitor: ask.visitor)
        let facts = memory.facts(of: key, in: decider.items)
        var person = memory.person(key)
        person.enter(ask.session)
        let shown = Set(entries.map(\.row))
        // The sources' scores of the items shown are features; what was not shown teaches nothing.
        var lists = try sources.lists(
            for: person.history, anchor: ask.anchor, category: ask.category, items: decider.items
        ).map { list in
            let kept = list.items.indices.filter { shown.contains(list.items[$0]) }
            return try CandidateList(
                source: list.source, items: kept.map { list.items[$0] }, scores: kept.map { list.scores[$0] })
        }
        lists.append(try CandidateList(source: "shop", items: entries.map(\.row), scores: entries.map { _ in 0 }))
        let moment = Moment(
            surface: ask.surface, time: ask.time, sessionEvents: person.sessionEvents, cartItems: person.cart.count,
            ignoredLists: person.ignoredLists, anchor: ask.anchor)
        decisions += 1
        let request = DecisionRequest(
            shopperID: ask.shopper, visitorID: ask.visitor, sessionID: ask.session, shopper: facts, moment: moment,
            length: entries.count, seed: ask.seed, ordinal: decisions)
        var decision = try onlooker.decide(
            request, among: lists, ranker: ranker, by: ListChoice(policy: GreedySlate()), snapshotVersion: snapshot)
        if let id = ask.id { decision.id = id }
        decision.policyVersion = "shop"
        decision.slate = entries.enumerated().map { place, entry in
            ShownAction(
                item: decider.items.items[entry.row], position: place + 1, propensity: entry.propensity,
                source: entry.source, score: 0)
        }
        memory.shown(decision, to: key)
        try note(book.receive(decision))
        return decision
    }

    mutating func observe(_ event: Event) throws {
        memory.observe(event, item: event.item.flatMap { decider.items.row(of: $0) })
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
        for one in finished { try control.answered(one) }
        settled += finished
    }
}
