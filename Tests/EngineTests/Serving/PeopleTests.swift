import Commerce
import Explore
import Foundation
import Ledger
import Testing

@testable import Engine

@Suite("Shoppers of a shop that is served")
struct PeopleTests {
    private static let start = Timestamp(seconds: 1_760_000_000)

    /// Trains in the test's own process, with the least that can be learned.
    private struct NearTrainer: Trainer {
        let clock: HandClock

        func train(_ folder: ShopFolder, models: [String]?, step: @escaping @Sendable (String) -> Void) async throws {
            clock.advance(.seconds(5))
            _ = try TrainingJob(models: ["popularity", "item-knn"]).run(
                on: SQLiteLedger(folder: folder.url), of: folder, time: clock)
        }
    }

    private static func withShop(_ body: (LiveShop, HandClock, ShopFolder) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "people-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        let (folder, clock) = (ShopFolder(url), HandClock(start))
        try await body(try await open(folder, clock), clock, folder)
    }

    private static func open(_ folder: ShopFolder, _ clock: HandClock) async throws -> LiveShop {
        var settings = try LiveSettings()
        settings.dials.policy = try PolicyChoice("greedy")
        return try await LiveShop.open(
            folder, settings: settings, time: clock, seed: 1, trainer: NearTrainer(clock: clock))
    }

    private static func items(_ count: Int) -> [Item] {
        (0..<count).map { number in
            Item(
                id: ItemID("i\(number)"), title: [.undetermined: "item \(number)"],
                category: ["all", "leaf \(number % 4)"], brand: "b\(number % 3)", stock: 5)
        }
    }

    /// Forty shoppers who each look at five items of their own leaf.
    private static func fill(_ shop: LiveShop, _ clock: HandClock) async throws {
        _ = try await shop.post(items(40))
        var events: [Event] = []
        for shopper in 0..<40 {
            for step in 0..<5 {
                let item = ItemID("i\((shopper % 4) + 4 * ((shopper + step) % 10))")
                events.append(
                    Event(
                        .click, at: clock.now() + .seconds(-5000 + shopper * 60 + step),
                        shopper: ShopperID("shopper-\(shopper)"), item: item))
            }
        }
        _ = try await shop.post(events)
    }

    private static func finish(_ shop: LiveShop) async throws {
        while shop.tasks.contains(where: { $0.state == .running }) { try await Task.sleep(for: .milliseconds(5)) }
        // What follows a training is done a moment after it.
        try await Task.sleep(for: .milliseconds(200))
        while shop.tasks.contains(where: { $0.state == .running }) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(shop.tasks.allSatisfy { $0.state == .done }, "\(shop.tasks)")
    }

    @Test("a profile tells interests by what was looked at, with the acts behind them, and what was spent")
    func profile() async throws {
        try await Self.withShop { shop, clock, _ in
            _ = try await shop.post(Self.items(8))
            #expect(try await shop.profile(of: "ada") == nil)
            _ = try await shop.post([Shopper(id: "ada", attributes: ["country": "NL"])])
            var buy = Event(
                .purchase, at: clock.now() + .days(-1), shopper: "ada", item: "i1", order: "o1", quantity: 2)
            buy.price = Money(minorUnits: 500, currency: .eur)
            _ = try await shop.post([
                Event(.view, at: clock.now() + .days(-90), visitor: "phone", item: "i2"), buy,
                Event(.click, at: clock.now(), shopper: "ada", visitor: "phone", item: "i5"),
            ])
            let profile = try #require(try await shop.profile(of: "ada"))
            #expect(profile.attributes == ["country": "NL"] && profile.visitors.map(\.visitor) == ["phone"])
            #expect(profile.events == ["view": 1, "click": 1, "purchase": 1] && profile.value.orders == 1)
            #expect(profile.value.spent == [Money(minorUnits: 1000, currency: .eur)])
            #expect(profile.value.daysSincePurchase == 1)
            // A purchase of yesterday, a click of today, and a view of three half-lives ago.
            let (purchase, click, view) = (exp2(-1.0 / 30), 0.3, 0.1 / 8)
            let total = purchase + click + view
            let leaf = try #require(profile.categories.first { $0.name == "all/leaf 1" })
            #expect(abs(leaf.share - (purchase + click) / total) < 1e-12)
            #expect(leaf.evidence.map(\.item) == ["i1", "i5"])
            #expect(abs((profile.categories.first { $0.name == "all" }?.share ?? 0) - 1) < 1e-12)
            #expect(profile.brands.map(\.name) == ["b1", "b2"])
            try await shop.close()
        }
    }

    @Test("an erased shopper is unknown to lists and profile at once, and to the models once a training has ended")
    func erasure() async throws {
        try await Self.withShop { shop, clock, folder in
            try await Self.fill(shop, clock)
            try await shop.train(by: "test")
            try await Self.finish(shop)
            let old = try #require(await shop.models.snapshot)
            clock.advance(.minutes(1))
            let before = try await shop.decide(DecisionAsk(surface: .home, shopper: "shopper-7", count: 5))
            _ = try await shop.post([
                Event(.purchase, at: clock.now(), shopper: "shopper-7", item: before.slate[0].item, decision: before.id)
            ])
            try await shop.turn()
            #expect(try await shop.lists(for: "shopper-7", count: 5).contains { !$0.places.isEmpty })
            let erased = try await shop.erase("shopper-7", by: "operator")
            #expect(erased.events == 6 && erased.decisions == 1 && erased.snapshots == [old] && erased.task == 2)
            #expect(try await shop.profile(of: "shopper-7") == nil)
            let lists = try await shop.lists(for: "shopper-7", count: 5).map { $0.places.map(\.item) }
            #expect(lists == (try await shop.lists(for: "nobody", count: 5).map { $0.places.map(\.item) }))
            try await Self.finish(shop)
            let serving = try #require(await shop.models.snapshot)
            #expect(serving > old)
            #expect(try SnapshotStore(dataFolder: folder.url).versions() == [serving])
            // The decision that was open is gone: its outcome is nobody's, and nothing stumbles over it.
            clock.advance(.hours(3))
            try await shop.turn()
            #expect(await shop.unstored.isEmpty)
            let again = try await shop.erase("shopper-7", by: "operator")
            #expect(again.events == 0 && again.snapshots.isEmpty && again.task == nil)
            let changes = try shop.changes(of: "erasure")
            #expect(changes.count == 2 && changes.allSatisfy { $0.author == "operator" })
            try await shop.close()
            #expect(try Self.files(in: folder.url, naming: "shopper-7") == [])
            #expect(try !Self.files(in: folder.url, naming: "shopper-8").isEmpty)
        }
    }

    private static func files(in folder: URL, naming name: String) throws -> [String] {
        let all = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        return try all.filter { path in
            let url = folder.appending(path: path)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { return false }
            return try Data(contentsOf: url).range(of: Data(name.utf8)) != nil
        }
    }

    @Test("an erasure before the process ended is finished by the next one")
    func resumed() async throws {
        try await Self.withShop { shop, clock, folder in
            try await Self.fill(shop, clock)
            try await shop.train(by: "test")
            try await Self.finish(shop)
            let old = try #require(await shop.models.snapshot)
            _ = try await shop.erase("shopper-3", by: "operator")
            try await Self.finish(shop)
            // As if it had died before the training ended.
            try await shop.close()
            try FileManager.default.copyItem(
                at: folder.models.appending(path: try #require(await shop.models.snapshot)),
                to: folder.models.appending(path: old))
            let next = try await Self.open(folder, clock)
            try await next.resumeErasures()
            try await Self.finish(next)
            #expect(try !SnapshotStore(dataFolder: folder.url).versions().contains(old))
            try await next.close()
        }
    }

    @Test("rejected rows that name the shopper go with the shopper")
    func rejectedRows() async throws {
        try await Self.withShop { shop, _, folder in
            try FileManager.default.createDirectory(at: folder.rejects, withIntermediateDirectories: true)
            let file = folder.rejects.appending(path: "1-events.csv.jsonl")
            try Data("{\"raw\":\"ada,view\"}\n{\"raw\":\"adam,view\"}\n".utf8).write(to: file)
            #expect(try await shop.erase("ada", by: "test").rejectedRows == 1)
            #expect(try String(contentsOf: file, encoding: .utf8) == "{\"raw\":\"adam,view\"}\n")
            try await shop.close()
        }
    }

    @Test("a reward that is told stands for what the events say; told again it changes nothing, told otherwise neither")
    func rewards() async throws {
        try await Self.withShop { shop, clock, _ in
            _ = try await shop.post(Self.items(6))
            let decision = try await shop.decide(DecisionAsk(surface: .home, shopper: "ada", count: 3))
            let other = try await shop.decide(DecisionAsk(surface: .home, shopper: "bob", count: 2))
            clock.advance(.minutes(5))
            let item = decision.slate[0].item
            _ = try await shop.post([Event(.click, at: clock.now(), shopper: "ada", item: item, decision: decision.id)])
            let told = ToldRewards(decision: decision.id, form: .byItem([item: 0.75, decision.slate[2].item: -0.5]))
            #expect(try await shop.tell(told).map(\.fate) == [.added, .added])
            #expect(try await shop.tell(ToldRewards(decision: other.id, form: .whole(1))).map(\.position) == [1, 2])
            clock.advance(.minutes(1))
            #expect(try await shop.tell(told).map(\.fate) == [.known, .known])
            let otherwise = ToldRewards(decision: decision.id, form: .byPosition([1, 0.25, -0.5]))
            #expect(try await shop.tell(otherwise).map(\.fate) == [.contradicted, .added, .known])
            for (code, form) in [
                ("outcome.shape", ToldRewards.Form.byPosition([1])), ("outcome.shape", .byItem(["none": 1])),
                ("outcome.range", .byItem([item: 99])), ("outcome.range", .whole(.nan)),
            ] {
                let error = await #expect(throws: EngineError.self) {
                    try await shop.tell(ToldRewards(decision: decision.id, form: form))
                }
                #expect(error?.code == code)
            }
            #expect(try shop.outcome(of: decision.id)?.isSettled == false)
            clock.advance(.hours(3))
            try await shop.turn()
            let outcome = try #require(try shop.outcome(of: decision.id))
            #expect(outcome.isSettled && outcome.positions?.map(\.reward) == [0.75, 0.25, -0.5])
            #expect(try shop.outcome(of: other.id)?.positions?.map(\.reward) == [0.5, 0.5])
            #expect(try await shop.tell(told).map(\.fate) == [.known, .known])
            let late = await #expect(throws: EngineError.self) {
                try await shop.tell(ToldRewards(decision: other.id, form: .byPosition([1, 1, 1])))
            }
            #expect(late?.code == "outcome.shape")
            let days = try #require(try await shop.figures(of: item, days: 2))
            #expect(days.shown >= 1)
            try await shop.close()
        }
    }

    @Test("neighbours of an item are those that the same shoppers chose, with reasons")
    func neighbours() async throws {
        try await Self.withShop { shop, clock, _ in
            try await Self.fill(shop, clock)
            #expect(try await shop.neighbours(of: "i4", count: 5)?.neighbours.isEmpty == true)
            #expect(try await shop.neighbours(of: "none", count: 5) == nil)
            try await shop.train(by: "test")
            try await Self.finish(shop)
            let near = try #require(try await shop.neighbours(of: "i4", count: 5))
            #expect(!near.neighbours.isEmpty && near.neighbours.count <= 5)
            for neighbour in near.neighbours {
                // Each shopper stayed within a leaf, so that no pair crosses two.
                let number = try #require(Int(neighbour.item.rawValue.dropFirst()))
                #expect(number % 4 == 0 && neighbour.item != "i4")
                #expect(neighbour.sources.contains { $0.reasons.contains { $0.evidence == ["i4"] } })
            }
            _ = try await shop.post([Item(id: near.neighbours[0].item, stock: 0)])
            let rest = try #require(try await shop.neighbours(of: "i4", count: 5))
            #expect(!rest.neighbours.contains { $0.item == near.neighbours[0].item })
            try await shop.close()
        }
    }
}
