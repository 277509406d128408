/// Version 6: what was believed of items, as time went by.
extension Schema {
    static let beliefs = """
        CREATE TABLE item_belief (
            item INTEGER NOT NULL REFERENCES item, time INTEGER NOT NULL, mean REAL NOT NULL, deviation REAL NOT NULL,
            answers REAL NOT NULL, PRIMARY KEY (item, time)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER item_belief_is_never_changed BEFORE UPDATE ON item_belief
        BEGIN SELECT RAISE(ABORT, 'beliefs are append-only'); END;
        CREATE TRIGGER item_belief_is_never_deleted BEFORE DELETE ON item_belief
        BEGIN SELECT RAISE(ABORT, 'beliefs are append-only'); END;
        """
}
