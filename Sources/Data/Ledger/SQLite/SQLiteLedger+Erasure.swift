public import Commerce
import Foundation
import GRDB
import Intake
import Synchronization

extension SQLiteLedger: ErasureStore {
    /// O(events + bytes of the decisions' records): what names the person in records of others is looked for in all.
    public func erase(
        _ shopper: ShopperID, pseudonym: String, record: (LedgerErasure) throws -> ChangeRecord
    ) throws -> LedgerErasure {
        try appender.withLock { appender in
            // Names lose their numbers, whether this is kept or rolled back.
            defer { appender = Appender() }
            return try Self.translating(path) {
                try database.writeWithoutTransaction { db in
                    try db.execute(sql: "PRAGMA secure_delete = ON")
                    defer { try? db.execute(sql: "PRAGMA secure_delete = OFF") }
                    var erasure = LedgerErasure(shopper: shopper)
                    try db.inTransaction(.immediate) {
                        var eraser = try Eraser(shopper, pseudonym: pseudonym, in: db)
                        try eraser.run()
                        erasure = eraser.erasure
                        try insert(try record(erasure), in: db)
                        return .commit
                    }
                    return erasure
                }
            }
        }
    }

    public func scrub(_ names: [String]) throws {
        guard importing != nil else { return }
        try Self.translating(path) {
            try emptyLog()
            guard try names.contains(where: { try LedgerSearch.finds($0, in: path) }) else { return }
            try database.vacuum()
            try emptyLog()
        }
    }

    /// Moves the log into the file, and cuts it to nothing.
    private func emptyLog() throws {
        for attempt in 1...50 {
            do {
                _ = try database.writeWithoutTransaction { try $0.checkpoint(.truncate) }
                return
            } catch let error as DatabaseError where error.resultCode.primaryResultCode == .SQLITE_BUSY && attempt < 50
            {
                // A reader is in the middle of something.
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
    }
}

/// One erasure, within its transaction.
private struct Eraser {
    private let db: Database
    private let pseudonym: String
    private let number: Int64?
    private var visitors: [Int64] = []
    private(set) var erasure: LedgerErasure

    init(_ shopper: ShopperID, pseudonym: String, in db: Database) throws {
        self.db = db
        self.pseudonym = pseudonym
        erasure = LedgerErasure(shopper: shopper)
        number = try Int64.fetchOne(db, sql: "SELECT id FROM shopper WHERE name = ?", arguments: [shopper.rawValue])
        erasure.hadName = number != nil
        let own = try Row.fetchAll(
            db,
            sql: "SELECT id, name FROM visitor WHERE id IN (\(LedgerPerson.ownVisitors)) ORDER BY name",
            arguments: ["person": shopper.rawValue])
        visitors = own.map { $0["id"] }
        erasure.visitors = own.map { VisitorID($0["name"]) }
    }

    mutating func run() throws {
        try db.execute(sql: "INSERT INTO erasure_permit (id) VALUES (1)")
        if let number {
            let quoted = try eraseEvents(of: number)
            try eraseDecisions(of: number, quoted: quoted)
            try eraseNames(of: number)
        }
        try redactMentions()
        try db.execute(sql: "DELETE FROM erasure_permit")
    }

    // MARK: Events

    /// - Returns: the decisions that the person's events quote.
    private mutating func eraseEvents(of shopper: Int64) throws -> [String] {
        let own = "(shopper = \(shopper) OR (shopper IS NULL AND visitor IN (\(list(visitors)))))"
        let quoted = try String.fetchAll(
            db, sql: "SELECT DISTINCT decision FROM event WHERE \(own) AND decision IS NOT NULL")
        let counts = try Row.fetchAll(db, sql: "SELECT import, count(*) n FROM event WHERE \(own) GROUP BY import")
        var used: [(table: String, column: String, numbers: [Int64])] = []
        for (table, column, type) in [
            ("session", "session", ""), ("shop_order", "shop_order", ""),
            ("attribute_set", "attributes", "AND typeof(attributes) = 'integer'"),
        ] {
            let numbers = try Int64.fetchAll(
                db, sql: "SELECT DISTINCT \(column) FROM event WHERE \(own) AND \(column) IS NOT NULL \(type)")
            used.append((table, column, numbers))
        }
        try db.execute(sql: "DELETE FROM event WHERE \(own)")
        for row in counts {
            erasure.events += row["n"] as Int
            try db.execute(
                sql: "UPDATE import SET erased = erased + ? WHERE id = ?", arguments: [row["n"] as Int, row["import"]])
        }
        for (table, column, numbers) in used where !numbers.isEmpty {
            // What others use too stays.
            try db.execute(
                sql: """
                    DELETE FROM \(table) WHERE id IN (\(list(numbers))) AND id NOT IN (
                        SELECT \(column) FROM event
                        WHERE \(column) IN (\(list(numbers))) AND typeof(\(column)) = 'integer')
                    """)
        }
        return quoted
    }

    // MARK: Decisions

    private mutating func eraseDecisions(of shopper: Int64, quoted: [String]) throws {
        let find = try RawStatement("SELECT number, shopper, visitor FROM decision WHERE id = ?", in: db)
        var (numbers, others): (Set<Int64>, [Int64]) = ([], [])
        for id in quoted {
            try find.bind(id, at: 1)
            if try find.step() {
                let isNobodys = find.isNull(1) && find.isNull(2)
                if isNobodys { numbers.insert(find.integer(0)) } else { others.append(find.integer(0)) }
            }
            find.reset()
        }
        numbers.formUnion(
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT number FROM decision WHERE shopper = \(shopper)
                    UNION SELECT number FROM decision WHERE shopper IS NULL AND visitor IN (\(list(visitors)))
                    """))
        let doomed = list(Array(numbers))
        erasure.decisions = try String.fetchAll(
            db, sql: "SELECT id FROM decision WHERE number IN (\(doomed)) ORDER BY time, id"
        ).map(DecisionID.init(_:))
        erasure.outcomes =
            try Int.fetchOne(db, sql: "SELECT count(*) FROM outcome WHERE decision IN (\(doomed))") ?? 0
        try db.execute(sql: "DELETE FROM outcome WHERE decision IN (\(doomed))")
        try db.execute(sql: "DELETE FROM decision WHERE number IN (\(doomed))")
        for number in others where !numbers.contains(number) { try redactOutcome(of: number) }
    }

    /// Takes the person's answers out of what came of somebody else's list; what they were worth stays.
    private mutating func redactOutcome(of decision: Int64) throws {
        guard
            let bytes = try Data.fetchOne(
                db, sql: "SELECT record FROM outcome WHERE decision = ?", arguments: [decision])
        else { return }
        var outcome = try DecisionRow.outcome(Array(bytes), id: "\(decision)")
        let count = outcome.events.count
        let gone = Set(erasure.visitors)
        outcome.events.removeAll { event in
            if let shopper = event.shopper { return shopper == erasure.shopper }
            return event.visitor.map(gone.contains) ?? false
        }
        guard outcome.events.count < count else { return }
        try db.execute(
            sql: "UPDATE outcome SET events = ?, record = ? WHERE decision = ?",
            arguments: [outcome.events.count, Data(OutcomeRecord.bytes(of: outcome)), decision])
        erasure.redacted += 1
    }

    /// Takes the person's names out of the reasons of lists for others ("chosen by shoppers like you"), and out of what is
    /// kept of trainings, where they may stand as examples.
    private mutating func redactMentions() throws {
        let mentioned =
            [erasure.shopper.rawValue] + erasure.visitors.map { InteractionsBuilder.visitorPrefix + $0.rawValue }
        for name in mentioned {
            let rows = try Row.fetchAll(
                db, sql: "SELECT number, id, record FROM decision WHERE instr(record, ?) > 0",
                arguments: [Data(name.utf8)])
            for row in rows {
                var decision = try DecisionRow.decision(Array(row["record"] as Data), id: row["id"])
                guard decision.removeReasons(naming: ShopperID(name)) else { continue }
                try db.execute(
                    sql: "UPDATE decision SET record = ? WHERE number = ?",
                    arguments: [Data(DecisionRecord.bytes(of: decision)), row["number"] as Int64])
                erasure.redacted += 1
            }
        }
        for name in [erasure.shopper.rawValue] + erasure.visitors.map(\.rawValue) {
            var json: [UInt8] = []
            CompactJSON.append(string: name, to: &json)
            try db.execute(
                sql: """
                    UPDATE model SET hyperparameters = replace(hyperparameters, :name, '"(erased)"')
                    WHERE instr(hyperparameters, :name) > 0
                    """, arguments: ["name": String(decoding: json, as: UTF8.self)])
            erasure.redacted += db.changesCount
        }
    }

    // MARK: Names

    private func eraseNames(of shopper: Int64) throws {
        try db.execute(sql: "DELETE FROM visitor_link WHERE visitor IN (\(list(visitors)))")
        try db.execute(sql: "DELETE FROM visitor WHERE id IN (\(list(visitors)))")
        // Without a nameless one in this shopper's place, what a shared visitor did would from now on be the other's.
        if try Int.fetchOne(db, sql: "SELECT count(*) FROM visitor_link WHERE shopper = \(shopper)") ?? 0 > 0 {
            try db.execute(sql: "INSERT OR IGNORE INTO shopper (name) VALUES (?)", arguments: [pseudonym])
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO visitor_link (visitor, shopper, since)
                    SELECT visitor, (SELECT id FROM shopper WHERE name = ?), since FROM visitor_link WHERE shopper = ?
                    """, arguments: [pseudonym, shopper])
            try db.execute(sql: "DELETE FROM visitor_link WHERE shopper = \(shopper)")
        }
        try db.execute(sql: "DELETE FROM shopper WHERE id = \(shopper)")
    }

    private func list(_ numbers: [Int64]) -> String { numbers.map(String.init).joined(separator: ",") }
}

extension Decision {
    /// - Returns: whether a reason named the shopper; none does any more.
    fileprivate mutating func removeReasons(naming shopper: ShopperID) -> Bool {
        var isChanged = false
        for place in slate.indices {
            for reason in slate[place].reasons.indices
            where slate[place].reasons[reason].shoppers.contains(shopper) {
                slate[place].reasons[reason].shoppers.removeAll { $0 == shopper }
                isChanged = true
            }
        }
        return isChanged
    }
}
