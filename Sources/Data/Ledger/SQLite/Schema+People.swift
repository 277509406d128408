import Commerce
import GRDB

/// Version 4: what can be asked of an item, and the one way in which something leaves an append-only table.
///
/// The triggers that keep events, decisions and outcomes as they are make way for an erasure alone: it puts a row into
/// `erasure_permit` and takes it out again in the transaction that erases, so that nobody else ever meets it there.
extension Schema {
    static let people: String =
        """
        CREATE TABLE item_day (
            item INTEGER NOT NULL REFERENCES item, day INTEGER NOT NULL, shown INTEGER NOT NULL,
            explored INTEGER NOT NULL, reward REAL NOT NULL, PRIMARY KEY (item, day)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE erasure_permit (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT;
        ALTER TABLE import ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
        """
        + ["event", "decision", "outcome"].map { table -> String in
            ["changed BEFORE UPDATE", "deleted BEFORE DELETE"].map { act -> String in
                let name = "\(table)_is_never_\(act.prefix { $0 != " " })"
                return """

                    DROP TRIGGER \(name);
                    CREATE TRIGGER \(table)_is_never_\(act) ON \(table)
                    WHEN NOT EXISTS (SELECT 1 FROM erasure_permit)
                    BEGIN SELECT RAISE(ABORT, '\(table)s are append-only'); END;
                    """
            }.joined()
        }.joined()

    /// Counts what earlier versions stored without counting it; damaged records count nothing. O(bytes of the records).
    static func countShowings(in db: Database) throws {
        var (showings, items) = (ItemShowings(), NameTable("item", remembering: 32_768))
        let row = try RawStatement(
            ownFor: "SELECT d.record, o.record FROM outcome o JOIN decision d ON d.number = o.decision", in: db)
        while try row.step() {
            let outcome: Outcome
            do throws(BinaryReader.Malformed) { outcome = try OutcomeRecord.read(row.bytes(1)) } catch { continue }
            try showings.count(outcome, of: row.bytes(0), items: &items, in: db)
        }
        try showings.store(in: db)
    }
}
