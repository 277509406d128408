import Commerce

/// Rows about known people, one a row.
struct ShopperMapper: RowMapper {
    private let fields: FieldTable

    init(fields: FieldTable) { self.fields = fields }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        guard let id = fields.text(.shopper, in: record) else {
            throw fields.missing(.shopper, in: record, code: "actor.missing", message: "the row names no shopper")
        }
        batch.shoppers.append(Shopper(id: ShopperID(id), attributes: fields.attributes(of: record)))
        return .kept
    }
}
