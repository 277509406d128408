import Commerce
import Intake
import Testing

@testable import Ledger

/// Random files with many repeats, overlapping, imported in turns, interrupted by closing and opening, some of them
/// again under another name: the ledger must hold of each content as many copies as the file that has most.
@Suite("The union of files")
struct IdempotenceTests {
    private struct Running {
        var hash: String
        var file: [Event]
        var id: ImportID
        var row: Int
    }

    @Test("does not depend on order, batches, interruptions or repetition", arguments: 0..<25 as Range<UInt64>)
    func union(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        let pool = (0..<8).map { index in
            var event = Event(.view, at: at(Int64(index / 4)), shopper: "s", item: ItemID("i\(index % 3)"))
            if index % 4 == 3 { event.id = EventID("e\(index)") }
            return event
        }
        let files = (0..<4).map { _ in
            (0..<Int.random(in: 0..<25, using: &rng)).compactMap { _ in pool.randomElement(using: &rng) }
        }
        try Backend.sqliteFile.withLedger { ledger in
            var waiting = (0..<6).map { ("file \($0)", files[$0 % files.count]) }
            var running: [Running] = []
            while !waiting.isEmpty || !running.isEmpty {
                switch Int.random(in: 0..<10, using: &rng) {
                case 0..<3 where !waiting.isEmpty:
                    let (hash, file) = waiting.remove(at: .random(in: waiting.indices, using: &rng))
                    let id = try ledger.store.beginImport(.file(hash), at: at(0)).record.id
                    running.append(Running(hash: hash, file: file, id: id, row: 0))
                case 3:
                    try ledger.reopen()
                    for one in running {
                        let resumed = try ledger.store.beginImport(.file(one.hash), at: at(0)).record
                        #expect(resumed.id == one.id && resumed.position.row == one.row)
                    }
                default:
                    guard !running.isEmpty else { continue }
                    let index = Int.random(in: running.indices, using: &rng)
                    try step(&running[index], of: ledger.store, &rng)
                    if running[index].row == running[index].file.count {
                        try ledger.store.finishImport(running[index].id, at: at(1))
                        running.remove(at: index)
                    }
                }
            }
            try check(ledger.store, files)
        }
    }

    private func step(_ one: inout Running, of store: any LedgerStore, _ rng: inout SeededGenerator) throws {
        let count = min(one.file.count - one.row, Int.random(in: 1...6, using: &rng))
        let events = Array(one.file[one.row..<one.row + count])
        try store.append(IntakeBatch(events, after: one.row), to: one.id)
        one.row += count
    }

    private func check(_ store: any LedgerStore, _ files: [[Event]]) throws {
        var expected: [Event: Int] = [:]
        for file in files {
            for (event, count) in file.reduce(into: [Event: Int](), { $0[$1, default: 0] += 1 }) {
                expected[event] = event.id == nil ? max(expected[event] ?? 0, count) : 1
            }
        }
        let stored = try store.everything().reduce(into: [Event: Int]()) { $0[$1, default: 0] += 1 }
        #expect(stored == expected)
        #expect(try store.findings() == [])
        let counts = try store.imports().map(\.counts)
        #expect(counts.reduce(0) { $0 + $1.added } == expected.values.reduce(0, +))
        #expect(counts.allSatisfy { $0.added + $0.known == $0.rows })
    }

    @Test("stays quick when one event is repeated very often")
    func manyRepeats() throws {
        let store = try SQLiteLedger()
        let events = [Event](repeating: Event(.view, at: at(1), shopper: "s", item: "i"), count: 20_000)
        let started = ContinuousClock.now
        #expect(try store.take(events, from: .file("a")).counts.added == events.count)
        #expect(try store.take(events, from: .file("b")).counts.known == events.count)
        #expect(started.duration(to: .now) < .seconds(20), "quadratic work would take minutes")
    }
}
