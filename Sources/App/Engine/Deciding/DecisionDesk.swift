import Commerce
import Experiment
import Explore

/// Decides for one shop, by what is known at the moment: catalogue, sources, shoppers, ranker, budget.
///
/// A value that one task owns. What is learned from answers is brought in from outside: ``ranker`` and ``answered(_:)``.
struct DecisionDesk {
    private(set) var decider: Decider
    private(set) var memory: ShopperMemory
    /// The one that decides, and while another is tried that one.
    private var arms: [Arm]
    private var split: TrafficSplit?
    /// What lists are ranked by.
    var ranker: MixedEffectsRanker
    private var sources: CandidateSources
    private(set) var snapshot: String?
    /// What items are expected to earn, averaged over shoppers.
    private var population: [Surface: PopulationTaste] = [:]
    private var decisions: UInt64 = 0

    /// A way of choosing lists.
    private struct Arm {
        var control: ExplorationControl
        var consistency: ConsistencyDials
    }

    /// How much the policy that decides explores.
    var control: ExplorationControl { arms[0].control }

    /// - Parameters:
    ///   - examination: chance that each position is looked at, relative to the first.
    init(
        items: ItemTable, schema: FeatureSchema, ranker: MixedEffectsRanker, sources: CandidateSources,
        choice: PolicyChoice, consistency: ConsistencyDials = ConsistencyDials(), examination: [Double],
        memory: ShopperMemory = ShopperMemory(), rules: RuleBook? = nil, snapshot: String? = nil
    ) throws {
        decider = try Decider(
            items: items, schema: schema, pool: CandidatePool(capacity: 300), rules: rules ?? RuleBook())
        self.ranker = ranker
        self.sources = sources
        self.memory = memory
        self.snapshot = snapshot
        let control = try ExplorationControl(choice: choice, noise: ranker.noiseVariance, examination: examination)
        arms = [Arm(control: control, consistency: consistency)]
    }

    /// Changes what is known of the catalogue, now.
    mutating func changeItems(_ edit: (inout ItemTable) throws -> Void) rethrows { try decider.changeItems(edit) }

    /// Goes by other rules.
    mutating func follow(_ rules: RuleBook) { decider.follow(rules) }

    /// Goes on with other dials.
    mutating func turn(to dials: LiveDials) throws {
        try arms[0].control.turn(to: dials.policy)
        for place in arms.indices { arms[place].consistency = dials.consistency }
    }

    /// Lets another policy decide for a share of the people; with the same policy again only the share changes.
    mutating func tryOut(_ choice: PolicyChoice, on split: TrafficSplit) throws {
        self.split = split
        guard arms.count == 1 else { return }
        var trial = arms[0]
        trial.control = try control.beginning(with: choice)
        arms.append(trial)
    }

    /// Lets the one policy decide for everybody again.
    mutating func endTrial() {
        split = nil
        arms.removeLast(arms.count - 1)
    }

    /// Items that have just come can be proposed from now on.
    mutating func propose(_ rows: [Int32]) {
        for row in rows { sources.add(row, in: decider.items) }
    }

    /// Whether items stand in a category itself, not only below it.
    func isNarrowest(_ category: Int32) -> Bool { sources.knows(category) }

    /// Under which name the one whom an event tells of is remembered; nothing when it names nobody.
    mutating func key(of event: Event) throws -> ShopperMemory.Key? {
        try memory.key(shopper: event.shopper, visitor: event.visitor)
    }

    /// See ``ShopperMemory/leaving(_:)``.
    mutating func leaving(_ keys: [ShopperMemory.Key]) { memory.leaving(keys) }
    mutating func arrived(_ keys: [ShopperMemory.Key]) { memory.arrived(keys) }

    /// Goes on with newly trained sources, and perhaps another idea of which positions are looked at.
    mutating func renew(sources: CandidateSources, snapshot: String?, examination: [Double]? = nil) throws {
        self.sources = sources
        self.snapshot = snapshot
        for place in arms.indices {
            try arms[place].control.renew(noise: ranker.noiseVariance, examination: examination)
        }
    }

    /// - Throws: ``ExploreError`` `candidates.empty` when nothing may be shown.
    mutating func decide(_ ask: PageAsk) throws -> Decision {
        let place = split?.isNew(shopper: ask.shopper, visitor: ask.visitor) == true ? 1 : 0
        let consistency = arms[place].consistency
        let (key, person, lists, request) = try prepare(ask, consistency)
        let history = person.history
        let situation = ExplorationSituation(
            pastEvents: history.count, stage: person.cart.isEmpty ? .browsing : .cart,
            ignoredTrials: person.ignoredTrials)
        let (rate, plan) = try arms[place].control.rate(on: ask.surface, in: situation)
        var list = ListChoice(policy: arms[place].control.policy, rate: rate)
        list.familiarity = try consistency.additions(
            lists: person.lists[ask.surface] ?? [], population: population[ask.surface] ?? PopulationTaste())
        if ask.explains {
            list.reasons = { [sources] row, source in sources.reasons(for: row, source: source, history: history) }
        }
        var decision = try decider.decide(request, among: lists, ranker: ranker, by: list, snapshotVersion: snapshot)
        if let id = ask.id { decision.id = id }
        try arms[place].control.settle(plan, decision)
        memory.shown(decision, to: key)
        if consistency.shared > 0 { population[ask.surface, default: PopulationTaste()].take(decision) }
        return decision
    }

    /// Writes down a list that somebody else made, as if it had been decided here.
    ///
    /// - Parameter onlooker: a decider of the same items that allows everything.
    mutating func shadow(
        _ ask: PageAsk, showing entries: [(row: Int32, propensity: Double, source: String)], by onlooker: Decider
    ) throws -> Decision {
        var ask = ask
        ask.length = entries.count
        ask.excluded = []
        let (key, _, proposals, request) = try prepare(ask, arms[0].consistency)
        let shown = Set(entries.map(\.row))
        // The sources' scores of the items shown are features; what was not shown teaches nothing.
        var lists = try proposals.map { list in
            let kept = list.items.indices.filter { shown.contains(list.items[$0]) }
            return try CandidateList(
                source: list.source, items: kept.map { list.items[$0] }, scores: kept.map { list.scores[$0] })
        }
        lists.append(try CandidateList(source: "shop", items: entries.map(\.row), scores: entries.map { _ in 0 }))
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
        return decision
    }

    /// Remembers what somebody did.
    mutating func observe(_ event: Event) throws {
        try memory.observe(event, item: event.item.flatMap { decider.items.row(of: $0) })
    }

    /// What somebody did, as decisions see it, in rows of the table.
    mutating func history(of person: ShopperMemory.Key) throws -> History {
        var key: ShopperMemory.Key? = person
        if case .visitor(let visitor) = person { key = try memory.key(shopper: nil, visitor: visitor) }
        return try memory.person(key) { decider.items.row(of: $0) }.history
    }

    /// Forgets people; whoever comes back comes from the archive.
    mutating func forget(_ keys: [ShopperMemory.Key]) { memory.forget(keys) }

    /// Tells budget and guard rail what came of decisions.
    mutating func answered(_ settled: [SettledDecision]) throws {
        // Each passes over what the other decided.
        for place in arms.indices {
            for one in settled { try arms[place].control.answered(one) }
        }
    }

    /// Who asks, what the sources propose, and the question to the decider.
    private mutating func prepare(
        _ ask: PageAsk, _ consistency: ConsistencyDials
    ) throws -> (
        key: ShopperMemory.Key?, person: ShopperMemory.Person, lists: [CandidateList], request: DecisionRequest
    ) {
        let key = try memory.key(shopper: ask.shopper, visitor: ask.visitor)
        var person = try memory.person(key) { decider.items.row(of: $0) }
        let facts = memory.facts(of: person, as: key, in: decider.items)
        person.enter(ask.session)
        let lists = try sources.lists(
            for: person.history, anchor: ask.anchor, category: ask.category, items: decider.items, allows: ask.allows)
        let moment = Moment(
            surface: ask.surface, time: ask.time, sessionEvents: person.sessionEvents, cartItems: person.cart.count,
            ignoredLists: person.ignoredLists, anchor: ask.anchor)
        decisions += 1
        let request = DecisionRequest(
            shopperID: ask.shopper, visitorID: ask.visitor, sessionID: ask.session, shopper: facts, moment: moment,
            length: ask.length, seed: try consistency.seed(for: ask, orElse: decisions), ordinal: decisions,
            excluded: ask.excluded, context: ask.context)
        return (key, person, lists, request)
    }
}
