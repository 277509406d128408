import Commerce
import Explore
import Recommend
import Testing

@testable import Engine

@Suite("The decision service")
struct DecisionServiceTests {
    private static let start = Timestamp(milliseconds: 1_760_000_000_000)

    private static func service(_ policy: String, _ consistency: ConsistencyDials = ConsistencyDials()) throws
        -> DecisionService
    {
        let items = try ItemTable(
            (0..<40).map { number in
                Item(id: ItemID("item \(number)"), category: ["all", "leaf \(number % 4)"], stock: 5)
            })
        let sources = CandidateSources(
            recommenders: [], items: items, heat: (0..<40).map { Float(40 - $0) }, at: start)
        let schema = try FeatureSchema(sources: ["popular", "new", "category"])
        let examination = [1, 0.8, 0.6, 0.5, 0.4]
        let desk = try DecisionDesk(
            items: items, schema: schema,
            ranker: MixedEffectsRanker(
                schema: schema, settings: MixedEffectsRanker.Settings(rewards: -3...3, initialReward: 0.1),
                lineage: "test"),
            sources: sources, choice: PolicyChoice(policy), consistency: consistency, examination: examination)
        return try DecisionService(
            desk: desk, attribution: .standard,
            rewards: RewardFunction(.weights(.standard), range: -100...100, cap: -3...3),
            timing: OutcomeTiming(lateness: .zero), examination: examination)
    }

    private static func ask(minutes: Double, seed: UInt64) -> PageAsk {
        PageAsk(
            shopper: ShopperID("ada"), session: SessionID("s"), surface: .home,
            time: start + .seconds(60 * minutes), length: 5, seed: seed)
    }

    private static func items(_ decision: Decision) -> [ItemID] { decision.slate.map(\.item) }

    @Test("a refresh repeats its draw within the window, and the next window draws anew")
    func refreshes() throws {
        var steady = try Self.service("epsilon-greedy(1)", ConsistencyDials(window: .days(1)))
        let first = Self.items(try steady.decide(Self.ask(minutes: 0, seed: 1)))
        var later: Set<[ItemID]> = []
        for number in 1...20 {
            // The shopper's window does not begin in these seconds, though it begins at no round hour.
            #expect(
                Self.items(try steady.decide(Self.ask(minutes: 0.01 * Double(number), seed: UInt64(number)))) == first)
        }
        for day in 1...20 {
            later.insert(Self.items(try steady.decide(Self.ask(minutes: Double(1_440 * day), seed: 1))))
        }
        #expect(later.count == 20 && !later.contains(first))
        var fresh = try Self.service("epsilon-greedy(1)")
        let lists = try (0..<20).map { Self.items(try fresh.decide(Self.ask(minutes: 0, seed: UInt64($0)))) }
        #expect(Set(lists).count == 20)
    }

    @Test("a budget of nothing shows the best list every time, and one of everything logs chances below one")
    func extremeBudgets() throws {
        var greedy = try Self.service("greedy")
        var nothing = try Self.service("budgeted(0)")
        var everything = try Self.service("budgeted(1)")
        var explored = 0
        for number in 0..<50 {
            let ask = Self.ask(minutes: Double(number), seed: UInt64(number))
            let best = Self.items(try greedy.decide(ask))
            let plain = try nothing.decide(ask)
            #expect(Self.items(plain) == best)
            #expect(plain.slate.allSatisfy { $0.propensity == 1 && !$0.isExploration })
            let bold = try everything.decide(ask)
            #expect(bold.slate.allSatisfy { $0.propensity > 0 && $0.propensity <= 1 })
            explored += bold.slate.count(where: \.isExploration)
        }
        #expect(explored > 10)
        let account = try #require(everything.desk.control.budgets[.home]?.account)
        #expect(account.spent > 0 && account.spent <= account.allowance)
    }

    @Test("behind the guard rail nothing departs further than the loss allows before answers have come")
    func guardRail() throws {
        var service = try Self.service("guarded(1)")
        var departures = 0
        for number in 0..<400 {
            let decision = try service.decide(Self.ask(minutes: 0, seed: UInt64(number)))
            let stays = decision.slate.filter { !$0.isExploration }.map(\.propensity).reduce(1, *)
            if decision.slate.contains(where: \.isExploration) { departures += 1 } else { #expect(stays >= 0.9 - 1e-9) }
        }
        // A tenth of the lists at most: 400 draws with chance 0.1 exceed 80 once in ten billion times.
        #expect(departures > 0 && departures < 80)
    }

    @Test("with familiarity at 1 a list stays whole after its answers, without it what was clicked moves up")
    func familiarLists() throws {
        func lists(_ dials: ConsistencyDials) throws -> (before: [ItemID], after: [ItemID]) {
            var service = try Self.service("greedy", dials)
            let decision = try service.decide(Self.ask(minutes: 0, seed: 1))
            let other = ItemID("item 30")
            for number in 0..<30 {
                var elsewhere = Self.ask(minutes: Double(1 + number), seed: 1)
                elsewhere.shopper = ShopperID("other \(number)")
                elsewhere.excluded = (0..<30).map(Int32.init)
                let shown = try service.decide(elsewhere)
                try service.observe(
                    Event(
                        .purchase, at: elsewhere.time + .seconds(5), shopper: elsewhere.shopper, item: other,
                        decision: shown.id))
            }
            try service.advance(to: Self.start + .days(8))
            var again = Self.ask(minutes: 60 * 24 * 8, seed: 2)
            again.session = SessionID("next")
            return (Self.items(decision), Self.items(try service.decide(again)))
        }
        let free = try lists(ConsistencyDials())
        #expect(free.after.contains(ItemID("item 30")))
        #expect(!free.before.contains(ItemID("item 30")))
        let steady = try lists(ConsistencyDials(familiarity: 1))
        #expect(Set(steady.after) == Set(steady.before))
    }
}
