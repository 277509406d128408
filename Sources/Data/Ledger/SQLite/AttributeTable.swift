import GRDB

/// Sets of attributes and their numbers. Most shops have few (a country, a device), so a set is stored once and an
/// event holds its number; where nearly every event has a set of its own, it stands in the event itself.
struct AttributeTable: Sendable {
    /// Sets beyond this number, or longer than this many bytes, are not worth a row of their own.
    private static let limit: Int64 = 65_536
    private static let longest = 1024

    /// Where the set last looked at stands.
    enum Place {
        case row(Int64)
        /// In the event, as ``json``.
        case inEvent
    }

    private struct Entry: Sendable {
        var json: [UInt8]
        var number: Int64
    }

    private var cache = TwoGenerationCache<UInt64, Entry>(generation: 4096)
    private var rows: Int64?
    /// The set last looked at, in its one spelling.
    private(set) var json: [UInt8] = []
    /// Its hash, wherever it stands.
    private(set) var hash: UInt64 = 0

    mutating func place(of attributes: [String: String], in db: Database) throws -> Place {
        json.removeAll(keepingCapacity: true)
        CompactJSON.append(attributes, to: &json)
        hash = unsafe json.withUnsafeBytes { unsafe XXHash64.hash($0) }
        if let entry = cache[hash], entry.json == json { return .row(entry.number) }
        guard json.count <= Self.longest, let number = try number(in: db) else { return .inEvent }
        cache[hash] = Entry(json: json, number: number)
        return .row(number)
    }

    private mutating func number(in db: Database) throws -> Int64? {
        let find = try RawStatement("SELECT id FROM attribute_set WHERE json = ?", in: db)
        try unsafe json.withUnsafeBufferPointer { try unsafe find.bind(utf8: $0, at: 1) }
        if let number = try find.firstInteger() { return number }
        let known: Int64
        if let rows {
            known = rows
        } else {
            known = try RawStatement("SELECT count(*) FROM attribute_set", in: db).firstInteger() ?? 0
        }
        rows = known
        guard known < Self.limit else { return nil }
        let insert = try RawStatement("INSERT INTO attribute_set (json) VALUES (?)", in: db)
        try unsafe json.withUnsafeBufferPointer { try unsafe insert.bind(utf8: $0, at: 1) }
        try insert.run()
        rows = known + 1
        return db.lastInsertedRowID
    }
}
