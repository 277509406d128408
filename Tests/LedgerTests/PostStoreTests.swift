import Commerce
import Foundation
import Intake
import Linear
import Testing

@testable import Ledger

@Suite("Posts to the ledger")
struct PostStoreTests {
    private func post(_ events: [Event], items: [Item] = []) -> LedgerPost {
        var post = LedgerPost()
        post.events = events
        post.items = items
        return post
    }

    @Test("tell what became of every row, and add each event once across sessions")
    func fates() throws {
        try withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder, create: true)
            let first = try ledger.beginPosts(at: at(0))
            let click = Event(.click, at: at(1), shopper: "s", item: "i", id: "e1")
            let other = Event(.click, at: at(1), shopper: "s", item: "j", id: "e1")
            let view = Event(.view, at: at(2), visitor: "v", item: "i", id: "e2")
            let one = try ledger.append(post([click, view, click, other]), detail: .full, to: first)
            #expect(one.events == [.added, .added, .known, .contradicted])
            try ledger.finishPosts(first, at: at(3))
            let second = try ledger.beginPosts(at: at(4))
            #expect(second != first)
            let two = try ledger.append(post([view], items: [Item(id: "i", stock: 3)]), detail: .full, to: second)
            #expect(two.events == [.known])
            #expect(two.items == [true])
            #expect(
                try ledger.append(post([], items: [Item(id: "i", stock: 3)]), detail: .full, to: second).items == [
                    false
                ])
            #expect(
                try ledger.append(post([], items: [Item(id: "i", stock: 2)]), detail: .full, to: second).items == [true]
            )
            #expect(try ledger.item("i")?.stock == 2)
            #expect(try ledger.events(matching: .everything) == [click, view])
            let counts = try ledger.imports().map(\.counts)
            #expect(counts.map(\.added) == [2, 0])
            #expect(counts.map(\.known) == [1, 1])
            #expect(counts.map(\.contradicted) == [1, 0])
        }
    }

    @Test("are all or nothing: a bad event leaves neither items nor decisions behind")
    func wholeOrNothing() throws {
        try withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder, create: true)
            let id = try ledger.beginPosts(at: at(0))
            let bad = Event(.click, at: at(1), shopper: "s", item: "i", value: .infinity)
            #expect(throws: LedgerError.self) {
                try ledger.append(post([bad], items: [Item(id: "i", stock: 3)]), detail: .full, to: id)
            }
            #expect(try ledger.item("i") == nil)
            #expect(try ledger.summary().events == 0)
            // What was interned for nothing is interned again.
            let good = try ledger.append(
                post([Event(.click, at: at(1), shopper: "s", item: "i")]), detail: .full, to: id)
            #expect(good.events == [.added])
        }
    }

    @Test("keep imports of other processes out while they are open, and close what a crash left open")
    func sessions() throws {
        try withFolder { folder in
            var served: SQLiteLedger? = try SQLiteLedger(folder: folder, create: true)
            let abandoned = try #require(served).beginPosts(at: at(0))
            let importer = try SQLiteLedger(folder: folder)
            let source = ImportSource(name: "f", contentHash: "h", settings: ImportSettings(preset: "csv"))
            let busy = #expect(throws: LedgerError.self) { try importer.beginImport(source, at: at(1)) }
            #expect(busy?.code == "ledger.busy")
            served = nil
            let next = try importer.beginPosts(at: at(2))
            #expect(next != abandoned)
            let records = try importer.imports()
            #expect(records.map(\.finished) == [at(2), nil])
        }
    }
}

@Suite("What people did last")
struct PastTests {
    @Test("comes newest first to the limit and oldest first to the caller, with the visits of known visitors")
    func latest() throws {
        let ledger = try SQLiteLedger()
        let id = try ledger.beginPosts(at: at(0))
        var post = LedgerPost()
        for second in 1...20 {
            post.events.append(
                Event(
                    .click, at: at(Int64(second)), shopper: second % 2 == 0 ? "ada" : nil,
                    visitor: second % 2 == 0 ? nil : "v1", item: ItemID("i\(second)")))
        }
        post.events.append(Event(.click, at: at(30), visitor: "v2", item: "j"))
        _ = try ledger.append(post, detail: .full, to: id)
        func seconds(_ events: [Event]) -> [Int64] { events.map { $0.time.milliseconds / 1000 } }
        #expect(seconds(try ledger.latestEvents(of: ShopperID("ada"), count: 3)) == [16, 18, 20])
        #expect(seconds(try ledger.latestEvents(of: VisitorID("v1"), count: 3)) == [15, 17, 19])
        #expect(try ledger.shopper(of: VisitorID("v1")) == nil)

        var meeting = LedgerPost()
        meeting.events = [Event(.view, at: at(40), shopper: "ada", visitor: "v1", item: "k")]
        _ = try ledger.append(meeting, detail: .full, to: id)
        #expect(try ledger.shopper(of: VisitorID("v1")) == "ada")
        #expect(seconds(try ledger.latestEvents(of: ShopperID("ada"), count: 4)) == [18, 19, 20, 40])

        // A device that two shoppers share belongs to neither.
        meeting.events = [Event(.view, at: at(41), shopper: "bob", visitor: "v1", item: "k")]
        _ = try ledger.append(meeting, detail: .full, to: id)
        #expect(try ledger.shopper(of: VisitorID("v1")) == nil)
        #expect(seconds(try ledger.latestEvents(of: ShopperID("ada"), count: 4)) == [16, 18, 20, 40])
    }

    @Test("is told in short as it is told in full, impressions aside")
    func actions() throws {
        let ledger = try SQLiteLedger()
        let id = try ledger.beginPosts(at: at(0))
        var random = SeededGenerator(seed: 4)
        var post = LedgerPost()
        for second in 1...400 {
            let isKnown = Bool.random(using: &random)
            post.events.append(
                Event(
                    EventKind.allCases.randomElement(using: &random) ?? .view, at: at(Int64(second / 3)),
                    shopper: isKnown ? "ada" : nil,
                    visitor: isKnown ? nil : ["v1", "v2"].randomElement(using: &random),
                    item: second % 7 == 0 ? nil : ItemID("i\(second % 40)"),
                    session: second % 5 == 0 ? nil : SessionID("n\(second / 50)")))
        }
        post.events.append(Event(.view, at: at(500), shopper: "ada", visitor: "v1", item: "k"))
        _ = try ledger.append(post, detail: .full, to: id)
        func short(_ events: [Event]) -> [PastAction] {
            events.filter { $0.kind != .impression }.map(PastAction.init(_:))
        }
        let ada = ShopperID("ada")
        let all = short(try ledger.latestEvents(of: ada, count: 1000))
        #expect(all.count > 200)
        #expect(try ledger.latestActions(of: ada, count: 1000) == all)
        #expect(try ledger.latestActions(of: ada, count: 50) == all.suffix(50))
        let v2 = VisitorID("v2")
        #expect(try ledger.latestActions(of: v2, count: 1000) == short(try ledger.latestEvents(of: v2, count: 1000)))
        #expect(try ledger.latestActions(of: ShopperID("nobody"), count: 9) == [])
    }
}
