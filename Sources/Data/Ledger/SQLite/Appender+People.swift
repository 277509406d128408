import Commerce
import GRDB

extension Appender {
    /// Adds a shopper, or lays new attributes over the known ones.
    ///
    /// - Returns: whether that changed anything.
    mutating func describe(_ shopper: Shopper, in db: Database) throws -> Bool {
        let key = ExactText(shopper.id.rawValue)
        let known: [String: String]
        if let cached = people[key] {
            known = cached
        } else {
            let find = try RawStatement("SELECT attributes FROM shopper WHERE name = ?", in: db)
            try find.bind(key.text, at: 1)
            defer { find.reset() }
            known = try find.step() ? CompactJSON.map(find.text(0)) ?? [:] : [:]
        }
        people[key] = known
        let number = try shoppers.number(of: key.text, in: db)
        let merged = known.merging(shopper.attributes) { _, new in new }
        guard merged != known else { return false }
        let update = try RawStatement("UPDATE shopper SET attributes = ? WHERE id = ?", in: db)
        try update.bind(CompactJSON.text(merged), at: 1)
        update.bind(number, at: 2)
        try update.run()
        people[key] = merged
        return true
    }

    /// Remembers that a visitor was seen with a shopper's name.
    mutating func link(visitor: Int64, to shopper: Int64, since time: Int64, in db: Database) throws {
        let key = LinkKey(visitor: visitor, shopper: shopper)
        if let known = links[key], known <= time { return }
        let upsert = try RawStatement(
            """
            INSERT INTO visitor_link (visitor, shopper, since) VALUES (?,?,?)
            ON CONFLICT (visitor, shopper) DO UPDATE SET since = min(since, excluded.since)
            """, in: db)
        upsert.bind(visitor, at: 1)
        upsert.bind(shopper, at: 2)
        upsert.bind(time, at: 3)
        try upsert.run()
        links[key] = time
    }
}
