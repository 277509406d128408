import Commerce
import Foundation
import GRDB
import Intake
import Testing

@testable import Ledger

@Suite("The SQLite ledger")
struct SQLiteLedgerTests {
    private let event = Event(.purchase, at: at(1), shopper: "s", item: "i")

    @Test("commits durably, in WAL mode, in strict tables")
    func settings() throws {
        try withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder.appendingPathComponent("new/shop"), create: true)
            try ledger.database.writeWithoutTransaction { db in
                #expect(try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2)
                #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
                #expect(try Int.fetchOne(db, sql: "PRAGMA foreign_keys") == 1)
                #expect(try Int.fetchOne(db, sql: "PRAGMA page_size") == Schema.pageSize)
                #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == Schema.version)
                #expect(try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID)
                let loose = try String.fetchAll(
                    db,
                    sql: "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict")
                #expect(loose.filter { !$0.hasPrefix("sqlite_") } == ["grdb_migrations"])
            }
        }
    }

    @Test("refuses to change or delete an event", arguments: ["UPDATE event SET kind = 1", "DELETE FROM event"])
    func appendOnly(sql: String) throws {
        let ledger = try SQLiteLedger()
        try ledger.take([event], from: .file("a"))
        #expect(throws: LedgerError.self) { try ledger.write { try $0.execute(sql: sql) } }
        #expect(try ledger.everything() == [event])
    }

    @Test("takes about 60 bytes for an event, and 24 more in the shopper index")
    func size() throws {
        try withFolder { folder in
            let ledger = try SQLiteLedger(folder: folder, create: true)
            let events = (0..<20_000).map { index in
                let order = index / 20
                let price = Money(minorUnits: Int64(index % 900), currency: .gbp)
                return Event(
                    .purchase, at: at(1_300_000_000 + Int64(order) * 60), shopper: ShopperID("\(order % 900)"),
                    item: ItemID("\(20_000 + index * 7919 % 4000)"), order: OrderID("\(536_365 + order)"),
                    quantity: Double(index % 12 + 1), price: price, attributes: ["country": "United Kingdom"])
            }
            try ledger.take(events, from: .file("a"), batch: 10_000)
            func bytes(_ name: String) throws -> Double {
                let sql = "SELECT sum(pgsize) FROM dbstat WHERE name = '\(name)'"
                return Double(try ledger.read { try Int.fetchOne($0, sql: sql) ?? 0 }) / Double(events.count)
            }
            let (table, index) = (try bytes("event"), try bytes("event_by_shopper"))
            #expect(table > 50 && table < 66)
            #expect(index > 18 && index < 36)
        }
    }

    @Test("answers a shopper's history through an index once an import has ended")
    func historyIsIndexed() throws {
        let ledger = try SQLiteLedger()
        func plan() throws -> String {
            let sql = EventRequest(EventQuery(shopper: "s")).sql("e.time", joining: "")
            return try ledger.read { db in
                let arguments: StatementArguments = ["from": 0, "person": "s"]
                return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
                    .map { $0["detail"] as String }.joined(separator: "\n")
            }
        }
        #expect(try plan().contains("SEARCH e USING PRIMARY KEY (time>?)"))
        try ledger.take([event], from: .file("a"))
        #expect(try plan().contains("event_by_shopper (shopper=? AND time>?)"))
        #expect(try plan().contains("event_by_visitor (visitor=? AND time>?)"))
    }

    @Test("tells decisions of somebody's past without a look at the events")
    func pastsAreInTheIndex() throws {
        let ledger = try SQLiteLedger()
        try ledger.take([event], from: .file("a"))
        for person in [LedgerPerson.shopper("s"), .visitor("s")] {
            let plan = try ledger.read { db in
                try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + SQLiteLedger.actionsQuery(person),
                    arguments: ["person": "s", "count": 3]
                ).map { $0["detail"] as String }
            }
            let looks = plan.filter { $0.contains(" e USING") }
            #expect(looks.count == person.events.count && looks.allSatisfy { $0.contains("COVERING INDEX event_by_") })
        }
    }

    @Test("lets a reader see only what was committed before it began")
    func isolation() throws {
        try withFolder { folder in
            let writer = try SQLiteLedger(folder: folder, create: true)
            let reader = try SQLiteLedger(folder: folder)
            let id = try writer.beginImport(.file("a"), at: at(1)).record.id
            try writer.append(IntakeBatch([event]), to: id)
            var seen = 0
            try reader.forEachEvent(matching: .everything) { _ in
                try writer.append(IntakeBatch([Event(.view, at: at(9), shopper: "t", item: "i")], after: 1), to: id)
                seen += try reader.everything().count
            }
            #expect(seen == 1)
            #expect(try reader.everything().count == 2)
        }
    }

    @Test("lets one process import at a time and says which")
    func oneImporter() throws {
        try withFolder { folder in
            let first = try SQLiteLedger(folder: folder, create: true)
            let second = try SQLiteLedger(folder: folder)
            let id = try first.beginImport(.file("a"), at: at(1)).record.id
            let refusal = #expect(throws: LedgerError.self) { try second.beginImport(.file("b"), at: at(1)) }
            #expect(refusal?.code == "ledger.busy")
            #expect(refusal?.message.contains("(\(ProcessInfo.processInfo.processIdentifier))") == true)
            #expect(try second.everything() == [], "reading goes on")
            try first.finishImport(id, at: at(2))
            let other = try second.beginImport(.file("b"), at: at(3)).record.id
            #expect(try code { _ = try first.beginImport(.file("c"), at: at(3)) } == "ledger.busy")
            try second.finishImport(other, at: at(4))
            #expect(try first.beginImport(.file("c"), at: at(5)).record.id.rawValue == 3)
        }
    }

    @Test("gives the importer's place back when a content is there already or is refused")
    func lockIsReturned() throws {
        try withFolder { folder in
            let first = try SQLiteLedger(folder: folder, create: true)
            let second = try SQLiteLedger(folder: folder)
            try first.take([event], from: .file("a"))
            _ = try first.beginImport(.file("a"), at: at(1))
            #expect(try code { _ = try first.beginImport(.file("a", preset: "other"), at: at(1)) } == "import.settings")
            _ = try second.beginImport(.file("b"), at: at(1))
        }
    }

    @Test("keeps identifiers apart that differ only in how an accent is spelled")
    func spelling() throws {
        let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
        let events = [composed, decomposed].map { Event(.search, at: at(1), visitor: VisitorID($0), text: "x") }
        let ledger = try SQLiteLedger()
        #expect(try ledger.take(events, from: .file("a")).counts.added == 2)
        #expect(try ledger.everything().map { Array(($0.visitor?.rawValue ?? "").unicodeScalars).count } == [4, 5])
    }

    @Test("stores many different sets of attributes in their events")
    func manySets() throws {
        let ledger = try SQLiteLedger()
        let events = (0..<66_500).map { Event(.view, at: at(1), shopper: "s", item: "i", attributes: ["n": "\($0)"]) }
        try ledger.take(events, from: .file("a"), batch: 70_000)
        let sets = try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM attribute_set") }
        #expect(sets == 65_536)
        #expect(try ledger.take([events[3], events[66_000]], from: .file("b")).counts.known == 2)
        #expect(try ledger.everything() == events)
    }
}
