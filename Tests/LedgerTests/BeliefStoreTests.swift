import Commerce
import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("Beliefs in the ledger")
struct BeliefStoreTests {
    private static func belief(_ second: Int64, _ mean: Double, answers: Double) -> ItemBelief {
        ItemBelief(time: Timestamp(seconds: second), mean: mean, deviation: 0.1, answers: answers)
    }

    @Test("come back by item and time, a moment counts once, and nothing is changed")
    func store() throws {
        let ledger = try SQLiteLedger()
        #expect(try ledger.beliefs(of: "a").isEmpty && ledger.believedAnswers().isEmpty)
        let (first, second, other) = (
            Self.belief(10, 0.1, answers: 1), Self.belief(20, 0.2, answers: 3), Self.belief(15, -0.5, answers: 2)
        )
        try ledger.append([("a", second), ("b", other)])
        try ledger.append([("a", first), ("a", Self.belief(20, 9, answers: 9))])
        #expect(try ledger.beliefs(of: "a") == [first, second])
        #expect(try ledger.beliefs(of: "b") == [other])
        #expect(try ledger.believedAnswers() == ["a": 3, "b": 2])
        for change in ["UPDATE item_belief SET mean = 0", "DELETE FROM item_belief"] {
            #expect(throws: (any Error).self) { try ledger.write { try $0.execute(sql: change) } }
        }
        #expect(try ledger.findings().isEmpty)
    }

    @Test("a visitor's own are what was done without a shopper's name")
    func visitors() throws {
        let ledger = try SQLiteLedger()
        func event(_ second: Int64, _ shopper: ShopperID?, _ visitor: VisitorID?, _ kind: EventKind = .view) -> Event {
            Event(kind, at: Timestamp(seconds: second), shopper: shopper, visitor: visitor, item: "a")
        }
        var post = LedgerPost()
        post.events = [
            event(1, nil, "v1"), event(2, nil, "v1", .purchase), event(3, "ada", "v1"), event(4, nil, "v2"),
            event(5, "ada", nil),
        ]
        let import_ = try ledger.beginPosts(at: Timestamp(seconds: 0))
        _ = try ledger.append(post, detail: .full, to: import_)
        let query = EventQuery(visitor: "v1")
        #expect(
            try ledger.events(matching: query, after: nil, limit: 9).entries.map(\.time.milliseconds) == [2000, 1000])
        var seen: [Int64] = []
        try ledger.forEachEvent(matching: query) { seen.append($0.time.milliseconds) }
        #expect(seen == [1000, 2000])
        let figures = try #require(try ledger.figures(ofVisitor: "v1"))
        #expect(figures.events == [.view: 1, .purchase: 1] && figures.orders == 1 && figures.visitors.isEmpty)
        #expect(try ledger.figures(ofVisitor: "none") == nil)
        #expect(try ledger.latestVisitors(limit: 5).map(\.id) == ["v2", "v1"])
        #expect(try ledger.visitors(beginningWith: "v", limit: 1) == ["v1"])
        #expect(try ledger.visitors(beginningWith: "x", limit: 5).isEmpty)
        try ledger.finishPosts(import_, at: Timestamp(seconds: 9))
    }
}
