import Commerce
import GRDB

extension SQLiteLedger {
    public func record(_ checkpoint: LearnerCheckpoint, keeping: Int) throws {
        precondition(keeping > 0, "record(_:keeping:) must keep at least one checkpoint")
        try write { db in
            let insertion = try RawStatement(
                """
                INSERT OR REPLACE INTO learner (lineage, updates, created, last_decision, last_time, hash, state)
                VALUES (?,?,?,?,?,?,?)
                """, in: db)
            try insertion.bind(checkpoint.lineage, at: 1)
            insertion.bind(Int64(checkpoint.updates), at: 2)
            insertion.bind(checkpoint.created.milliseconds, at: 3)
            try insertion.bind(checkpoint.lastDecision?.rawValue, at: 4)
            insertion.bind(checkpoint.lastTime?.milliseconds, at: 5)
            insertion.bind(Self.hash(checkpoint.state), at: 6)
            try insertion.bind(checkpoint.state, at: 7)
            try insertion.run()
            try db.execute(
                sql: """
                    DELETE FROM learner WHERE lineage = :lineage AND updates NOT IN (
                        SELECT updates FROM learner WHERE lineage = :lineage ORDER BY updates DESC LIMIT :keeping)
                    """,
                arguments: ["lineage": checkpoint.lineage, "keeping": keeping])
        }
    }

    public func latestCheckpoint(of lineage: String) throws -> LearnerCheckpoint? {
        try read { db in
            let statement = try RawStatement(
                """
                SELECT updates, created, last_decision, last_time, hash, state FROM learner WHERE lineage = ?
                ORDER BY updates DESC
                """, in: db)
            try statement.bind(lineage, at: 1)
            defer { statement.reset() }
            while try statement.step() {
                let state = statement.bytes(5)
                guard Self.hash(state) == statement.integer(4) else { continue }
                return LearnerCheckpoint(
                    lineage: lineage, updates: Int(statement.integer(0)),
                    created: Timestamp(milliseconds: statement.integer(1)),
                    lastDecision: statement.optionalText(2).map(DecisionID.init(_:)),
                    lastTime: statement.optionalInteger(3).map(Timestamp.init(milliseconds:)), state: state)
            }
            return nil
        }
    }

    /// As SQLite stores integers.
    static func hash(_ bytes: [UInt8]) -> Int64 {
        unsafe bytes.withUnsafeBytes { unsafe Int64(bitPattern: XXHash64.hash($0)) }
    }
}
