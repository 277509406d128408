import Commerce
import GRDB
import Intake

/// Puts batches into the tables. Holds only caches of what the tables say, each of bounded size; after a
/// transaction that was rolled back they are wrong, and a new appender must take its place.
struct Appender: Sendable {
    var shoppers = NameTable("shopper", remembering: 32_768)
    var visitors = NameTable("visitor", remembering: 32_768)
    var items = NameTable("item", remembering: 32_768)
    var sessions = NameTable("session", remembering: 8192)
    var orders = NameTable("shop_order", remembering: 8192)
    var surfaces = NameTable("surface", remembering: 1024)
    var currencies = NameTable("currency", remembering: 256)
    var origins = NameTable("origin", remembering: 64)
    var policies = NameTable("policy", remembering: 256)
    var attributes = AttributeTable()
    /// The earliest known moment of each link in use.
    var links = TwoGenerationCache<LinkKey, Int64>(generation: 32_768)
    var descriptions = TwoGenerationCache<ExactText, ItemState>(generation: 8192)
    var people = TwoGenerationCache<ExactText, [String: String]>(generation: 8192)
    /// The import to which `descriptions` belongs.
    private var current: ImportID?

    struct LinkKey: Hashable, Sendable {
        var visitor: Int64
        var shopper: Int64
    }

    /// Forgets what was known of descriptions in another import.
    mutating func turn(to id: ImportID) {
        guard current != id else { return }
        descriptions = TwoGenerationCache(generation: 8192)
        current = id
    }

    /// Inserts what a batch holds; the caller keeps the import's own row.
    ///
    /// - Parameter arrived: how many events the ledger holds.
    mutating func append(
        _ batch: IntakeBatch, to record: ImportRecord, arrived: Int64, in db: Database
    ) throws -> ImportCounts {
        turn(to: record.id)
        var counts = ImportCounts()
        counts.rows = batch.rows
        counts.rejected = batch.rejects.count
        counts.setAside = batch.setAside.count
        counts.skipped = batch.skipped.values.reduce(0, +)
        counts.warnings = batch.warnings.count
        for item in batch.items {
            counts.itemsChanged += try describe(item, by: record.id, in: db).growth
        }
        for shopper in batch.shoppers where try describe(shopper, in: db) {
            counts.shoppersChanged += 1
        }
        var writer = try EventWriter(record: record, arrived: arrived, in: db)
        try writer.insert(batch.events, through: &self, counting: &counts)
        return counts
    }
}
