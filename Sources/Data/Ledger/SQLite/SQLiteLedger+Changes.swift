import Commerce
import GRDB

extension SQLiteLedger: ChangeStore {
    @discardableResult
    public func record(_ change: ChangeRecord) throws -> ChangeRecord {
        try write { try insert(change, in: $0) }
    }

    /// In a transaction of the caller's.
    @discardableResult
    func insert(_ change: ChangeRecord, in db: Database) throws -> ChangeRecord {
        try db.execute(
            sql: "INSERT INTO change (time, author, subject, action, content) VALUES (?,?,?,?,?)",
            arguments: [change.time.milliseconds, change.author, change.subject, change.action, change.content])
        var change = change
        change.id = db.lastInsertedRowID
        return change
    }

    public func latestChange(of subject: String) throws -> ChangeRecord? {
        try changes(of: subject, before: nil, limit: 1).first
    }

    public func changes(of subject: String?, before id: Int64?, limit: Int) throws -> [ChangeRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM change WHERE id < :id AND (:subject IS NULL OR subject = :subject)
                    ORDER BY id DESC LIMIT :limit
                    """, arguments: ["id": id ?? .max, "subject": subject, "limit": max(0, limit)]
            ).map { row in
                var change = ChangeRecord(
                    time: Timestamp(milliseconds: row["time"]), author: row["author"], subject: row["subject"],
                    action: row["action"], content: row["content"])
                change.id = row["id"]
                return change
            }
        }
    }
}
