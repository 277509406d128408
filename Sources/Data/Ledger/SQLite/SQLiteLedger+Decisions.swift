public import Commerce
import GRDB
import Synchronization

extension SQLiteLedger {
    /// Complexity: O(bytes of the batch + n log decisions).
    @discardableResult
    public func append(_ decisions: [Decision], detail: DecisionDetail) throws -> DecisionReceipt {
        for decision in decisions { try DecisionCheck.check(decision) }
        return try writeInterning { appender, db in
            try insert(decisions, detail: detail, through: &appender, in: db)
        }
    }

    /// Decisions that were checked, in a transaction of the caller's.
    func insert(
        _ decisions: [Decision], detail: DecisionDetail, through appender: inout Appender, in db: Database
    ) throws -> DecisionReceipt {
        var writer = try DecisionWriter(detail, in: db)
        for decision in decisions { try writer.insert(decision, through: &appender) }
        return writer.receipt
    }

    /// Complexity: O(log decisions + size of the record).
    public func decision(_ id: DecisionID) throws -> Decision? {
        try read { db in
            let statement = try RawStatement("SELECT record FROM decision WHERE id = ?", in: db)
            try statement.bind(id.rawValue, at: 1)
            defer { statement.reset() }
            return try statement.step() ? try DecisionRow.decision(statement.bytes(0), id: id.rawValue) : nil
        }
    }

    /// Complexity: O(decisions of the time asked for) to find them, or of the shopper where one is named; the records of
    /// those that match are read.
    public func forEachDecision(matching query: DecisionQuery, _ body: (Decision) throws -> Void) throws {
        try read { db in
            let request = DecisionRequest(query)
            let statement = try RawStatement(ownFor: request.sql("d.id, d.record"), in: db)
            try request.bind(to: statement)
            var last: Decision?
            while try statement.step() {
                var decision = try DecisionRow.decision(statement.bytes(1), id: statement.text(0))
                if let last { decision.share(with: last) }
                last = decision
                try body(decision)
            }
            statement.reset()
        }
    }
}

/// Turns rows of `decision` and `outcome` back into values.
enum DecisionRow {
    static func decision(_ bytes: [UInt8], id: String) throws -> Decision {
        do throws(BinaryReader.Malformed) {
            return try DecisionRecord.read(bytes)
        } catch {
            throw LedgerError.unreadable("the record of decision '\(id)': \(error.what)")
        }
    }

    static func outcome(_ bytes: [UInt8], id: String) throws -> Outcome {
        do throws(BinaryReader.Malformed) {
            return try OutcomeRecord.read(bytes)
        } catch {
            throw LedgerError.unreadable("the outcome of decision '\(id)': \(error.what)")
        }
    }
}

extension Decision {
    /// Holds what both say alike in the memory of the other: versions and the names of features, which neighbours in the
    /// log have in common, take more than what they do not. O(names).
    fileprivate mutating func share(with other: Decision) {
        if policyVersion == other.policyVersion { policyVersion = other.policyVersion }
        if snapshotVersion == other.snapshotVersion { snapshotVersion = other.snapshotVersion }
        if candidates.sources == other.candidates.sources { candidates.sources = other.candidates.sources }
        if candidates.featureNames == other.candidates.featureNames {
            candidates.featureNames = other.candidates.featureNames
        }
    }
}

/// Inserts decisions of one transaction.
private struct DecisionWriter {
    private let db: Database
    private let detail: DecisionDetail
    private let insertion: RawStatement
    private var record = BinaryWriter(reserving: 65_536)
    private(set) var receipt = DecisionReceipt()

    init(_ detail: DecisionDetail, in db: Database) throws {
        self.db = db
        self.detail = detail
        insertion = try RawStatement(
            """
            INSERT INTO decision (id, time, shopper, visitor, surface, policy, shown, detail, record)
            VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING
            """, in: db)
    }

    mutating func insert(_ decision: Decision, through tables: inout Appender) throws {
        let isFull = detail.isFull(decision.id)
        DecisionRecord.write(isFull ? decision : decision.keepingSlate(), to: &record)
        let shopper = try decision.shopper.map { try tables.shoppers.number(of: $0.rawValue, in: db) }
        let visitor = try decision.visitor.map { try tables.visitors.number(of: $0.rawValue, in: db) }
        if let shopper, let visitor {
            try tables.link(visitor: visitor, to: shopper, since: decision.time.milliseconds, in: db)
        }
        try insertion.bind(decision.id.rawValue, at: 1)
        insertion.bind(decision.time.milliseconds, at: 2)
        insertion.bind(shopper, at: 3)
        insertion.bind(visitor, at: 4)
        insertion.bind(try tables.surfaces.number(of: decision.surface.rawValue, in: db), at: 5)
        insertion.bind(try tables.policies.number(of: decision.policyVersion, in: db), at: 6)
        insertion.bind(Int64(decision.slate.count), at: 7)
        insertion.bind(isFull ? 1 : 2, at: 8)
        try insertion.bind(record.bytes, at: 9)
        if try insertion.run() == 1 {
            receipt.added += 1
        } else if try isKnown(decision) {
            receipt.known += 1
        } else {
            receipt.contradicted.append(decision.id)
        }
    }

    /// Whether the stored decision of that id says the same, at the coarser of both details.
    private func isKnown(_ decision: Decision) throws -> Bool {
        let find = try RawStatement("SELECT record FROM decision WHERE id = ?", in: db)
        try find.bind(decision.id.rawValue, at: 1)
        defer { find.reset() }
        guard try find.step() else { return false }
        let stored = find.bytes(0)
        if stored == record.bytes || stored == DecisionRecord.bytes(of: decision.keepingSlate()) { return true }
        let slate = try DecisionRow.decision(stored, id: decision.id.rawValue).keepingSlate()
        return DecisionRecord.bytes(of: slate) == record.bytes
    }
}

/// A ``DecisionQuery`` as SQL.
struct DecisionRequest {
    private let query: DecisionQuery

    init(_ query: DecisionQuery) { self.query = query }

    /// - Parameters:
    ///   - columns: what to select, with `d` for the decision.
    ///   - joins: further tables, after `decision d`.
    func sql(_ columns: String, joining joins: String = "") -> String {
        let common = conditions
        var text: String
        if let person = LedgerPerson(query.shopper, query.visitor) {
            // A question for each condition, with its own index; only numbers are sorted, not records.
            let parts = person.decisions.map { "SELECT d.number FROM decision d WHERE \(common) AND \($0)" }
            text = """
                SELECT \(columns) FROM (
                    \(parts.joined(separator: " UNION ALL "))
                ) m JOIN decision d ON d.number = m.number \(joins) ORDER BY d.time, d.id
                """
        } else {
            text = "SELECT \(columns) FROM decision d \(joins) WHERE \(common) ORDER BY d.time, d.id"
        }
        if query.limit != nil { text += " LIMIT :limit" }
        return text
    }

    /// Conditions on everything but the person.
    var conditions: String {
        var parts = ["d.time >= :from"]
        if query.until != nil { parts.append("d.time < :until") }
        if query.surface != nil { parts.append("d.surface = (SELECT id FROM surface WHERE name = :surface)") }
        if query.policyVersion != nil { parts.append("d.policy = (SELECT id FROM policy WHERE name = :policy)") }
        if query.policy != nil {
            // The name of a version goes on with what it holds for the moment, in parentheses.
            parts.append(
                """
                d.policy IN (SELECT id FROM policy
                    WHERE name = :policyName OR substr(name, 1, length(:policyName) + 1) = :policyName || '(')
                """)
        }
        return parts.joined(separator: " AND ")
    }

    func bind(to statement: RawStatement) throws {
        statement.bind(query.from?.milliseconds ?? .min, at: statement.index(of: ":from"))
        if let until = query.until { statement.bind(until.milliseconds, at: statement.index(of: ":until")) }
        if let surface = query.surface { try statement.bind(surface.rawValue, at: statement.index(of: ":surface")) }
        if let policy = query.policy { try statement.bind(policy, at: statement.index(of: ":policyName")) }
        if let policy = query.policyVersion { try statement.bind(policy, at: statement.index(of: ":policy")) }
        if let person = LedgerPerson(query.shopper, query.visitor) {
            try statement.bind(person.name, at: statement.index(of: ":person"))
        }
        if let limit = query.limit { statement.bind(Int64(max(0, limit)), at: statement.index(of: ":limit")) }
    }
}
