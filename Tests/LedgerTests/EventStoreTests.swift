import Commerce
import Intake
import Testing

@testable import Ledger

@Suite("Every event store")
struct EventStoreTests {
    @Test("gives every field of an event back as it was", arguments: Backend.allCases)
    func everyField(backend: Backend) throws {
        let full = Event(
            .search, at: Timestamp(milliseconds: -1), shopper: "安", visitor: "v\n1", item: "a\u{0}b", id: "",
            session: "", order: "o\"1\\", decision: "d", surface: Surface(rawValue: "自"), position: .max,
            quantity: -0.25, price: Money(minorUnits: .min, currency: .jpy), value: 1e300, text: "two\nlines\u{1}",
            attributes: ["国": "中\t国", "": "", "z": "\\\""])
        let events = [
            full,
            Event(.view, at: Timestamp(milliseconds: .max), visitor: "v", item: "i"),
            Event(.rating, at: at(3), shopper: "s", item: "i", position: 0, quantity: 0, value: 0, text: ""),
            Event(.click, at: at(3), shopper: "s", item: "i", price: Money(minorUnits: 0, currency: .gbp)),
            Event(.cart, at: at(4), shopper: "s", item: "i", attributes: ["long": String(repeating: "x", count: 5000)]),
        ]
        try backend.withLedger { ledger in
            try ledger.store.take(events, from: .file("a"))
            try ledger.reopen()
            #expect(try ledger.store.everything() == [events[0], events[2], events[3], events[4], events[1]])
            #expect(try ledger.store.take(events, from: .file("b")).counts.known == events.count)
            #expect(try ledger.store.findings() == [])
        }
    }

    @Test("tells events apart by each of their fields", arguments: Backend.allCases)
    func everyDifference(backend: Backend) throws {
        let plain = Event(.view, at: at(1), shopper: "s", item: "i")
        let changes: [(inout Event) -> Void] = [
            { $0.kind = .click }, { $0.time = at(2) }, { $0.shopper = "t" }, { $0.visitor = "s" }, { $0.item = "s" },
            { $0.session = "s" }, { $0.order = "s" }, { $0.decision = "s" }, { $0.surface = .home },
            { $0.position = 0 }, { $0.position = 1 }, { $0.quantity = 0 }, { $0.quantity = 1 }, { $0.value = 0 },
            { $0.value = 1 }, { $0.price = Money(minorUnits: 0, currency: .gbp) },
            { $0.price = Money(minorUnits: 0, currency: .eur) }, { $0.text = "" }, { $0.text = "s" },
            { $0.attributes = ["s": ""] }, { $0.attributes = ["": "s"] }, { $0.id = "s" },
        ]
        let events =
            [plain]
            + changes.map { change in
                var event = plain
                change(&event)
                return event
            }
        try backend.withLedger { ledger in
            let store = try ledger.store
            #expect(try store.take(events, from: .file("a")).counts.added == events.count)
            #expect(try store.take(events.reversed(), from: .file("b")).counts.known == events.count)
        }
    }

    @Test("reads oldest first, and one moment in order of arrival", arguments: Backend.allCases)
    func order(backend: Backend) throws {
        let moment = (0..<50).map { Event(.view, at: at(7), shopper: "s", item: ItemID("\($0 * 37 % 50)")) }
        let early = Event(.view, at: at(6), shopper: "s", item: "early")
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(moment + [early], from: .file("a"), batch: 7)
            #expect(try store.everything() == [early] + moment)
            let columns = try store.columns()
            #expect(columns.itemRows.map { columns.items[$0] } == ([early] + moment).compactMap(\.item))
        }
    }

    @Test("answers by time, kind, shopper and number", arguments: Backend.allCases)
    func queries(backend: Backend) throws {
        let kinds: [EventKind] = [.view, .cart, .purchase]
        let events = (0..<60).map { index in
            Event(
                kinds[index % 3], at: at(Int64(index / 2)), shopper: ShopperID("s\(index % 4)"),
                item: ItemID("i\(index)"))
        }
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(events, from: .file("a"))
            let span = EventQuery(from: at(5), until: at(9))
            #expect(try store.events(matching: span) == events.filter { $0.time >= at(5) && $0.time < at(9) })
            #expect(try store.events(matching: EventQuery(shopper: "s1")) == events.filter { $0.shopper == "s1" })
            let mixed = EventQuery(from: at(3), shopper: "s2", kinds: [.cart, .view], limit: 3)
            let expected = events.filter { $0.time >= at(3) && $0.shopper == "s2" && $0.kind != .purchase }
            #expect(expected.count > 3)
            #expect(try store.events(matching: mixed) == Array(expected.prefix(3)))
            #expect(try store.events(matching: EventQuery(shopper: "nobody")) == [])
            #expect(try store.events(matching: EventQuery(kinds: [])) == [])
            #expect(try store.eventCounts() == [.view: 20, .cart: 20, .purchase: 20])
            #expect(try store.eventSpan() == at(0)...at(29))
        }
    }

    @Test("may be asked something else while it reads", arguments: Backend.allCases)
    func nesting(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            let events = (0..<9).map { Event(.view, at: at($0), shopper: "s", item: "i", attributes: ["n": "\($0)"]) }
            try store.take(events, from: .file("a"))
            var inner = 0
            try store.forEachEvent(matching: .everything) { _ in inner += try store.everything().count }
            #expect(inner == 81)
        }
    }

    @Test("gives a visitor's events to the one shopper the visitor is known to be", arguments: Backend.allCases)
    func visitors(backend: Backend) throws {
        let events = [
            Event(.view, at: at(1), visitor: "phone", item: "a"),
            Event(.purchase, at: at(2), shopper: "ann", visitor: "phone", item: "b"),
            Event(.view, at: at(3), visitor: "phone", item: "c"),
            Event(.view, at: at(4), visitor: "shared", item: "d"),
            Event(.purchase, at: at(5), shopper: "ann", visitor: "shared", item: "e"),
            Event(.purchase, at: at(6), shopper: "bob", visitor: "shared", item: "f"),
            Event(.view, at: at(7), visitor: "stranger", item: "g"),
            Event(.search, at: at(8), shopper: "ann", text: "no item"),
        ]
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(events, from: .file("a"))
            let ann = try store.events(matching: EventQuery(shopper: "ann"))
            #expect(ann == [events[0], events[1], events[2], events[4], events[7]])
            let columns = try store.columns()
            #expect(columns.shoppers.identifiers == ["ann", "bob"])
            #expect(columns.itemRows.map { columns.items[$0] } == ["a", "b", "c", "e", "f"])
            #expect(columns.offsets == [0, 4, 5])
            let all = try store.columns(matching: .positive, anonymous: .asShoppers)
            #expect(all.shoppers.identifiers == ["ann", "visitor:shared", "bob", "visitor:stranger"])
            #expect(all.offsets == [0, 4, 5, 6, 7])
            #expect(
                try store.visitorLinks() == [
                    VisitorLink(visitor: "phone", shopper: "ann", since: at(2)),
                    VisitorLink(visitor: "shared", shopper: "ann", since: at(5)),
                    VisitorLink(visitor: "shared", shopper: "bob", since: at(6)),
                ])
        }
    }

    @Test("gives columns that agree with the events one by one", arguments: Backend.allCases, [3, 4] as [UInt64])
    func columns(backend: Backend, seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let kinds: [EventKind] = [.view, .purchase, .impression, .search, .dislike]
        let events = (0..<400).map { _ in
            var event = Event(kinds[Int.random(in: 0..<5, using: &rng)], at: at(.random(in: 0..<40, using: &rng)))
            if event.kind != .search { event.item = ItemID("i\(Int.random(in: 0..<20, using: &rng))") }
            if Bool.random(using: &rng) { event.shopper = ShopperID("s\(Int.random(in: 0..<9, using: &rng))") }
            if event.shopper == nil { event.visitor = VisitorID("v\(Int.random(in: 0..<5, using: &rng))") }
            if Bool.random(using: &rng) { event.quantity = Double(Int.random(in: 1..<5, using: &rng)) }
            return event
        }
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(events, from: .file("a"), batch: 90)
            let query = EventQuery(from: at(5), until: at(35), kinds: [.view, .purchase, .dislike])
            let columns = try store.columns(matching: query, anonymous: .leftOut)
            let read = try store.events(matching: query).filter { $0.shopper != nil }
            #expect(columns.count == read.count && columns.offsets.last == read.count && read.count > 50)
            #expect(Set(columns.shoppers.identifiers) == Set(read.compactMap(\.shopper)))
            for (row, shopper) in columns.shoppers.identifiers.enumerated() {
                let range = columns.offsets[row]..<columns.offsets[row + 1]
                let own = read.filter { $0.shopper == shopper }
                #expect(range.map { columns.items[columns.itemRows[$0]] } == own.map(\.item))
                #expect(Array(columns.times[range]) == own.map(\.time))
                #expect(Array(columns.kinds[range]) == own.map(\.kind))
                #expect(Array(columns.quantities[range]) == own.map { Float($0.quantity ?? 1) })
            }
            let interactions = columns.interactions()
            #expect(interactions.count == read.count { $0.kind != .dislike })
            #expect(interactions.shoppers == columns.shoppers && interactions.items == columns.items)
            let weights = Set(interactions.weights)
            #expect(weights == [Float(0.1), 1])
        }
    }

    @Test("is empty at first", arguments: Backend.allCases)
    func empty(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            #expect(try store.everything() == [])
            #expect(try store.eventSpan() == nil)
            #expect(try store.columns().count == 0 && store.columns().offsets == [0])
            #expect(try store.summary() == LedgerSummary())
            #expect(try store.latestModel() == nil && store.items() == [])
        }
    }
}
