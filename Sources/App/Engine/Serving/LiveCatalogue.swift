import Commerce
import Explore

/// The descriptions of a shop's items, by row of its ``ItemTable``, to be filtered by and shown.
struct LiveCatalogue: Sendable {
    private(set) var items: [Item]

    init(_ items: [Item] = []) { self.items = items }

    subscript(row: Int32) -> Item { items[Int(row)] }

    /// Lays a description over what is known; what it leaves open stays.
    ///
    /// - Returns: the item's row, and whether it is new to the shop.
    mutating func take(_ item: Item, into table: inout ItemTable) throws -> (row: Int32, isNew: Bool) {
        if let row = table.row(of: item.id) {
            let merged = items[Int(row)].merged(with: item)
            items[Int(row)] = merged
            table.describe(row, as: merged)
            return (row, false)
        }
        try table.append(item)
        items.append(item)
        return (Int32(items.count - 1), true)
    }
}
