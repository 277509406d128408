public import Commerce
import GRDB

extension SQLiteLedger {
    public func item(_ id: ItemID) throws -> Item? {
        try versions(of: id, sql: "ORDER BY version DESC LIMIT 1").first?.item
    }

    public func versions(of id: ItemID) throws -> [ItemVersion] {
        try versions(of: id, sql: "ORDER BY version")
    }

    public func forEachItem(_ body: (Item) throws -> Void) throws {
        try read { db in
            let statement = try RawStatement(
                ownFor: "SELECT name, \(ItemRow.columns) FROM current_item ORDER BY item", in: db)
            while try statement.step() {
                try body(try ItemRow.item(ItemID(statement.text(0)), from: statement, at: 1))
            }
            statement.reset()
        }
    }

    private func versions(of id: ItemID, sql order: String) throws -> [ItemVersion] {
        try read { db in
            let statement = try RawStatement(
                ownFor: """
                    SELECT version, import, \(ItemRow.columns) FROM item_version
                    WHERE item = (SELECT id FROM item WHERE name = ?) \(order)
                    """, in: db)
            try statement.bind(id.rawValue, at: 1)
            var versions: [ItemVersion] = []
            while try statement.step() {
                versions.append(
                    ItemVersion(
                        version: Int(statement.integer(0)), source: ImportID(rawValue: statement.integer(1)),
                        item: try ItemRow.item(id, from: statement, at: 2)))
            }
            return versions
        }
    }
}
