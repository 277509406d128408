import Commerce
import Foundation
import GRDB
import Intake
import Testing

@testable import Ledger

/// Kills a process that imports, at a random moment and with the signal that cannot be caught, again and again
/// until the import is through; between the kills the ledger must be sound and hold all that was acknowledged.
@Suite("An import that is killed")
struct CrashTests {
    /// 12,000 rows with repeats, overlapping what another import has brought.
    static func file() -> [Event] {
        var rng = SeededGenerator(seed: 11)
        return (0..<12_000).map { row in
            Event(
                .purchase, at: at(Int64(row / 50)), shopper: ShopperID("s\(Int.random(in: 0..<90, using: &rng))"),
                item: ItemID("i\(Int.random(in: 0..<6, using: &rng))"), order: OrderID("o\(row / 50)"),
                attributes: ["country": ["GB", "FR"][row / 50 % 2]])
        }
    }

    static func earlier() -> [Event] { Array(file()[4000..<9000]) + [file()[4000], file()[4000]] }

    /// Reads on from where the ledger stands and notes every acknowledgement in a file of its own.
    static func importFile(into folder: URL, acknowledging: FileHandle?) throws {
        let ledger = try SQLiteLedger(folder: folder, create: false) { db in
            // So that many kills fall into the copying of the log into the file.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 10")
        }
        let record = try ledger.beginImport(.file("killed"), at: at(1)).record
        let events = file()
        var row = record.position.row
        while row < events.count {
            let end = min(events.count, row + 250)
            let items = [Item(id: ItemID("i\(row / 250 % 6)"), stock: row)]
            try ledger.append(IntakeBatch(Array(events[row..<end]), items: items, after: row), to: record.id)
            row = end
            try acknowledging?.write(contentsOf: Data("\(row)\n".utf8))
        }
        try ledger.finishImport(record.id, at: at(2))
    }

    private func prepare(_ folder: URL) throws {
        try SQLiteLedger(folder: folder, create: true).take(Self.earlier(), from: .file("earlier"))
    }

    @Test("loses nothing that was acknowledged and ends as if it had not been", arguments: 1...2 as ClosedRange<UInt64>)
    func killed(seed: UInt64) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try prepare(folder)
        var rng = SeededGenerator(seed: seed)
        var interruptions = 0
        var isFinished = false
        while !isFinished && interruptions < 40 {
            let patience = UInt32.random(in: 1000...120_000, using: &rng)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = folder.path as String, patience = patience as UInt32] in
                let log = URL(fileURLWithPath: path).appendingPathComponent("acknowledged")
                if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
                let handle = try FileHandle(forWritingTo: log)
                try handle.seekToEnd()
                Thread.detachNewThread {
                    usleep(patience)
                    kill(getpid(), SIGKILL)
                }
                try CrashTests.importFile(into: URL(fileURLWithPath: path), acknowledging: handle)
                kill(getpid(), SIGKILL)
            }
            let log = try? String(contentsOf: folder.appendingPathComponent("acknowledged"), encoding: .utf8)
            let acknowledged = log?.split(separator: "\n").last.flatMap { Int($0) } ?? 0
            let ledger = try SQLiteLedger(folder: folder)
            #expect(try ledger.findings() == [])
            if let record = try ledger.imports().first(where: { $0.source.contentHash == "killed" }) {
                #expect(record.position.row >= acknowledged)
                #expect(record.counts.added + record.counts.known == record.position.row)
                isFinished = record.finished != nil
                if !isFinished { interruptions += 1 }
            } else {
                #expect(acknowledged == 0)
            }
        }
        if !isFinished { try Self.importFile(into: folder, acknowledging: nil) }
        #expect(interruptions > 0, "the import must have been killed at least once before its end")
        try compareWithUninterrupted(try SQLiteLedger(folder: folder))
    }

    private func compareWithUninterrupted(_ survivor: SQLiteLedger) throws {
        try withFolder { folder in
            try prepare(folder)
            try Self.importFile(into: folder, acknowledging: nil)
            let expected = try SQLiteLedger(folder: folder)
            #expect(try survivor.everything() == expected.everything())
            #expect(try survivor.items() == expected.items())
            #expect(try survivor.summary() == expected.summary())
            let pairs = zip(try survivor.imports(), try expected.imports())
            #expect(pairs.allSatisfy { $0.position == $1.position && $0.counts == $1.counts })
        }
    }
}
