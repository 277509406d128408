import Commerce
import GRDB

extension SQLiteLedger {
    public func record(_ model: ModelRecord) throws {
        try write { db in
            let known = try Int.fetchOne(db, sql: "SELECT 1 FROM model WHERE version = ?", arguments: [model.version])
            guard known == nil else {
                throw LedgerError(
                    code: "model.exists", message: "the ledger \(path) has a model '\(model.version)' already",
                    remedy: "give the new model another version")
            }
            try db.execute(
                sql: """
                    INSERT INTO model (version, path, created, trained_from, trained_until, hyperparameters, metrics)
                    VALUES (?,?,?,?,?,?,?)
                    """,
                arguments: [
                    model.version, model.path, model.created.milliseconds, model.trainedFrom?.milliseconds,
                    model.trainedUntil?.milliseconds, model.hyperparameters, model.metrics,
                ])
        }
    }

    public func models() throws -> [ModelRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM model ORDER BY id").map { row in
                let from: Int64? = row["trained_from"]
                let until: Int64? = row["trained_until"]
                return ModelRecord(
                    version: row["version"], path: row["path"], created: Timestamp(milliseconds: row["created"]),
                    trainedFrom: from.map(Timestamp.init(milliseconds:)),
                    trainedUntil: until.map(Timestamp.init(milliseconds:)),
                    hyperparameters: row["hyperparameters"], metrics: row["metrics"])
            }
        }
    }
}
