import ArgumentParser
import Commerce
import Explore
import Linear

/// A made-up catalogue and what decides over it.
struct DecisionShop {
    enum Policy: String, CaseIterable, ExpressibleByArgument {
        case greedy, budgeted, thompson, softmax, squareCB
    }

    static let sources = ["popularity", "item-knn", "ease", "new"]
    static let now = Timestamp(seconds: 1_760_000_000)

    let table: ItemTable
    let schema: FeatureSchema

    init(items: Int) throws {
        schema = try FeatureSchema(sources: Self.sources)
        table = try ItemTable(
            (0..<items).lazy.map { number in
                Item(
                    id: ItemID("item-\(number)"), category: ["d\(number % 7)", "c\(number % 41)", "n\(number % 97)"],
                    brand: "b\(number % 60)", price: Money(decimal: Double(number % 400) + 1, currency: .eur),
                    stock: 10, availableFrom: Self.now - .hours(number % 5_000))
            })
    }

    var count: Int { table.count }

    /// - Parameter hasRules: one of each kind that touches the list, and a spread over categories and brands.
    func decider(hasRules: Bool) throws -> Decider {
        let rules = [
            try Rule(name: "brands", action: .atMost(2, each: .brand)),
            try Rule(name: "boost", action: .adjust(factor: 1.1, amount: 0), selector: ItemSelector(brand: "b3")),
            try Rule(name: "pin", action: .pin(item: "item-17", position: 3)),
            try Rule(name: "least", action: .atLeast(1), selector: ItemSelector(category: "d3")),
        ]
        return try Decider(
            items: table, schema: schema, pool: CandidatePool(capacity: 300, quotas: ["new": 30]),
            rules: RuleBook(hasRules ? rules : []), spread: hasRules ? 0.3 : 0)
    }

    /// What every source proposes: 150 items each, some by several sources.
    func lists(using generator: inout SeededGenerator) throws -> [CandidateList] {
        try Self.sources.map { source in
            try CandidateList(
                source: source, items: rows(150, using: &generator), scores: (0..<150).map { Float(150 - $0) })
        }
    }

    func request(_ seed: UInt64, using generator: inout SeededGenerator) -> DecisionRequest {
        let shopper = ShopperFacts(History(items: rows(40, using: &generator)), in: table)
        return DecisionRequest(
            shopperID: "anna", shopper: shopper, moment: Moment(surface: .home, time: Self.now + .seconds(Int(seed))),
            length: 10, seed: seed, ordinal: seed)
    }

    private func rows(_ number: Int, using generator: inout SeededGenerator) -> [Int32] {
        (0..<number).map { _ in Int32.random(in: 0..<Int32(count), using: &generator) }
    }
}

/// Decisions one after the other, with a ranker that learns from their answers.
struct DecisionRun {
    private let shop: DecisionShop
    private let decider: Decider
    private let policy: any SlatePolicy
    private var ranker: MixedEffectsRanker
    private var budget: ExplorationBudget?
    private var generator = SeededGenerator(seed: 1)
    private var seed: UInt64 = 0

    /// The ranker has learned from 200 lists of ten before anything is measured.
    init(
        _ shop: DecisionShop, policy: DecisionShop.Policy, likelihood: MixedEffectsRanker.Likelihood, hasRules: Bool
    ) throws {
        self.shop = shop
        decider = try shop.decider(hasRules: hasRules)
        ranker = try MixedEffectsRanker(
            schema: shop.schema, settings: .init(likelihood: likelihood), lineage: "benchmark")
        switch policy {
        case .greedy: self.policy = GreedySlate()
        case .budgeted:
            self.policy = try DirectedSlate()
            budget = try ExplorationBudget(ExplorationDials(share: 0.02))
        case .thompson: self.policy = try ThompsonSlate()
        case .softmax: self.policy = try PlackettLuceSlate(temperature: 0.05)
        case .squareCB: self.policy = try SquareCBSlate(gamma: 100)
        }
        for _ in 0..<200 { try learn(from: decide()) }
    }

    mutating func measure(_ rounds: Int) throws -> Measurements {
        var measurements = Measurements(expecting: rounds)
        for _ in 0..<rounds {
            let lists = try shop.lists(using: &generator)
            let request = request()
            try learn(from: measurements.measure { try decide(request, among: lists) })
        }
        return measurements
    }

    mutating func decide() throws -> Decision {
        try decide(request(), among: shop.lists(using: &generator))
    }

    private mutating func request() -> DecisionRequest {
        seed += 1
        return shop.request(seed, using: &generator)
    }

    /// Within the budget, where there is one: planning and settling are part of the decision.
    private mutating func decide(_ request: DecisionRequest, among lists: [CandidateList]) throws -> Decision {
        guard let budget, let directed = policy as? DirectedSlate else {
            return try decider.decide(request, among: lists, ranker: ranker, by: ListChoice(policy: policy))
        }
        var planned: ExplorationPlan?
        let decision = try withoutActuallyEscaping({ (ranked: RankedCandidates) -> ExplorationRate in
            let plan = try budget.plan(
                ExplorationSituation(pastEvents: 40),
                for: directed.offer(from: ranked.scores, length: ranked.positions))
            planned = plan
            return ExplorationRate(plan)
        }) { rate in
            try decider.decide(request, among: lists, ranker: ranker, by: ListChoice(policy: directed, rate: rate))
        }
        if let planned { try self.budget?.settle(planned, spent: decision.exploration.spent) }
        return decision
    }

    /// One answer in ten is a click.
    private mutating func learn(from decision: Decision) throws {
        let rewards = decision.slate.map { _ in generator.bernoulli(0.1) ? 1.0 : 0 }
        try ranker.learn(from: decision, rewards: rewards) { [decider] in decider.items.row(of: $0) }
    }
}
