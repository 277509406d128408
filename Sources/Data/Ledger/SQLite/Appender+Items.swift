import Commerce
import GRDB

/// What the current import knows about an item's description.
struct ItemState: Sendable {
    var number: Int64
    /// The last word of the other imports, and its version; nothing and 0 when none described it.
    var base: Item?
    var baseVersion: Int64
    /// What the ledger says now.
    var current: Item?
    /// Whether `current` is a version of the current import's own.
    var isOwn: Bool
    /// The last word of the source as it came, by which repetitions are passed over quickly.
    var lastSeen: Item?
}

extension Appender {
    /// Lays a description over the known one. The import owns at most one version of an item, and none when its
    /// last word is what was known before.
    ///
    /// - Returns: whether the description changed, and by how much the number of versions grew: 1, 0 or -1.
    mutating func describe(
        _ item: Item, by source: ImportID, in db: Database
    ) throws -> (isChanged: Bool, growth: Int) {
        let key = ExactText(item.id.rawValue)
        var state = try descriptions[key] ?? load(item.id, by: source, in: db)
        guard state.lastSeen != item else { return (false, 0) }
        state.lastSeen = item
        let merged = (state.current ?? Item(id: item.id)).merged(with: item)
        var growth = 0
        let isChanged = merged != state.current
        if isChanged {
            let version = state.baseVersion + 1
            if merged == state.base {
                let delete = try RawStatement("DELETE FROM item_version WHERE item = ? AND version = ?", in: db)
                delete.bind(state.number, at: 1)
                delete.bind(version, at: 2)
                try delete.run()
                growth = -1
                state.isOwn = false
            } else {
                try ItemRow.store(merged, item: state.number, version: version, source: source, in: db)
                growth = state.isOwn ? 0 : 1
                state.isOwn = true
            }
            state.current = merged
        }
        descriptions[key] = state
        return (isChanged, growth)
    }

    private mutating func load(_ id: ItemID, by source: ImportID, in db: Database) throws -> ItemState {
        var state = ItemState(
            number: try items.number(of: id.rawValue, in: db), base: nil, baseVersion: 0, current: nil,
            isOwn: false, lastSeen: nil)
        let select = try RawStatement(
            "SELECT version, import, \(ItemRow.columns) FROM item_version WHERE item = ? ORDER BY version DESC LIMIT 2",
            in: db)
        select.bind(state.number, at: 1)
        defer { select.reset() }
        while try select.step() {
            let (version, owner) = (select.integer(0), select.integer(1))
            let item = try ItemRow.item(id, from: select, at: 2)
            let isFirst = state.current == nil
            if isFirst { state.current = item }
            if isFirst && owner == source.rawValue {
                state.isOwn = true
            } else {
                (state.base, state.baseVersion) = (item, version)
                break
            }
        }
        return state
    }
}
