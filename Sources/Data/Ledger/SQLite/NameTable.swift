import GRDB

/// Names and their numbers: one table of the ledger, with a bounded cache of the names in use.
///
/// A number never changes its meaning, so a cached pair stays true whoever else writes; only a transaction that
/// is rolled back takes numbers back, and then the cache must be thrown away.
struct NameTable: Sendable {
    let table: String
    private var cache: TwoGenerationCache<ExactText, Int64>
    /// The pair last asked for: the lines of an order name the same shopper and order.
    private var last = (name: ExactText(""), number: Int64(0))

    init(_ table: String, remembering count: Int) {
        self.table = table
        cache = TwoGenerationCache(generation: count)
    }

    /// The number of a name, which is added if new.
    @inline(__always)
    mutating func number(of name: String, in db: Database) throws -> Int64 {
        let name = ExactText(name)
        if last.number != 0 && last.name == name { return last.number }
        let number = try cache[name] ?? fetch(name.text, in: db)
        last = (name, number)
        return number
    }

    private mutating func fetch(_ name: String, in db: Database) throws -> Int64 {
        let find = try RawStatement("SELECT id FROM \(table) WHERE name = ?", in: db)
        try find.bind(name, at: 1)
        let number: Int64
        if let known = try find.firstInteger() {
            number = known
        } else {
            let insert = try RawStatement("INSERT INTO \(table) (name) VALUES (?)", in: db)
            try insert.bind(name, at: 1)
            try insert.run()
            number = db.lastInsertedRowID
        }
        cache[ExactText(name)] = number
        return number
    }
}
