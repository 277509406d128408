import Commerce
import Foundation
import GRDB
import Intake
import Testing

@testable import Ledger

@Suite("The SQLite ledger's decisions")
struct DecisionLedgerTests {
    private func file(_ folder: URL) -> String { folder.appendingPathComponent("shop.sqlite").path }

    /// A ledger as the first version wrote it, with one import of two events.
    private func makeFirstVersion(in folder: URL) throws {
        let queue = try DatabaseQueue(path: file(folder))
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA application_id = \(Schema.applicationID)")
        }
        try Schema.migrator.migrate(queue, upTo: "1")
        try queue.write { db in
            // What version 1 was must never change, or this test tests nothing.
            let schema = try String.fetchAll(
                db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'grdb%' ORDER BY name")
            #expect(
                ContentHash(of: Array(schema.joined(separator: "\n").utf8)).hexadecimal.prefix(16) == "c94129b7a1c46127"
            )
            #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 1)
            try db.execute(
                sql: """
                    INSERT INTO import VALUES (1, 'old.csv', 'hash', 'csv', 'csv', '{}', '', 1, 2, 2, 3, 20, 2, 2, 0, 0, 0, 0,
                        0, 0, 0, 0);
                    INSERT INTO shopper (id, name) VALUES (1, 's');
                    INSERT INTO visitor (id, name) VALUES (1, 'v');
                    INSERT INTO item (id, name) VALUES (1, 'i');
                    INSERT INTO visitor_link VALUES (1, 1, 1000);
                    INSERT INTO event (time, identity, occurrence, sequence, import, kind, shopper, visitor, item)
                        VALUES (1000, 11, 1, 0, 1, 2, 1, 1, 1), (2000, 12, 1, 1, 1, 3, NULL, 1, 1);
                    CREATE INDEX event_by_shopper ON event (shopper, time) WHERE shopper IS NOT NULL;
                    CREATE INDEX event_by_visitor ON event (visitor, time)
                        WHERE shopper IS NULL AND visitor IS NOT NULL;
                    """)
        }
        try queue.close()
    }

    @Test("come into a ledger of the first version, whose events stay")
    func migration() throws {
        try withFolder { folder in
            try makeFirstVersion(in: folder)
            let events = [
                Event(.view, at: at(1), shopper: "s", visitor: "v", item: "i"),
                Event(.click, at: at(2), visitor: "v", item: "i"),
            ]
            let decisions = Decision.many(5)
            do {
                let ledger = try SQLiteLedger(folder: folder)
                #expect(try ledger.everything() == events)
                #expect(try ledger.findings() == [])
                #expect(try ledger.latestActions(of: ShopperID("s"), count: 9) == events.map(PastAction.init(_:)))
                let indexes = try ledger.read { db in try db.indexes(on: "event") }
                let index = try #require(indexes.first { $0.name == "event_by_shopper" })
                #expect(index.columns == ["shopper", "time", "sequence", "kind", "item", "session"])
                #expect(try ledger.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Schema.version)
                #expect(try ledger.append(decisions).added == 5)
                #expect(
                    try ledger.take([Event(.cart, at: at(3), shopper: "s", item: "i")], from: .file("b")).counts.added
                        == 1)
            }
            let again = try SQLiteLedger(folder: folder)
            #expect(try again.decisions() == decisions && again.everything().count == 3)
            #expect(try again.findings() == [])
        }
    }

    @Test(
        "are never changed or deleted",
        arguments: [
            "UPDATE decision SET time = 1", "DELETE FROM decision", "UPDATE outcome SET reward = 1",
            "DELETE FROM outcome",
        ])
    func appendOnly(sql: String) throws {
        let ledger = try SQLiteLedger()
        let decisions = Decision.many(2)
        try ledger.append(decisions)
        try ledger.append(decisions.map { Outcome(clickOn: $0) })
        #expect(throws: LedgerError.self) { try ledger.write { try $0.execute(sql: sql) } }
        #expect(try ledger.decisions() == decisions)
    }

    @Test("are named when their record is damaged, to readers and to doctor")
    func damagedRecord() throws {
        let ledger = try SQLiteLedger()
        let decisions = Decision.many(4)
        try ledger.append(decisions)
        try ledger.append(decisions.map { Outcome(clickOn: $0) })
        try ledger.record(LearnerCheckpoint(lineage: "a", updates: 1, created: at(1), state: [1, 2]), keeping: 5)
        try ledger.record(LearnerCheckpoint(lineage: "a", updates: 2, created: at(1), state: [3, 4]), keeping: 5)
        try ledger.write { db in
            try db.execute(
                sql: """
                    DROP TRIGGER decision_is_never_changed; DROP TRIGGER outcome_is_never_changed;
                    UPDATE decision SET record = CAST(substr(record, 1, 60) || x'FF' || substr(record, 62) AS BLOB) WHERE number = 2;
                    UPDATE decision SET time = 77 WHERE number = 3;
                    UPDATE decision SET policy = 99 WHERE number = 4;
                    UPDATE outcome SET record = x'0102' WHERE decision = 1;
                    UPDATE outcome SET record = (SELECT record FROM outcome WHERE decision = 4) WHERE decision = 3;
                    UPDATE learner SET state = x'09' WHERE updates = 2;
                    """)
        }
        #expect(
            try ledger.findings() == [
                "the record of decision 'd1000001' is damaged: its check sum is not the one it was stored with",
                "decision 'd1000002' is found by another time than its record holds",
                "decision 'd1000003' is found by another policy than its record holds",
                "the outcome of decision 'd1000000' is damaged: it is too short",
                "the outcome of decision 'd1000002' is that of another decision",
                "the state of learner 'a' after 2 updates is damaged",
            ])
        let error = #expect(throws: LedgerError.self) { try ledger.decision("d1000001") }
        #expect(error?.code == "ledger.corrupt" && error?.message.contains("'d1000001'") == true)
        #expect(try code { _ = try ledger.decisions() } == "ledger.corrupt")
        #expect(try code { _ = try ledger.outcome(of: "d1000000") } == "ledger.corrupt")
        #expect(try ledger.latestCheckpoint(of: "a")?.updates == 1, "a damaged state is passed over")
        #expect(try ledger.decision("d1000000") == decisions[0])
    }

    @Test("are found through indexes")
    func plans() throws {
        let ledger = try SQLiteLedger()
        try ledger.append(Decision.many(3))
        func plan(_ query: DecisionQuery) throws -> String {
            let sql = "EXPLAIN QUERY PLAN " + DecisionRequest(query).sql("d.record")
            var arguments: StatementArguments = ["from": 0]
            if query.shopper != nil || query.visitor != nil { arguments += ["person": "s1"] }
            if query.surface != nil { arguments += ["surface": "home"] }
            return try ledger.read { db in
                try Row.fetchAll(db, sql: sql, arguments: arguments).map { $0["detail"] as String }.joined(
                    separator: "\n")
            }
        }
        let byTime = try plan(DecisionQuery(surface: .home))
        #expect(byTime.contains("SEARCH d USING INDEX decision_by_time (time>?)") && !byTime.contains("B-TREE"))
        let byShopper = try plan(DecisionQuery(shopper: "s1"))
        #expect(byShopper.contains("decision_by_shopper (shopper=? AND time>?)"))
        #expect(byShopper.contains("decision_by_visitor (visitor=? AND time>?)"))
        let byVisitor = try plan(DecisionQuery(visitor: "s1"))
        #expect(byVisitor.contains("decision_by_visitor (visitor=? AND time>?)"))
    }

    @Test("take a tenth of the room when only the slate is kept")
    func size() throws {
        var random = SeededGenerator(seed: 1)
        let decisions = (0..<20).map { Decision.random($0, candidates: 300, features: 40, slate: 10, using: &random) }
        func bytes(_ detail: DecisionDetail) throws -> Int {
            let ledger = try SQLiteLedger()
            try ledger.append(decisions, detail: detail)
            return try ledger.summary().decisionBytes / decisions.count
        }
        let (full, slate) = (try bytes(.full), try bytes(.slate))
        // 40 columns of which 10 constant, 10 flags, 10 small counts, 10 arbitrary; 48,000 bytes as plain floats.
        #expect(full > 20_000 && full < 30_000, "\(full) bytes")
        #expect(slate > 1500 && slate < full / 8, "\(slate) bytes")
    }
}

/// Kills a process that appends decisions, at a random moment and with the signal that cannot be caught.
@Suite("A log of decisions whose writer is killed")
struct DecisionCrashTests {
    static func appendAll(into folder: URL, acknowledging: FileHandle) throws {
        let ledger = try SQLiteLedger(folder: folder, create: false) { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 10")
        }
        let decisions = Decision.many(600)
        for start in stride(from: 0, to: decisions.count, by: 20) {
            let batch = Array(decisions[start..<start + 20])
            try ledger.append(batch)
            try ledger.append(batch.map { Outcome(clickOn: $0) })
            try acknowledging.write(contentsOf: Data("\(start + 20)\n".utf8))
        }
    }

    @Test("loses nothing that was acknowledged", arguments: 1...4 as ClosedRange<UInt64>)
    func killed(seed: UInt64) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try SQLiteLedger(folder: folder, create: true)
        var rng = SeededGenerator(seed: seed)
        let patience = UInt32.random(in: 60_000...300_000, using: &rng)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = folder.path as String, patience = patience as UInt32] in
            let log = URL(fileURLWithPath: path).appendingPathComponent("acknowledged")
            try Data().write(to: log)
            let handle = try FileHandle(forWritingTo: log)
            Thread.detachNewThread {
                usleep(patience)
                kill(getpid(), SIGKILL)
            }
            try DecisionCrashTests.appendAll(into: URL(fileURLWithPath: path), acknowledging: handle)
            kill(getpid(), SIGKILL)
        }
        let log = try? String(contentsOf: folder.appendingPathComponent("acknowledged"), encoding: .utf8)
        let acknowledged = log?.split(separator: "\n").last.flatMap { Int($0) } ?? 0
        let ledger = try SQLiteLedger(folder: folder)
        #expect(try ledger.findings() == [])
        let all = Decision.many(600)
        let found = try ledger.decisions()
        #expect(found == Array(all.prefix(found.count)) && found.count % 20 == 0 && found.count >= acknowledged)
        #expect(try ledger.summary().settledDecisions >= acknowledged)
        // Delivered again from the start, it ends as if nothing had happened.
        let receipt = try ledger.append(all)
        #expect(receipt.known == found.count && receipt.added == 600 - found.count && receipt.contradicted == [])
    }
}
