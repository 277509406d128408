import Commerce
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Taking a person out of the ledger")
struct ErasureTests {
    private static let start = Timestamp(seconds: 1_760_000_000)

    private static func withLedger(_ body: (SQLiteLedger, URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "erasure-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(try SQLiteLedger(folder: folder, create: true), folder)
    }

    private static func change(_ erasure: LedgerErasure) -> ChangeRecord {
        ChangeRecord(time: start, author: "test", subject: "erasure", action: "erased")
    }

    private static func decision(
        _ id: DecisionID, shopper: ShopperID? = nil, visitor: VisitorID? = nil, session: SessionID? = nil,
        naming other: ShopperID? = nil
    ) -> Decision {
        var shown = ShownAction(item: "mug", position: 1, propensity: 0.5, source: "popular", score: 1)
        shown.isExploration = true
        if let other {
            shown.reasons = [Reason(.similarShoppers, source: "user-knn", shoppers: [other, "bob"], strength: 1)]
        }
        var decision = Decision(
            id: id, time: start, shopper: shopper, surface: .home, candidates: CandidateSet(), policyVersion: "greedy",
            slate: [shown])
        decision.visitor = visitor
        decision.session = session
        return decision
    }

    /// Ada, who is also visitor `phone`, shares `tablet` with Bob, and answers a list that Bob was shown.
    private static func fill(_ ledger: SQLiteLedger, filler: Int = 0) throws {
        let import1 = try ledger.beginPosts(at: start)
        var post = LedgerPost()
        post.items = [Item(id: "mug", stock: 1)]
        post.shoppers = [Shopper(id: "ada-lovelace", attributes: ["mail": "ada@lovelace.example"]), Shopper(id: "bob")]
        func event(_ kind: EventKind, _ minute: Int, _ change: (inout Event) -> Void) -> Event {
            var event = Event(kind, at: start + .minutes(minute), item: "mug")
            change(&event)
            return event
        }
        post.events = [
            event(.view, 1) {
                $0.visitor = "ada-phone"
                $0.attributes = ["note": "only ada-lovelace wrote this"]
            },
            event(.purchase, 2) {
                ($0.shopper, $0.visitor, $0.session) = ("ada-lovelace", "ada-phone", "visit-of-ada-lovelace")
                ($0.id, $0.order, $0.decision) = ("event-of-ada-lovelace", "order-of-ada-lovelace", "hers")
                $0.price = Money(minorUnits: 1250, currency: .eur)
                $0.quantity = 2
                $0.text = "ada-lovelace was here"
            },
            event(.view, 3) { ($0.shopper, $0.visitor) = ("ada-lovelace", "tablet") },
            event(.view, 4) { ($0.shopper, $0.visitor, $0.session) = ("bob", "tablet", "bobs") },
            event(.view, 5) { $0.visitor = "tablet" },
            event(.click, 6) { ($0.shopper, $0.decision) = ("ada-lovelace", "nobodys") },
            event(.click, 7) { ($0.shopper, $0.decision) = ("ada-lovelace", "bobs") },
        ]
        for number in 0..<filler {
            post.events.append(event(.view, 10 + number) { $0.shopper = ShopperID("filler \(number % 997)") })
        }
        post.decisions = [
            decision("hers", shopper: "ada-lovelace"), decision("hers-unnamed", visitor: "ada-phone"),
            decision("nobodys", session: "visit-of-ada-lovelace"),
            decision("bobs", shopper: "bob", naming: "ada-lovelace"),
        ]
        post.outcomes = [
            Outcome(decision: "hers", events: [post.events[1]], rewards: [1]),
            Outcome(decision: "bobs", events: [post.events[6], post.events[3]], rewards: [0.4]),
        ]
        _ = try ledger.append(post, detail: .full, to: import1)
        try ledger.finishPosts(import1, at: start)
    }

    private static func finds(_ name: String, in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            try Data(contentsOf: folder.appending(path: $0)).range(of: Data(name.utf8)) != nil
        }
    }

    @Test("everything of the person goes, the others keep what is theirs, and no byte of a name is left")
    func erases() throws {
        try Self.withLedger { ledger, folder in
            try Self.fill(ledger, filler: 5000)
            #expect(try !Self.finds("ada-lovelace", in: folder).isEmpty)
            let erased = try ledger.erase("ada-lovelace", pseudonym: "erased:1", record: Self.change)
            try ledger.scrub(["ada-lovelace", "ada-phone"])
            #expect(erased.events == 5 && erased.outcomes == 1 && erased.redacted == 2)
            #expect(erased.visitors == ["ada-phone"])
            #expect(Set(erased.decisions) == ["hers", "hers-unnamed", "nobodys"])
            for name in ["ada-lovelace", "ada-phone", "lovelace.example"] {
                #expect(try Self.finds(name, in: folder) == [], "\(name)")
            }
            #expect(try ledger.shopper("ada-lovelace") == nil)
            #expect(try ledger.eventCounts().values.reduce(0, +) == 5002)
            #expect(try ledger.decisions().map(\.id) == ["bobs"])
            #expect(try ledger.decision("bobs")?.slate[0].reasons[0].shoppers == ["bob"])
            let outcome = try #require(try ledger.outcome(of: "bobs"))
            #expect(outcome.events.map(\.shopper) == ["bob"] && outcome.reward == 0.4)
            #expect(try ledger.findings() == [])
            // Still nobody's: it was shared when the event happened.
            #expect(try ledger.latestEvents(of: ShopperID("bob"), count: 9).count == 1)
            #expect(try ledger.shopper(of: "tablet") == nil)
            #expect(try ledger.changes(of: "erasure", before: nil, limit: 9).count == 1)
        }
    }

    @Test("again it changes nothing; a person who comes back is a new one, and may be erased again")
    func again() throws {
        try Self.withLedger { ledger, folder in
            try Self.fill(ledger)
            _ = try ledger.erase("ada-lovelace", pseudonym: "erased:1", record: Self.change)
            let second = try ledger.erase("ada-lovelace", pseudonym: "erased:1", record: Self.change)
            #expect(second.isEmpty)
            #expect(try ledger.erase("nobody", pseudonym: "erased:2", record: Self.change).isEmpty)
            let posts = try ledger.beginPosts(at: Self.start)
            var post = LedgerPost()
            post.events = [
                Event(.view, at: Self.start, shopper: "ada-lovelace", visitor: "tablet", item: "mug"),
                Event(.view, at: Self.start, shopper: "carl", item: "mug", session: "visit-of-ada-lovelace"),
            ]
            #expect(try ledger.append(post, detail: .full, to: posts).events == [.added, .added])
            #expect(try ledger.figures(of: "ada-lovelace")?.events == [.view: 1])
            #expect(try ledger.erase("ada-lovelace", pseudonym: "erased:1", record: Self.change).events == 1)
            #expect(try ledger.figures(of: "carl")?.events == [.view: 1])
            try ledger.finishPosts(posts, at: Self.start)
            #expect(try ledger.findings() == [])
        }
    }

    @Test("what fails in the middle erases nothing, and the tables are append-only again")
    func allOrNothing() throws {
        struct Fault: Error {}
        try Self.withLedger { ledger, _ in
            try Self.fill(ledger)
            #expect(throws: Fault.self) {
                try ledger.erase("ada-lovelace", pseudonym: "erased:1") { _ in throw Fault() }
            }
            #expect(try ledger.figures(of: "ada-lovelace")?.events == [.view: 2, .purchase: 1, .click: 2])
            _ = try ledger.erase("ada-lovelace", pseudonym: "erased:1", record: Self.change)
            for sql in [
                "DELETE FROM event", "UPDATE event SET kind = 2", "DELETE FROM decision",
                "UPDATE decision SET shown = 2",
                "DELETE FROM outcome", "UPDATE outcome SET reward = 2",
            ] {
                #expect(throws: LedgerError.self, "\(sql)") { try ledger.write { try $0.execute(sql: sql) } }
            }
        }
    }

    @Test("what is counted of a shopper is what was done, bought and sent back")
    func figures() throws {
        try Self.withLedger { ledger, _ in
            try Self.fill(ledger)
            let figures = try #require(try ledger.figures(of: "ada-lovelace"))
            #expect(figures.events == [.view: 2, .purchase: 1, .click: 2])
            #expect(figures.orders == 1 && figures.decisions == 2)
            #expect(figures.spent == [Money(minorUnits: 2500, currency: .eur)])
            #expect(figures.lastPurchase == Self.start + .minutes(2))
            #expect(figures.visitors == ["ada-phone", "tablet"] && figures.sharedVisitors == ["tablet"])
            #expect(try ledger.figures(of: "nobody") == nil)
            let day = try #require(try ledger.figures(ofItem: "mug", from: Self.start - .days(1)).first)
            #expect(day.shown == 2 && day.explored == 2 && abs(day.reward - 1.4) < 1e-12)
            #expect(day.events == ["view": 4, "purchase": 1, "click": 2])
        }
    }

    @Test("pages go backwards through the log, meet each entry once, and keep to what is asked for")
    func pages() throws {
        try Self.withLedger { ledger, _ in
            try Self.fill(ledger, filler: 40)
            func walk(_ query: EventQuery, _ limit: Int) throws -> [Event] {
                var (found, place): ([Event], LogPlace?) = ([], nil)
                repeat {
                    let page = try ledger.events(matching: query, after: place, limit: limit)
                    #expect(page.entries.count <= limit)
                    found += page.entries
                    place = page.next
                } while place != nil
                return found
            }
            for query in [
                EventQuery(), EventQuery(shopper: "ada-lovelace"), EventQuery(kinds: [.click]), EventQuery(item: "mug"),
                EventQuery(from: Self.start + .minutes(3), until: Self.start + .minutes(20)), EventQuery(item: "none"),
            ] {
                let all = try ledger.events(matching: query)
                for limit in [1, 3, 100] { #expect(try walk(query, limit) == all.reversed(), "\(query)") }
            }
            #expect(try walk(EventQuery(shopper: "ada-lovelace"), 2).count == 5)
            var (decisions, place): ([DecisionID], LogPlace?) = ([], nil)
            repeat {
                let page = try ledger.decisions(matching: DecisionQuery(policy: "greedy"), after: place, limit: 1)
                decisions += page.entries.map(\.id)
                place = page.next
            } while place != nil
            #expect(decisions == ["nobodys", "hers-unnamed", "hers", "bobs"])
            #expect(
                try ledger.decisions(matching: DecisionQuery(shopper: "ada-lovelace"), after: nil, limit: 9).entries
                    .map(\.id) == ["hers-unnamed", "hers"])
        }
    }
}
