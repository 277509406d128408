import Commerce
import Intake
import Testing

@testable import Ledger

@Suite("Every item, shopper and model store")
struct CatalogueStoreTests {
    private let full = Item(
        id: "壶\n1", title: [.english: "Tea \"pot\"", .chinese: "茶壶"], category: ["Home", "Kitchen, all"], brand: "B",
        price: Money(minorUnits: 1250, currency: .gbp), stock: 0, text: "long\ntext", attributes: ["colour": "青"],
        availableFrom: at(5), availableUntil: at(9))

    @Test("gives every field of an item back as it was", arguments: Backend.allCases)
    func everyField(backend: Backend) throws {
        try backend.withLedger { ledger in
            try ledger.store.take([], items: [full, Item(id: "bare", brand: "")], from: .file("a"))
            try ledger.reopen()
            #expect(try ledger.store.item(full.id) == full)
            #expect(try ledger.store.items() == [full, Item(id: "bare", brand: "")])
            #expect(try ledger.store.item("unknown") == nil)
        }
    }

    @Test("lays a new description over the old one and keeps both", arguments: Backend.allCases)
    func versions(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take([], items: [full], from: .file("a"))
            let dearer = Item(
                id: full.id, title: [.undetermined: "Pot"], price: Money(minorUnits: 1300, currency: .gbp),
                attributes: ["size": "L"])
            let second = try store.take([], items: [dearer, dearer], from: .file("b"))
            #expect(second.counts.itemsChanged == 1)
            var merged = full
            merged.title[.undetermined] = "Pot"
            merged.price = dearer.price
            merged.attributes["size"] = "L"
            let versions = try store.versions(of: full.id)
            #expect(versions.map(\.item) == [full, merged] && versions.map(\.version) == [1, 2])
            #expect(versions.map(\.source.rawValue) == [1, 2])
            #expect(try store.item(full.id) == merged)
            #expect(try store.take([], items: [full, dearer], from: .file("c")).counts.itemsChanged == 0)
            #expect(try store.versions(of: full.id) == versions)
        }
    }

    @Test(
        "keeps one version from an import that changes its mind, and none when it ends where it began",
        arguments: Backend.allCases)
    func changeOfMind(backend: Backend) throws {
        func named(_ title: String) -> Item { Item(id: "i", title: [.english: title]) }
        try backend.withLedger { ledger in
            try ledger.store.take([], items: [named("A"), named("B"), named("A"), named("C")], from: .file("a"))
            #expect(try ledger.store.versions(of: "i").map(\.item) == [named("C")])
            let id = try ledger.store.beginImport(.file("b"), at: at(1)).record.id
            try ledger.store.append(IntakeBatch([], items: [named("A")]), to: id)
            #expect(try ledger.store.versions(of: "i").map(\.item) == [named("C"), named("A")])
            try ledger.reopen()
            _ = try ledger.store.beginImport(.file("b"), at: at(1))
            try ledger.store.append(IntakeBatch([], items: [named("B"), named("C")]), to: id)
            #expect(try ledger.store.versions(of: "i").map(\.item) == [named("C")])
            #expect(try ledger.store.finishImport(id, at: at(2)).counts.itemsChanged == 0)
            #expect(try ledger.store.findings() == [])
        }
    }

    @Test(
        "agrees with the plain rules on random descriptions from interleaved imports", arguments: 0..<6 as Range<UInt64>
    )
    func randomDescriptions(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let (store, oracle) = (try SQLiteLedger(), MemoryLedger())
        let imports = try (0..<3).map { index in
            _ = try oracle.beginImport(.file("\(index)"), at: at(0))
            return try store.beginImport(.file("\(index)"), at: at(0)).record.id
        }
        for _ in 0..<80 {
            var item = Item(id: ItemID("i\(Int.random(in: 0..<3, using: &rng))"))
            if Bool.random(using: &rng) { item.brand = ["x", "y"].randomElement(using: &rng) }
            if Bool.random(using: &rng) { item.stock = Int.random(in: 0..<2, using: &rng) }
            let id = imports[Int.random(in: 0..<3, using: &rng)]
            let expected = try oracle.append(IntakeBatch([], items: [item]), to: id)
            #expect(try store.append(IntakeBatch([], items: [item]), to: id) == expected)
        }
        for index in 0..<3 {
            let id = ItemID("i\(index)")
            #expect(try store.versions(of: id) == oracle.versions(of: id))
        }
    }

    @Test("lays new attributes of a shopper over the old ones", arguments: Backend.allCases)
    func shoppers(backend: Backend) throws {
        try backend.withLedger { ledger in
            let ann = Shopper(id: "ann", attributes: ["country": "GB", "tier": "gold"])
            let first = try ledger.store.take([], shoppers: [ann, ann], from: .file("a"))
            #expect(first.counts.shoppersChanged == 1)
            try ledger.reopen()
            let moved = Shopper(id: "ann", attributes: ["country": "FR"])
            let seen = Event(.view, at: at(1), shopper: "bob", item: "i")
            try ledger.store.take([seen], shoppers: [moved], from: .file("b"))
            let merged = Shopper(id: "ann", attributes: ["country": "FR", "tier": "gold"])
            #expect(try ledger.store.shopper("ann") == merged)
            var all: [Shopper] = []
            try ledger.store.forEachShopper { all.append($0) }
            #expect(all == [merged, Shopper(id: "bob")])
            #expect(try ledger.store.shopper("nobody") == nil)
        }
    }

    @Test("remembers models in order and each version once", arguments: Backend.allCases)
    func models(backend: Backend) throws {
        try backend.withLedger { ledger in
            let first = ModelRecord(
                version: "b", path: "models/b", created: at(1), trainedFrom: at(0), trainedUntil: at(1))
            let second = ModelRecord(version: "a", path: "models/a", created: at(2), metrics: #"{"ndcg@10":0.04}"#)
            try ledger.store.record(first)
            try ledger.store.record(second)
            #expect(try code { try ledger.store.record(first) } == "model.exists")
            try ledger.reopen()
            #expect(try ledger.store.models() == [first, second])
            #expect(try ledger.store.latestModel() == second)
        }
    }

    @Test("counts what it holds", arguments: Backend.allCases)
    func summary(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(
                [
                    Event(.view, at: at(1), visitor: "v", item: "a", session: "n"),
                    Event(.purchase, at: at(3), shopper: "s", item: "b", order: "o"),
                    Event(.purchase, at: at(2), shopper: "t", item: "b", order: "o"),
                ], items: [full], from: .file("a"))
            _ = try store.beginImport(.file("b"), at: at(2))
            var expected = LedgerSummary()
            expected.events = 3
            expected.eventsByKind = ["view": 1, "purchase": 2]
            expected.oldestEvent = at(1)
            expected.newestEvent = at(3)
            (expected.shoppers, expected.visitors, expected.items) = (2, 1, 3)
            (expected.sessions, expected.orders, expected.describedItems) = (1, 1, 1)
            (expected.itemVersions, expected.imports, expected.unfinishedImports) = (1, 2, 1)
            #expect(try store.summary() == expected)
        }
    }
}
