import Commerce

/// Values of fields, checked; what breaks a rule throws the row's issue.
extension FieldTable {
    /// Units of goods past which a number is not a quantity but something in the wrong column.
    static let quantityLimit = 1e9

    func number(_ field: Field, in record: Record) throws(RowIssue) -> Double? {
        guard let found = find(field, in: record) else { return nil }
        let value = try decimal(field, found, in: record).double
        guard value.isFinite else { throw notFinite(field, found, in: record) }
        return value
    }

    /// A positive number of units.
    func quantity(in record: Record) throws(RowIssue) -> Double? {
        guard let found = find(.quantity, in: record) else { return nil }
        let value = try decimal(.quantity, found, in: record).double
        guard value > 0 else {
            throw issue(
                .quantity, found, in: record, code: value < 0 ? "quantity.negative" : "quantity.zero",
                message: "a quantity must be positive",
                remedy: "say what goods coming back are by the kind ('return', 'cancellation'), not by the sign")
        }
        guard value <= Self.quantityLimit else {
            throw issue(
                .quantity, found, in: record, code: "quantity.huge",
                message: "a quantity is at most \(Int(Self.quantityLimit))",
                remedy: "check that the column is a quantity and not an identifier")
        }
        return value
    }

    /// A price of one unit, zero or more, rounded to the minor unit with a warning when it is finer.
    func price(
        in record: Record, currency fallback: Currency?, warnings: inout [RowIssue]
    ) throws(RowIssue) -> Money? {
        guard let found = find(.price, in: record) else { return nil }
        let amount = try decimal(.price, found, in: record)
        guard !amount.isNegative || amount.double == 0 else {
            throw issue(
                .price, found, in: record, code: "price.negative", message: "a price must not be negative",
                remedy: "say what money going back is by the kind ('return', 'cancellation'), not by the sign")
        }
        guard let currency = try currency(in: record) ?? fallback else {
            warnings.append(
                issue(
                    .price, found, in: record, code: "currency.missing",
                    message: "the price has no currency and was left out",
                    remedy: "name it with --currency or --map currency=COLUMN"))
            return nil
        }
        let (units, hasFraction) = amount.minorUnits(of: currency)
        guard let units else {
            throw issue(
                .price, found, in: record, code: "price.huge", message: "a price is at most 9e15 minor units",
                remedy: "check that the column is a price and not an identifier")
        }
        if hasFraction {
            warnings.append(
                issue(
                    .price, found, in: record, code: "price.fraction",
                    message: "the price is finer than the minor unit of \(currency) and was rounded",
                    remedy: "nothing to do if that is meant; else check the currency"))
        }
        return Money(minorUnits: units, currency: currency)
    }

    func time(_ field: Field, in record: Record) throws(RowIssue) -> Timestamp? {
        guard let found = find(field, in: record) else { return nil }
        guard let time = record.time(found) else {
            throw issue(
                field, found, in: record, code: "time.unreadable", message: "this is not a time",
                remedy: "write 2011-12-09T12:50:00Z, 2011-12-09 12:50:00, or Unix seconds, milliseconds or microseconds"
            )
        }
        return time
    }

    // MARK: Issues

    /// An issue with the value that a field has in the row.
    func issue(
        _ field: Field, _ found: Record.Field?, in record: Record, code: String, message: String, remedy: String
    ) -> RowIssue {
        RowIssue(
            line: record.line, column: name(field), value: found.map { excerpt(record.text($0)) }, code: code,
            message: message, remedy: remedy)
    }

    func missing(_ field: Field, in record: Record, code: String, message: String) -> RowIssue {
        issue(
            field, nil, in: record, code: code, message: message,
            remedy: has(field)
                ? "fill in the column, or name another with --map \(field.name)=COLUMN"
                : "name the column with --map \(field.name)=COLUMN")
    }

    private func currency(in record: Record) throws(RowIssue) -> Currency? {
        guard let found = find(.currency, in: record) else { return nil }
        do {
            return try Currency(code: record.text(found))
        } catch {
            throw issue(
                .currency, found, in: record, code: "currency.unknown",
                message: "this is not an ISO 4217 currency code",
                remedy: "write three letters such as USD, EUR, GBP or CNY")
        }
    }

    func decimal(
        _ field: Field, _ found: Record.Field, in record: Record
    ) throws(RowIssue) -> DecimalText {
        do throws(DecimalText.Failure) {
            return try record.decimal(found)
        } catch {
            switch error {
            case .notFinite: throw notFinite(field, found, in: record)
            case .unreadable:
                throw issue(
                    field, found, in: record, code: "number.unreadable", message: "this is not a number",
                    remedy: "write plain digits with '.' for decimals: no currency signs, no thousands separators")
            }
        }
    }

    private func notFinite(_ field: Field, _ found: Record.Field, in record: Record) -> RowIssue {
        issue(
            field, found, in: record, code: "number.not-finite", message: "the number is NaN or infinite",
            remedy: "leave the field empty where the value is unknown")
    }
}
