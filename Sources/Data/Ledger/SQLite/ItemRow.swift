import Commerce
import GRDB

/// How a description lies in `item_version`.
enum ItemRow {
    static let columns = """
        title, category, brand, price, currency, stock, text, attributes, available_from, available_until
        """

    static func store(_ item: Item, item number: Int64, version: Int64, source: ImportID, in db: Database) throws {
        let statement = try RawStatement(
            """
            INSERT OR REPLACE INTO item_version (item, version, import, \(columns))
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
            """, in: db)
        statement.bind(number, at: 1)
        statement.bind(version, at: 2)
        statement.bind(source.rawValue, at: 3)
        let titles = Dictionary(uniqueKeysWithValues: item.title.map { ($0.key.rawValue, $0.value) })
        try statement.bind(CompactJSON.text(titles), at: 4)
        try statement.bind(CompactJSON.text(item.category), at: 5)
        try statement.bind(item.brand, at: 6)
        statement.bind(item.price?.minorUnits, at: 7)
        try statement.bind(item.price?.currency.code, at: 8)
        statement.bind(item.stock.map(Int64.init), at: 9)
        try statement.bind(item.text, at: 10)
        try statement.bind(CompactJSON.text(item.attributes), at: 11)
        statement.bind(item.availableFrom?.milliseconds, at: 12)
        statement.bind(item.availableUntil?.milliseconds, at: 13)
        try statement.run()
    }

    /// Reads ``columns``, the first of which stands at `start`.
    static func item(_ id: ItemID, from row: RawStatement, at start: Int32) throws -> Item {
        guard let titles = CompactJSON.map(row.text(start)), let category = CompactJSON.list(row.text(start + 1)),
            let attributes = CompactJSON.map(row.text(start + 7))
        else { throw LedgerError.unreadable("the description of item '\(id)'") }
        var title: [Language: String] = [:]
        for (code, text) in titles {
            guard let language = Language(rawValue: code) else {
                throw LedgerError.unreadable("the language '\(code)' of item '\(id)'")
            }
            title[language] = text
        }
        return Item(
            id: id, title: title, category: category, brand: row.optionalText(start + 2),
            price: try money(row.optionalInteger(start + 3), row.optionalText(start + 4)),
            stock: row.optionalInteger(start + 5).map(Int.init), text: row.optionalText(start + 6),
            attributes: attributes,
            availableFrom: row.optionalInteger(start + 8).map(Timestamp.init(milliseconds:)),
            availableUntil: row.optionalInteger(start + 9).map(Timestamp.init(milliseconds:)))
    }

    private static func money(_ minorUnits: Int64?, _ code: String?) throws -> Money? {
        guard let minorUnits, let code else { return nil }
        guard let currency = try? Currency(code: code) else {
            throw LedgerError.unreadable("the currency '\(code)' of an item")
        }
        return Money(minorUnits: minorUnits, currency: currency)
    }
}

extension LedgerError {
    /// A value that this program, or an older one, never writes.
    static func unreadable(_ what: String) -> LedgerError {
        LedgerError(
            code: "ledger.corrupt", message: "the ledger is damaged: \(what) cannot be read",
            remedy: "run `equipoise doctor`; restore the ledger from a backup, or import into a new data folder")
    }
}
