import Commerce
import Intake
import Testing

@testable import Ledger

@Suite("Every import store")
struct ImportStoreTests {
    private let order = [
        Event(.purchase, at: at(10), shopper: "ann", item: "tea", order: "o1", quantity: 2),
        Event(.purchase, at: at(10), shopper: "ann", item: "cup", order: "o1", quantity: 1),
        Event(.view, at: at(5), shopper: "bob", item: "tea"),
    ]

    @Test("adds nothing when the same file comes under another name", arguments: Backend.allCases)
    func sameFile(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            let first = try store.take(order, from: .file("a"))
            #expect(first.counts.added == 3 && first.counts.known == 0)
            let second = try store.take(order, from: .file("b"), batch: 2)
            #expect(second.counts.added == 0 && second.counts.known == 3)
            #expect(try store.everything() == [order[2], order[0], order[1]])
            #expect(try store.findings() == [])
        }
    }

    @Test("keeps repeats inside a file, and of two files the larger number of copies", arguments: Backend.allCases)
    func repeats(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            let tea = order[0]
            #expect(try store.take([tea, tea], from: .file("a"), batch: 1).counts.added == 2)
            #expect(try store.take([tea], from: .file("b")).counts.added == 0)
            let third = try store.take([tea, order[1], tea, tea, tea], from: .file("c"), batch: 2)
            #expect(third.counts.added == 3 && third.counts.known == 2)
            #expect(try store.everything().count { $0 == tea } == 4)
        }
    }

    @Test("takes an event's id as its identity, within one origin", arguments: Backend.allCases)
    func ids(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            var event = order[0]
            event.id = "1"
            var other = event
            other.quantity = 3
            other.time = at(99)
            let first = try store.take([event, event, other], from: .file("a"), batch: 1)
            #expect(first.counts.added == 1 && first.counts.known == 1 && first.counts.contradicted == 1)
            let again = try store.take([event], from: .file("b"))
            #expect(again.counts.known == 1 && again.counts.added == 0)
            #expect(try store.take([other], from: .file("c", origin: "tills")).counts.added == 1)
            var twin = event
            twin.id = "2"
            #expect(try store.take([twin], from: .file("d")).counts.added == 1)
            #expect(try store.take([order[0]], from: .file("e")).counts.added == 1, "without an id it is another event")
            #expect(try store.everything().map(\.id) == ["1", "2", nil, "1"])
        }
    }

    @Test("says whether a content is new, interrupted or there", arguments: Backend.allCases)
    func beginnings(backend: Backend) throws {
        try backend.withLedger { ledger in
            guard case .started(let record) = try ledger.store.beginImport(.file("a"), at: at(1)) else {
                Issue.record("the content is new")
                return
            }
            try ledger.store.append(IntakeBatch(Array(order.prefix(2))), to: record.id)
            try ledger.reopen()
            guard case .resumed(let resumed) = try ledger.store.beginImport(.file("a"), at: at(2)) else {
                Issue.record("the content is there in part")
                return
            }
            #expect(resumed.id == record.id && resumed.started == at(1))
            #expect(resumed.position == SourcePosition(row: 2, line: 3, byteOffset: 20))
            #expect(resumed.counts.added == 2)
            try ledger.store.append(IntakeBatch([order[2]], after: 2), to: record.id)
            let finished = try ledger.store.finishImport(record.id, at: at(9))
            #expect(finished.finished == at(9) && finished.counts.rows == 3)
            try ledger.reopen()
            #expect(try ledger.store.beginImport(.file("a"), at: at(10)) == .alreadyFinished(finished))
            #expect(try ledger.store.imports() == [finished])
        }
    }

    @Test("refuses a content that was imported with other settings", arguments: Backend.allCases)
    func settings(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(order, from: .file("a"))
            #expect(try code { _ = try store.beginImport(.file("a", preset: "jsonl"), at: at(3)) } == "import.settings")
            #expect(try store.imports().count == 1)
        }
    }

    @Test("cannot recognise a stream without a hash", arguments: Backend.allCases)
    func streams(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.take(order, from: .file(nil))
            #expect(try store.take(order, from: .file(nil)).counts.known == 3)
            #expect(try store.imports().map(\.id.rawValue) == [1, 2])
        }
    }

    @Test("refuses a batch out of step and stores nothing of it", arguments: Backend.allCases)
    func outOfStep(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            let id = try store.beginImport(.file("a"), at: at(1)).record.id
            try store.append(IntakeBatch([order[0]]), to: id)
            #expect(try code { try store.append(IntakeBatch([order[0]]), to: id) } == "import.position")
            #expect(try code { try store.append(IntakeBatch([order[1]], after: 2), to: id) } == "import.position")
            #expect(try code { try store.append(IntakeBatch([]), to: ImportID(rawValue: 7)) } == "import.unknown")
            try store.finishImport(id, at: at(2))
            #expect(try code { try store.append(IntakeBatch([order[1]], after: 1), to: id) } == "import.finished")
            #expect(try code { try store.finishImport(id, at: at(3)) } == "import.finished")
            #expect(try store.everything() == [order[0]])
        }
    }

    @Test("stores a batch whole or not at all", arguments: Backend.allCases)
    func atomicity(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            let id = try store.beginImport(.file("a"), at: at(1)).record.id
            let fresh = Event(.purchase, at: at(1), shopper: "new", item: "new", attributes: ["new": "1"])
            for number in [Double.nan, .infinity, -.infinity] {
                var wrong = order[0]
                wrong.quantity = number
                #expect(try code { try store.append(IntakeBatch([fresh, wrong]), to: id) } == "event.invalid")
            }
            #expect(try store.everything() == [])
            #expect(try store.summary().shoppers == 0)
            try store.append(IntakeBatch([fresh]), to: id)
            #expect(try store.everything() == [fresh])
            #expect(try store.findings() == [], "what was interned for nothing is not used")
        }
    }

    @Test("keeps the account of rows and of their troubles", arguments: Backend.allCases)
    func accounts(backend: Backend) throws {
        try backend.withLedger { ledger in
            let store = try ledger.store
            let id = try store.beginImport(.file("a"), at: at(1)).record.id
            func issue(_ code: String) -> RowIssue { RowIssue(line: 2, code: code, message: "m", remedy: "r") }
            var batch = IntakeBatch([order[0]])
            batch.rejects = [RejectedRow(raw: "x", issue: issue("time.unreadable"))]
            batch.setAside = [RejectedRow(raw: "POST", issue: issue("item.service"))]
            batch.skipped = ["page_view": 4]
            batch.warnings = [issue("price.zero"), issue("price.zero")]
            batch.rows = 7
            batch.end.row = 7
            try store.append(batch, to: id)
            batch.end.row = 14
            try store.append(batch, to: id)
            let record = try store.finishImport(id, at: at(2))
            #expect(record.counts.rows == 14 && record.counts.rejected == 2 && record.counts.setAside == 2)
            #expect(record.counts.skipped == 8 && record.counts.warnings == 4 && record.counts.accepted == 2)
            #expect(record.issues == ["time.unreadable": 2, "item.service": 2, "price.zero": 4])
        }
    }
}
