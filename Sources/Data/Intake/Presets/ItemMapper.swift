import Commerce

/// Rows of a catalogue, one item a row.
struct ItemMapper: RowMapper {
    private let fields: FieldTable
    private let mapping: TableMapping
    private let currency: Currency?

    init(fields: FieldTable, mapping: TableMapping, options: IntakeOptions) {
        self.fields = fields
        self.mapping = mapping
        currency = options.currency
    }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        guard let id = fields.text(.item, in: record) else {
            throw fields.missing(.item, in: record, code: "item.missing", message: "the row names no item")
        }
        var item = Item(id: ItemID(id), attributes: fields.attributes(of: record))
        ItemFacts.overlay(&item, fields: fields, mapping: mapping, record: record)
        item.price = try fields.price(in: record, currency: currency, warnings: &batch.warnings)
        item.stock = try stock(in: record)
        item.text = fields.text(.text, in: record)
        item.availableFrom = try fields.time(.availableFrom, in: record)
        item.availableUntil = try fields.time(.availableUntil, in: record)
        batch.items.append(item)
        return .kept
    }

    /// Units in stock; none when the item is marked as off the shelf (`status` 0).
    private func stock(in record: Record) throws(RowIssue) -> Int? {
        if fields.text(.status, in: record) == "0" { return 0 }
        guard let number = try fields.number(.stock, in: record) else { return nil }
        guard let units = Int(exactly: number), units >= 0 else {
            throw fields.issue(
                .stock, fields.find(.stock, in: record), in: record, code: "stock.range",
                message: "stock is a whole number of units, zero or more",
                remedy: "write 0 for what is sold out, and leave the field empty where stock is unknown")
        }
        return units
    }
}
