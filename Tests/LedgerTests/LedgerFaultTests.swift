import Commerce
import Foundation
import GRDB
import Intake
import Testing

@testable import Ledger

/// Files that are not, or no longer, what they should be, and disks that do not take more.
@Suite("A ledger in trouble")
struct LedgerFaultTests {
    fileprivate func events(_ count: Int) -> [Event] {
        (0..<count).map {
            Event(.view, at: at(Int64($0)), shopper: ShopperID("s\($0 % 50)"), item: ItemID("i\($0 % 70)"))
        }
    }

    private func file(_ folder: URL) -> URL { folder.appendingPathComponent("shop.sqlite") }

    @Test("is refused when a newer program wrote it, and left as it was")
    func newer() throws {
        try withFolder { folder in
            var ledger: SQLiteLedger? = try SQLiteLedger(folder: folder, create: true)
            try ledger?.write { try $0.execute(sql: "PRAGMA user_version = \(Schema.version + 1)") }
            ledger = nil
            let before = try Data(contentsOf: file(folder))
            let error = #expect(throws: LedgerError.self) { try SQLiteLedger(folder: folder, create: true) }
            #expect(error?.code == "ledger.newer")
            #expect(
                error?.message.contains(
                    "has version \(Schema.version + 1); this program reads versions up to \(Schema.version)") == true)
            #expect(error?.remedy?.contains("newer Equipoise") == true)
            #expect(try Data(contentsOf: file(folder)) == before)
        }
    }

    @Test("is refused when it is another program's database, and left as it was")
    func foreign() throws {
        try withFolder { folder in
            try DatabaseQueue(path: file(folder).path).write { try $0.execute(sql: "CREATE TABLE other (x)") }
            let before = try Data(contentsOf: file(folder))
            #expect(try code { _ = try SQLiteLedger(folder: folder) } == "ledger.foreign")
            #expect(try Data(contentsOf: file(folder)) == before)
        }
    }

    @Test("is refused when it is no database at all")
    func noDatabase() throws {
        try withFolder { folder in
            let text = Data(String(repeating: "InvoiceNo,StockCode\n", count: 100).utf8)
            try text.write(to: file(folder))
            let error = #expect(throws: LedgerError.self) { try SQLiteLedger(folder: folder) }
            #expect(error?.code == "ledger.foreign" && error?.message.contains(file(folder).path) == true)
            #expect(try Data(contentsOf: file(folder)) == text)
        }
    }

    @Test("is missed when it should be there")
    func missing() throws {
        try withFolder { folder in
            let refusal = try code { _ = try SQLiteLedger(folder: folder) }
            #expect(refusal == "ledger.missing")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        }
    }

    @Test("cannot be made where nothing can be written", arguments: ["/proc/equipoise", "/dev/null/shop"])
    func unwritable(path: String) throws {
        #expect(
            try code { _ = try SQLiteLedger(folder: URL(fileURLWithPath: path), create: true) } == "ledger.unwritable")
    }

    @Test("opens after a crash between the first steps of its making")
    func halfMade() throws {
        try withFolder { folder in
            try DatabaseQueue(path: file(folder).path).write { db in
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            }
            let ledger = try SQLiteLedger(folder: folder)
            try ledger.take(events(3), from: .file("a"))
            #expect(try ledger.everything().count == 3)
        }
    }

    @Test("says that a page is damaged, to readers, to the importer and to doctor")
    func damagedPage() throws {
        try withFolder { folder in
            var ledger: SQLiteLedger? = try SQLiteLedger(folder: folder, create: true)
            try ledger?.take(events(5000), from: .file("a"))
            let root = try ledger?.read {
                try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'event'")
            }
            ledger = nil
            var bytes = try Data(contentsOf: file(folder))
            let start = (try #require(root) - 1) * Schema.pageSize
            bytes.replaceSubrange(start..<start + Schema.pageSize, with: Data(repeating: 0xA5, count: Schema.pageSize))
            try bytes.write(to: file(folder))
            let damaged = try SQLiteLedger(folder: folder)
            let error = #expect(throws: LedgerError.self) { try damaged.everything() }
            #expect(error?.code == "ledger.corrupt" && error?.message.contains(file(folder).path) == true)
            #expect(error?.remedy?.contains("backup") == true)
            #expect(try code { try damaged.take(events(1), from: .file("b")) } == "ledger.corrupt")
            #expect(try damaged.findings().isEmpty == false)
        }
    }

    @Test(
        "finds what was changed behind its back",
        arguments: [
            ("DELETE FROM item WHERE id = 1", "72 events name a missing item"),
            ("DELETE FROM shopper WHERE id = 3", "100 events name a missing shopper"),
            ("UPDATE import SET added = 7", "import 1 says it added 7 events; the ledger has 5000"),
            (
                "INSERT INTO item_version SELECT 2, 5, 1, '{}', '[]', NULL, NULL, NULL, NULL, NULL, '{}', NULL, NULL",
                "item 2 has 1 versions up to 5"
            ),
        ])
    func findings(sql: String, finding: String) throws {
        let ledger = try SQLiteLedger()
        try ledger.take(events(5000), from: .file("a"))
        #expect(try ledger.findings() == [])
        try ledger.write { try $0.execute(sql: sql) }
        #expect(try ledger.findings() == [finding])
    }

    @Test("stops cleanly when the disk is full, and goes on when there is room", arguments: [20, 33, 47])
    func full(pages: Int) throws {
        try withFolder { folder in
            let file = events(20_000)
            let source = ImportSource.file("a")
            var acknowledged = 0
            do {
                let small = try SQLiteLedger(folder: folder, create: true) { db in
                    try db.execute(sql: "PRAGMA max_page_count = \(pages + 36)")
                }
                let id = try small.beginImport(source, at: at(1)).record.id
                let error = #expect(throws: LedgerError.self) {
                    while acknowledged < file.count {
                        let batch = Array(file[acknowledged..<acknowledged + 1000])
                        try small.append(IntakeBatch(batch, after: acknowledged), to: id)
                        acknowledged += 1000
                    }
                }
                #expect(error?.code == "ledger.full" && error?.remedy?.contains("free some space") == true)
                #expect(acknowledged > 0)
                #expect(
                    try small.everything() == Array(file.prefix(acknowledged)), "still readable, nothing half-written")
            }
            let roomy = try SQLiteLedger(folder: folder)
            #expect(try roomy.findings() == [])
            let record = try roomy.beginImport(source, at: at(2)).record
            #expect(record.position.row == acknowledged)
            try roomy.append(IntakeBatch(Array(file[acknowledged...]), after: acknowledged), to: record.id)
            #expect(try roomy.finishImport(record.id, at: at(3)).counts.added == file.count)
            #expect(try roomy.everything() == file)
        }
    }

    @Test("writes nothing when it is opened again")
    func quietOpening() throws {
        try withFolder { folder in
            var ledger: SQLiteLedger? = try SQLiteLedger(folder: folder, create: true)
            try ledger?.take(events(10), from: .file("a"))
            let log = folder.appendingPathComponent("shop.sqlite-wal")
            let before = try Data(contentsOf: log)
            let other = try SQLiteLedger(folder: folder)
            #expect(try other.everything().count == 10)
            #expect(try Data(contentsOf: log) == before)
            ledger = nil
        }
    }

    @Test("stops cleanly when a file may not grow")
    func limitedFile() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        await #expect(processExitsWith: .exitCode(17)) { [path = folder.path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let ledger = try SQLiteLedger(folder: URL(fileURLWithPath: path), create: true)
            let id = try ledger.beginImport(.file("a"), at: at(1)).record.id
            try ledger.append(IntakeBatch(LedgerFaultTests().events(100)), to: id)
            var limit = rlimit(rlim_cur: 300_000, rlim_max: 300_000)
            setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit)
            do {
                try ledger.append(IntakeBatch(LedgerFaultTests().events(50_000), after: 100), to: id)
            } catch let error as LedgerError where error.code == "ledger.io" || error.code == "ledger.full" {
                exit(17)
            }
        }
        let ledger = try SQLiteLedger(folder: folder)
        #expect(try ledger.findings() == [])
        #expect(try ledger.everything() == events(100))
        #expect(try ledger.beginImport(.file("a"), at: at(2)).record.position.row == 100)
    }
}
