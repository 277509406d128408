import Commerce

extension Preset {
    /// The order lines of UCI Online Retail, either edition (`InvoiceNo` or `Invoice`, `UnitPrice` or `Price`).
    ///
    /// | row | becomes |
    /// | --- | --- |
    /// | an invoice's line | a purchase; the invoice is the order |
    /// | an invoice that starts with `C` | a cancellation of as many units |
    /// | no `CustomerID` | an anonymous visitor named after the invoice |
    /// | a `StockCode` that is no goods (`POST`, `BANK CHARGES`, ...) | set aside, `row.not-goods` |
    /// | an invoice that starts with `A` | set aside, `row.bad-debt` |
    /// | price 0 without a customer, or units taken off without a cancellation | set aside, `row.adjustment` |
    ///
    /// Prices are in GBP unless `--currency` says otherwise. `Description` gives the item's title, but only where the
    /// goods are sold: beside adjustments it holds clerks' remarks.
    static let onlineRetail = Preset(
        "online-retail", summary: "UCI Online Retail order lines (both editions)",
        form: .delimited(delimiters: commonDelimiters, header: .firstRow),
        tables: [
            TableMapping(
                table: .events,
                columns: [
                    .order: ["InvoiceNo", "Invoice"], .item: ["StockCode"], .title: ["Description"],
                    .quantity: ["Quantity"], .time: ["InvoiceDate"], .price: ["UnitPrice", "Price"],
                    .shopper: ["CustomerID", "Customer ID"],
                ],
                attributes: [("country", "Country")],
                required: [[.order], [.item], [.quantity], [.time], [.price], [.shopper]],
                makeMapper: { fields, _, options in
                    OnlineRetailMapper(fields: fields, currency: options.currency ?? .gbp)
                })
        ])
}

/// See ``Preset/onlineRetail``.
struct OnlineRetailMapper: RowMapper {
    /// Codes of charges, fees, samples and corrections, in the spelling of the files or in lower case.
    private static let notGoods: Set<String> = [
        "POST", "DOT", "C2", "D", "M", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "ADJUST", "ADJUST2",
        "TEST001", "TEST002",
    ]

    private let fields: FieldTable
    private let currency: Currency
    private var items = ItemCache()
    /// Attributes by country: one dictionary is shared by all events of a country.
    private var countries: [String: [String: String]] = [:]

    init(fields: FieldTable, currency: Currency) {
        self.fields = fields
        self.currency = currency
    }

    mutating func forget(_ items: ArraySlice<Item>) { self.items.forget(items) }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        guard let invoice = fields.find(.order, in: record) else {
            throw fields.missing(.order, in: record, code: "order.missing", message: "the row has no invoice")
        }
        guard let code = fields.find(.item, in: record) else {
            throw fields.missing(.item, in: record, code: "item.missing", message: "the row has no stock code")
        }
        let (time, units) = (try time(of: record), try units(of: record))
        let shopper = fields.find(.shopper, in: record).map { customer(in: record, at: $0) }
        let letter = record.bytes[Int(invoice.start)]
        let isCancellation = letter == UInt8(ascii: "C")
        let item = record.text(code)
        if letter == UInt8(ascii: "A") {
            return setAside(.order, invoice, record, "row.bad-debt", "an invoice with 'A' is a bad debt written off")
        }
        if Self.notGoods.contains(item) || (code.end - code.start == 1 && Self.notGoods.contains(item.uppercased())) {
            return setAside(
                .item, code, record, "row.not-goods", "this stock code is a charge or correction, not goods")
        }
        let price = try price(of: record, in: &batch)
        if shopper == nil, price.minorUnits == 0, !isCancellation {
            return setAside(
                .price, nil, record, "row.adjustment", "units without a price or a customer are a correction of stock")
        }
        if units < 0 ? !isCancellation : isCancellation {
            return setAside(
                .quantity, fields.find(.quantity, in: record), record, "row.adjustment",
                units < 0
                    ? "units taken off an invoice that is no cancellation are a correction"
                    : "units put on a cancellation are a correction")
        }
        let order = record.text(invoice)
        batch.events.append(
            Event(
                isCancellation ? .cancellation : .purchase, at: time, shopper: shopper,
                visitor: shopper == nil ? VisitorID("invoice:\(order)") : nil, item: ItemID(item),
                order: OrderID(order), quantity: abs(units), price: price, attributes: country(of: record)))
        if !isCancellation, let title = fields.find(.title, in: record) {
            let told = items.update(ItemID(item), hash: record.hash(title)) {
                $0.title[.undetermined] = record.text(title)
            }
            if let told { batch.items.append(told) }
        }
        return .kept
    }

    // MARK: Fields

    private func time(of record: Record) throws(RowIssue) -> Timestamp {
        if let found = fields.find(.time, in: record), let time = record.monthFirstTime(found) { return time }
        guard let time = try fields.time(.time, in: record) else {
            throw fields.missing(.time, in: record, code: "time.missing", message: "the row has no time")
        }
        return time
    }

    /// Units with their sign; never 0.
    private func units(of record: Record) throws(RowIssue) -> Double {
        guard let found = fields.find(.quantity, in: record) else {
            throw fields.missing(.quantity, in: record, code: "quantity.missing", message: "the row has no quantity")
        }
        let units = try fields.number(.quantity, in: record) ?? 0
        guard units != 0, abs(units) <= FieldTable.quantityLimit else {
            throw fields.issue(
                .quantity, found, in: record, code: units == 0 ? "quantity.zero" : "quantity.huge",
                message: "a quantity is not 0 and at most \(Int(FieldTable.quantityLimit)) either way",
                remedy: "check that the column is a quantity and not an identifier")
        }
        return units
    }

    private func price(of record: Record, in batch: inout IntakeBatch) throws(RowIssue) -> Money {
        guard let price = try fields.price(in: record, currency: currency, warnings: &batch.warnings) else {
            throw fields.missing(.price, in: record, code: "price.missing", message: "the row has no price")
        }
        return price
    }

    /// `17850.0`, as a spreadsheet writes a column of numbers with gaps, is customer `17850`.
    private func customer(in record: Record, at found: Record.Field) -> ShopperID {
        var found = found
        if found.end - found.start > 2, record.bytes[Int(found.end) - 1] == UInt8(ascii: "0"),
            record.bytes[Int(found.end) - 2] == UInt8(ascii: ".")
        {
            found.end -= 2
        }
        return ShopperID(record.text(found))
    }

    private mutating func country(of record: Record) -> [String: String] {
        guard let slot = fields.attributes.first?.slot, let found = fields.present(slot, in: record) else {
            return [:]
        }
        let name = record.text(found)
        if let known = countries[name] { return known }
        let attributes = ["country": name]
        // Countries are few; a column of something else by mistake must not fill the memory.
        if countries.count < 1000 { countries[name] = attributes }
        return attributes
    }

    private func setAside(
        _ field: Field, _ found: Record.Field?, _ record: Record, _ code: String, _ message: String
    ) -> RowVerdict {
        .setAside(
            fields.issue(
                field, found ?? fields.find(field, in: record), in: record, code: code, message: message,
                remedy: "nothing to do: the row is kept with the rejects and teaches nothing about shoppers"))
    }
}
