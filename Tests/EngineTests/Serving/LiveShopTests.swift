import Commerce
import Explore
import Foundation
import Ledger
import Synchronization
import Testing

@testable import Engine

/// A clock that a test moves by hand.
final class HandClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) { moment = Mutex(start) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func advance(_ time: Duration) { moment.withLock { $0 = $0 + time } }
}

/// For tests in which nothing is trained.
struct NoTrainer: Trainer {
    func train(_ folder: ShopFolder, models: [String]?, step: @escaping @Sendable (String) -> Void) async throws {}
}

@Suite("A shop that is served")
struct LiveShopTests {
    private static let start = Timestamp(seconds: 1_760_000_000)

    private static func withFolder(_ body: (ShopFolder, HandClock) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(ShopFolder(url), HandClock(start))
    }

    private static func withShop(_ body: (LiveShop, HandClock) async throws -> Void) async throws {
        try await withFolder { folder, clock in try await body(try await open(folder, clock), clock) }
    }

    private static func open(_ folder: ShopFolder, _ clock: HandClock, _ policy: String = "greedy") async throws
        -> LiveShop
    {
        var settings = try LiveSettings()
        settings.dials.policy = try PolicyChoice(policy)
        return try await LiveShop.open(folder, settings: settings, time: clock, seed: 1, trainer: NoTrainer())
    }

    private static func items(_ count: Int) -> [Item] {
        (0..<count).map { number in
            Item(
                id: ItemID("i\(number)"), title: [.undetermined: "item \(number)"],
                category: ["all", "leaf \(number % 4)"], brand: "b\(number % 3)",
                price: Money(minorUnits: Int64(100 + number), currency: .eur), stock: 5,
                attributes: ["color": number % 2 == 0 ? "red" : "blue"])
        }
    }

    private static func ask(_ shopper: ShopperID = "ada", _ change: (inout DecisionAsk) -> Void = { _ in })
        -> DecisionAsk
    {
        var ask = DecisionAsk(surface: .home, shopper: shopper, session: "s", count: 5)
        change(&ask)
        return ask
    }

    private static func shown(_ decision: Decision) -> Set<ItemID> { Set(decision.slate.map(\.item)) }

    @Test("a new item can be shown at once, a sold-out one no longer is")
    func stock() async throws {
        try await Self.withShop { shop, _ in
            #expect(try await shop.post(Self.items(6)) == [true, true, true, true, true, true])
            let before = Self.shown(try await shop.decide(Self.ask { $0.count = 10 }))
            #expect(before.count == 6)
            #expect(try await shop.post([Item(id: "i3", stock: 0), Item(id: "new", stock: 1)]) == [true, true])
            let after = Self.shown(try await shop.decide(Self.ask { $0.count = 10 }))
            #expect(after == before.subtracting(["i3"]).union(["new"]))
            // What the second description left open stays.
            #expect(try shop.ledger.item("i3")?.brand == "b0")
            try await shop.close()
        }
    }

    @Test("an event changes the shopper's next list, and a repeated one nothing")
    func events() async throws {
        try await Self.withShop { shop, clock in
            _ = try await shop.post(Self.items(40))
            let buy = Event(.purchase, at: clock.now(), shopper: "ada", item: "i0", id: "e1", session: "s")
            #expect(Self.shown(try await shop.decide(Self.ask { $0.count = 40 })).contains("i0"))
            #expect(try await shop.post([buy]) == [.added])
            // What was bought is not shown again.
            #expect(!Self.shown(try await shop.decide(Self.ask { $0.count = 40 })).contains("i0"))
            #expect(Self.shown(try await shop.decide(Self.ask("bob") { $0.count = 40 })).contains("i0"))
            #expect(try await shop.post([buy]) == [.known])
            var other = buy
            other.item = "i1"
            #expect(try await shop.post([other]) == [.contradicted])
            #expect(Self.shown(try await shop.decide(Self.ask { $0.count = 40 })).contains("i1"))
            try await shop.close()
        }
    }

    @Test("conditions, exclusions, categories and pages of an item are kept")
    func conditions() async throws {
        try await Self.withShop { shop, _ in
            let items = Self.items(40)
            _ = try await shop.post(items)
            let known = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
            func check(_ name: String, _ ask: DecisionAsk, _ holds: (Item) -> Bool) async throws {
                let decision = try await shop.decide(ask)
                #expect(!decision.slate.isEmpty)
                for shown in decision.slate {
                    let item = try #require(known[shown.item])
                    #expect(holds(item), "\(name): \(item.id)")
                }
            }
            try await check("red", Self.ask { $0.conditions = [ItemCondition(.attribute("color"), .oneOf(["red"]))] }) {
                $0.attributes["color"] == "red"
            }
            try await check("price", Self.ask { $0.conditions = [ItemCondition(.price, .within(low: 1.1, high: 1.2))] })
            {
                ($0.price?.minorUnits).map { (110...120).contains($0) } ?? false
            }
            try await check("brand", Self.ask { $0.conditions = [ItemCondition(.brand, .noneOf(["b0", "b1"]))] }) {
                $0.brand == "b2"
            }
            try await check("leaf", Self.ask { $0.category = "all/leaf 2" }) { $0.category.last == "leaf 2" }
            try await check("broad", Self.ask { $0.category = "all" }) { _ in true }
            try await check(
                "excluded",
                Self.ask {
                    $0.excluded = ["i0", "i1"]
                    $0.count = 40
                }
            ) {
                !["i0", "i1"].contains($0.id)
            }
            try await check(
                "anchor",
                Self.ask {
                    $0.anchor = "i5"
                    $0.count = 40
                }
            ) { $0.id != "i5" }
            for (code, ask) in [
                ("decision.count", Self.ask { $0.count = 0 }), ("decision.count", Self.ask { $0.count = 101 }),
                ("decision.anchor", Self.ask { $0.anchor = "x" }),
                ("decision.category", Self.ask { $0.category = "x" }),
            ] {
                let error = await #expect(throws: EngineError.self) { try await shop.decide(ask) }
                #expect(error?.code == code)
            }
            await #expect(throws: ExploreError.self) {
                try await shop.decide(Self.ask { $0.conditions = [ItemCondition(.brand, .oneOf(["none"]))] })
            }
            try await shop.close()
        }
    }

    @Test("answers are joined, stored and learned; a restart goes on from there, also after a crash")
    func learning() async throws {
        try await Self.withFolder { folder, clock in
            let last = try await serveAndCrash(folder, clock)
            let again = try await Self.open(folder, clock)
            #expect(await again.desk.ranker.updates >= 120)
            let list = try await again.decide(Self.ask("yan"))
            #expect(list.slate[0].item == "i7")
            clock.advance(.hours(3))
            try await again.turn()
            let outcome = try #require(try again.ledger.outcome(of: last))
            #expect(outcome.reward > 0)
            try await again.close()
            #expect(try again.ledger.imports().allSatisfy { $0.finished != nil })
        }
    }

    /// - Returns: a decision that was answered after the last checkpoint.
    private func serveAndCrash(_ folder: ShopFolder, _ clock: HandClock) async throws -> DecisionID {
        let shop = try await Self.open(folder, clock, "epsilon-greedy(0.5)")
        _ = try await shop.post(Self.items(20))
        var clicked = 0
        for number in 0..<120 {
            clock.advance(.seconds(20))
            let shopper = ShopperID("shopper \(number)")
            let decision = try await shop.decide(Self.ask(shopper))
            guard decision.slate.contains(where: { $0.item == "i7" }) else { continue }
            clicked += 1
            _ = try await shop.post([
                Event(.click, at: clock.now(), shopper: shopper, item: "i7", decision: decision.id)
            ])
        }
        #expect(clicked > 10)
        clock.advance(.hours(3))
        try await shop.turn()
        let summary = try shop.ledger.summary()
        #expect(summary.decisions == 120 && summary.settledDecisions == 120)
        try await shop.keep()
        // Decided and answered after the last checkpoint, and then the process dies.
        let last = try await shop.decide(Self.ask("eve"))
        let item = last.slate[0].item
        _ = try await shop.post([Event(.click, at: clock.now(), shopper: "eve", item: item, decision: last.id)])
        return last.id
    }
}
