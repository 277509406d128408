public import Commerce
import GRDB

extension SQLiteLedger {
    /// Complexity: O(bytes of the batch + n log decisions).
    @discardableResult
    public func append(_ outcomes: [Outcome]) throws -> DecisionReceipt {
        for outcome in outcomes { try DecisionCheck.check(outcome) }
        return try writeInterning { try insert(outcomes, through: &$0, in: $1) }
    }

    /// Outcomes that were checked, in a transaction of the caller's.
    func insert(
        _ outcomes: [Outcome], through appender: inout Appender, in db: Database
    ) throws -> DecisionReceipt {
        guard !outcomes.isEmpty else { return DecisionReceipt() }
        var (receipt, showings) = (DecisionReceipt(), ItemShowings())
        let find = try RawStatement("SELECT number, shown, record FROM decision WHERE id = ?", in: db)
        let insertion = try RawStatement(
            "INSERT INTO outcome (decision, reward, events, record) VALUES (?,?,?,?) ON CONFLICT DO NOTHING", in: db)
        let stored = try RawStatement("SELECT record FROM outcome WHERE decision = ?", in: db)
        for outcome in outcomes {
            let (number, decision) = try Self.decision(of: outcome, find)
            let record = OutcomeRecord.bytes(of: outcome)
            insertion.bind(number, at: 1)
            insertion.bind(outcome.reward, at: 2)
            insertion.bind(Int64(outcome.events.count), at: 3)
            try insertion.bind(record, at: 4)
            if try insertion.run() == 1 {
                receipt.added += 1
                try showings.count(outcome, of: decision, items: &appender.items, in: db)
                continue
            }
            stored.bind(number, at: 1)
            defer { stored.reset() }
            if try stored.step(), stored.bytes(0) == record {
                receipt.known += 1
            } else {
                receipt.contradicted.append(outcome.decision)
            }
        }
        try showings.store(in: db)
        return receipt
    }

    public func outcome(of id: DecisionID) throws -> Outcome? {
        try read { db in
            let statement = try RawStatement(
                "SELECT o.record FROM outcome o JOIN decision d ON d.number = o.decision WHERE d.id = ?", in: db)
            try statement.bind(id.rawValue, at: 1)
            defer { statement.reset() }
            return try statement.step() ? try DecisionRow.outcome(statement.bytes(0), id: id.rawValue) : nil
        }
    }

    public func forEachOutcome(matching query: DecisionQuery, _ body: (Decision, Outcome) throws -> Void) throws {
        try read { db in
            let request = DecisionRequest(query)
            let sql = request.sql("d.id, d.record, o.record", joining: "JOIN outcome o ON o.decision = d.number")
            let statement = try RawStatement(ownFor: sql, in: db)
            try request.bind(to: statement)
            while try statement.step() {
                let id = statement.text(0)
                try body(
                    try DecisionRow.decision(statement.bytes(1), id: id),
                    try DecisionRow.outcome(statement.bytes(2), id: id))
            }
            statement.reset()
        }
    }

    private static func decision(
        of outcome: Outcome, _ find: RawStatement
    ) throws -> (number: Int64, record: [UInt8]) {
        try find.bind(outcome.decision.rawValue, at: 1)
        defer { find.reset() }
        guard try find.step() else {
            throw LedgerError(
                code: "outcome.decision", message: "the ledger has no decision '\(outcome.decision)'",
                remedy: "append decisions before their outcomes; nothing of the batch was stored")
        }
        guard find.integer(1) == outcome.rewards.count else {
            throw LedgerError(
                code: "outcome.decision",
                message: "the outcome of decision '\(outcome.decision)' has \(outcome.rewards.count) rewards for "
                    + "\(find.integer(1)) shown positions",
                remedy: "give every position its reward; nothing of the batch was stored")
        }
        return (find.integer(0), find.bytes(2))
    }
}
