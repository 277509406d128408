import Commerce
import GRDB

extension SQLiteLedger {
    /// One pass over the events in order of time, then a stable counting sort by shopper; no sorting by SQLite.
    ///
    /// Complexity: O(events + shoppers + items); about 60 bytes of memory per matching event while it runs.
    public func columns(matching query: EventQuery, anonymous: EventQuery.Anonymous) throws -> EventColumns {
        try read { db in
            var subjects = try SubjectRows(anonymous: anonymous, in: db)
            var items = RowNumbers()
            var gathered: [GatheredEvent] = []
            let request = EventRequest(EventQuery(from: query.from, until: query.until, kinds: query.kinds))
            let statement = try RawStatement(
                ownFor: """
                    SELECT e.shopper, e.visitor, e.item, e.kind, e.time, e.quantity, e.sequence
                    FROM event e WHERE \(request.conditions) AND e.item IS NOT NULL
                    """, in: db)
            try request.bind(to: statement)
            while try statement.step() {
                guard let shopper = subjects.row(statement.integer(0), statement.integer(1)) else { continue }
                gathered.append(
                    GatheredEvent(
                        time: statement.integer(4), sequence: statement.integer(6), shopper: shopper,
                        item: items.row(of: statement.integer(2)),
                        quantity: statement.isNull(5) ? 1 : Float(statement.double(5)), kind: statement.integer(3)))
            }
            statement.reset()
            let itemNames = try items.names(in: "item", db)
            return try EventColumns(gathered, shoppers: try subjects.names(db), items: itemNames)
        }
    }
}

/// Rows 0, 1, 2, ... for the numbers of a name table, in order of first use.
private struct RowNumbers {
    /// By number; -1 for one not met yet.
    private var rows: [Int32] = []
    private(set) var numbers: [Int64] = []

    @inline(__always)
    mutating func row(of number: Int64) -> Int32 {
        let index = Int(number)
        if index < rows.count, rows[index] >= 0 { return rows[index] }
        return add(number)
    }

    private mutating func add(_ number: Int64) -> Int32 {
        let index = Int(number)
        if index >= rows.count {
            rows.append(contentsOf: repeatElement(-1, count: max(index + 1, 2 * rows.count) - rows.count))
        }
        rows[index] = Int32(numbers.count)
        numbers.append(number)
        return rows[index]
    }

    /// The names of the rows, in their order.
    func names(in table: String, _ db: Database) throws -> [String] {
        let reader = try NameReader(table, in: db)
        return try numbers.map(reader.name(of:))
    }
}

/// Who an event counts for: rows of shoppers and of visitors who stand for themselves, in order of first use.
private struct SubjectRows {
    private let anonymous: EventQuery.Anonymous
    /// Visitors who are known to be one shopper.
    private var merged: [Int64: Int64] = [:]
    /// Shoppers at even numbers, visitors at odd ones.
    private var rows = RowNumbers()

    init(anonymous: EventQuery.Anonymous, in db: Database) throws {
        self.anonymous = anonymous
        let links = try RawStatement(
            "SELECT visitor, min(shopper) FROM visitor_link GROUP BY visitor HAVING count(*) = 1", in: db)
        while try links.step() { merged[links.integer(0)] = links.integer(1) }
        links.reset()
    }

    /// - Parameters: numbers, 0 for none.
    @inline(__always)
    mutating func row(_ shopper: Int64, _ visitor: Int64) -> Int32? {
        if shopper != 0 { return rows.row(of: 2 * shopper) }
        if visitor == 0 { return nil }
        if let known = merged[visitor] { return rows.row(of: 2 * known) }
        return anonymous == .asShoppers ? rows.row(of: 2 * visitor + 1) : nil
    }

    func names(_ db: Database) throws -> [String] {
        let shoppers = try NameReader("shopper", in: db)
        let visitors = try NameReader("visitor", in: db)
        return try rows.numbers.map { number in
            number % 2 == 0 ? try shoppers.name(of: number / 2) : "visitor:" + (try visitors.name(of: number / 2))
        }
    }
}

private struct NameReader {
    private let table: String
    private let find: RawStatement

    init(_ table: String, in db: Database) throws {
        self.table = table
        find = try RawStatement(ownFor: "SELECT name FROM \(table) WHERE id = ?", in: db)
    }

    func name(of number: Int64) throws -> String {
        find.bind(number, at: 1)
        defer { find.reset() }
        guard try find.step() else { throw LedgerError.unreadable("the name of \(table) \(number)") }
        return find.text(0)
    }
}
