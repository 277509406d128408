import GRDB

/// The tables of a shop's ledger, and how they came about.
///
/// **Events** lie in one B-tree ordered by (time, identity, occurrence). Sources arrive roughly in order of time,
/// so inserting is appending; a separate index on a bare hash would touch a random page per event and halve the
/// speed of import. The same tree finds duplicates and answers questions by time. `sequence` is the order of
/// arrival, which breaks ties of time. Names are interned, so a row takes about 60 bytes (an order line with
/// shopper, item, order, quantity, price and a set of attributes), and about 24 more in ``shopperIndex`` where the
/// shopper is known.
///
/// Event columns do not declare foreign keys: checking five of them per event costs more than the insertion. The
/// writer interns every number in the same transaction, and ``SQLiteLedger/findings()`` checks them all.
enum Schema {
    /// `EQPO`: tells our files from other SQLite files.
    static let applicationID: Int32 = 0x4551_504F
    /// The newest version that this program writes; `PRAGMA user_version`.
    static let version = 6
    static let pageSize = 8192

    /// Made when the first import ends, not while it runs: sorted building is five times cheaper than insertion
    /// event by event, and a ledger grows mostly in its first import.
    ///
    /// It holds all that a decision needs to know of somebody's past, which lies side by side in it: a look at the event
    /// itself costs a random page for each.
    static let shopperIndex = """
        CREATE INDEX IF NOT EXISTS event_by_shopper ON event (shopper, time, sequence, kind, item, session)
            WHERE shopper IS NOT NULL;
        CREATE INDEX IF NOT EXISTS event_by_visitor ON event (visitor, time, sequence, kind, item, session, shopper)
            WHERE shopper IS NULL AND visitor IS NOT NULL;
        """

    /// Until version 4 the index held nothing but people and times.
    private static func widenShopperIndex(_ db: Database) throws {
        guard try db.indexes(on: "event").contains(where: { $0.name == "event_by_shopper" }) else { return }
        try db.execute(sql: "DROP INDEX event_by_shopper; DROP INDEX event_by_visitor;")
        try db.execute(sql: shopperIndex)
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: names)
            try db.execute(sql: imports)
            try db.execute(sql: events)
            try db.execute(sql: catalogue)
            try db.execute(sql: models)
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: decisions)
            try db.execute(sql: learners)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: changes)
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: people)
            try countShowings(in: db)
            try db.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5") { db in
            try widenShopperIndex(db)
            try db.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6") { db in
            try db.execute(sql: beliefs)
            try db.execute(sql: "PRAGMA user_version = 6")
        }
        return migrator
    }

    /// Tables of names and their numbers.
    static let nameTables = ["visitor", "item", "session", "shop_order", "surface", "currency", "origin"]

    private static let names =
        nameTables.map { "CREATE TABLE \($0) (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;" }
        .joined(separator: "\n") + """

            CREATE TABLE shopper (
                id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, attributes TEXT NOT NULL DEFAULT '{}'
            ) STRICT;
            CREATE TABLE attribute_set (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
            CREATE TABLE visitor_link (
                visitor INTEGER NOT NULL REFERENCES visitor, shopper INTEGER NOT NULL REFERENCES shopper,
                since INTEGER NOT NULL, PRIMARY KEY (visitor, shopper)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX visitor_link_by_shopper ON visitor_link (shopper);
            """

    private static let imports = """
        CREATE TABLE import (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, content_hash TEXT, origin TEXT NOT NULL,
            preset TEXT NOT NULL, mapping TEXT NOT NULL, cleaning TEXT NOT NULL,
            started INTEGER NOT NULL, finished INTEGER,
            position_row INTEGER NOT NULL, position_line INTEGER NOT NULL, position_byte INTEGER NOT NULL,
            rows INTEGER NOT NULL, added INTEGER NOT NULL, known INTEGER NOT NULL,
            contradicted INTEGER NOT NULL, items_changed INTEGER NOT NULL, shoppers_changed INTEGER NOT NULL,
            rejected INTEGER NOT NULL, set_aside INTEGER NOT NULL, skipped INTEGER NOT NULL,
            warnings INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX import_by_content ON import (content_hash);
        CREATE TABLE import_issue (
            import INTEGER NOT NULL REFERENCES import, code TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (import, code)
        ) STRICT, WITHOUT ROWID;
        -- Which copies of an event an unfinished import has met: see EventWriter.
        CREATE TABLE claim (
            import INTEGER NOT NULL REFERENCES import, time INTEGER NOT NULL, identity INTEGER NOT NULL,
            occurrence INTEGER NOT NULL, PRIMARY KEY (import, time, identity, occurrence)
        ) STRICT, WITHOUT ROWID;
        """

    private static let events = """
        CREATE TABLE event (
            time INTEGER NOT NULL, identity INTEGER NOT NULL, occurrence INTEGER NOT NULL,
            sequence INTEGER NOT NULL, import INTEGER NOT NULL, kind INTEGER NOT NULL,
            shopper INTEGER, visitor INTEGER, item INTEGER, session INTEGER, shop_order INTEGER, surface INTEGER,
            position INTEGER, quantity REAL, price INTEGER, currency INTEGER, value REAL,
            attributes ANY, decision TEXT, text TEXT, origin INTEGER, source_id TEXT,
            PRIMARY KEY (time, identity, occurrence)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX event_by_source_id ON event (source_id, origin) WHERE source_id IS NOT NULL;
        CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
        CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
        """

    private static let catalogue = """
        CREATE TABLE item_version (
            item INTEGER NOT NULL REFERENCES item, version INTEGER NOT NULL, import INTEGER NOT NULL REFERENCES import,
            title TEXT NOT NULL, category TEXT NOT NULL, brand TEXT, price INTEGER, currency TEXT, stock INTEGER,
            text TEXT, attributes TEXT NOT NULL, available_from INTEGER, available_until INTEGER,
            PRIMARY KEY (item, version)
        ) STRICT;
        CREATE VIEW current_item AS
            SELECT item.name, v.* FROM item_version v JOIN item ON item.id = v.item
            WHERE v.version = (SELECT max(version) FROM item_version WHERE item = v.item);
        """

    private static let models = """
        CREATE TABLE model (
            id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, path TEXT NOT NULL, created INTEGER NOT NULL,
            trained_from INTEGER, trained_until INTEGER, hyperparameters TEXT NOT NULL, metrics TEXT NOT NULL
        ) STRICT;
        """
}
