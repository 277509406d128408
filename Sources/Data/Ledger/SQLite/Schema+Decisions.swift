/// Version 2: decisions, their outcomes, and the states of online learners.
///
/// A decision is one row: a few columns by which it is found, and its record, which holds everything
/// (``DecisionRecord``). Records are large, so the table is ordered by a plain number: its pages hold the beginnings of
/// rows, and what does not fit lies on pages of its own, which a search never reads. The columns repeat parts of the
/// record; ``SQLiteLedger/findings()`` checks that they agree.
extension Schema {
    static let decisions = """
        CREATE TABLE policy (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE decision (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL,
            shopper INTEGER, visitor INTEGER, surface INTEGER NOT NULL, policy INTEGER NOT NULL,
            shown INTEGER NOT NULL, detail INTEGER NOT NULL, record BLOB NOT NULL
        ) STRICT;
        CREATE INDEX decision_by_time ON decision (time, id);
        CREATE INDEX decision_by_shopper ON decision (shopper, time, id) WHERE shopper IS NOT NULL;
        CREATE INDEX decision_by_visitor ON decision (visitor, time, id)
            WHERE shopper IS NULL AND visitor IS NOT NULL;
        CREATE TABLE outcome (
            decision INTEGER PRIMARY KEY REFERENCES decision, reward REAL NOT NULL, events INTEGER NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        """
        + ["decision", "outcome"].map { table in
            """

            CREATE TRIGGER \(table)_is_never_changed BEFORE UPDATE ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table)s are append-only'); END;
            CREATE TRIGGER \(table)_is_never_deleted BEFORE DELETE ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table)s are append-only'); END;
            """
        }.joined()

    static let learners = """
        CREATE TABLE learner (
            lineage TEXT NOT NULL, updates INTEGER NOT NULL, created INTEGER NOT NULL,
            last_decision TEXT, last_time INTEGER, hash INTEGER NOT NULL, state BLOB NOT NULL,
            PRIMARY KEY (lineage, updates)
        ) STRICT;
        """
}
