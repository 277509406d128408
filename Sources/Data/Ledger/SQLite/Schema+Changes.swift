/// Version 3: what was set for a shop, every change of it, and who made it.
extension Schema {
    static let changes = """
        CREATE TABLE change (
            id INTEGER PRIMARY KEY, time INTEGER NOT NULL, author TEXT NOT NULL, subject TEXT NOT NULL,
            action TEXT NOT NULL, content TEXT NOT NULL
        ) STRICT;
        CREATE INDEX change_by_subject ON change (subject, id);
        CREATE TRIGGER change_is_never_changed BEFORE UPDATE ON change
        BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;
        CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
        BEGIN SELECT RAISE(ABORT, 'changes are append-only'); END;
        """
}
