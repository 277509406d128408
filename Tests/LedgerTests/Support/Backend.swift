import Commerce
import Foundation
import Intake
import Testing

@testable import Ledger

/// The back ends on which the suite of the stores runs. A new one is a case here.
enum Backend: String, CaseIterable, CustomTestStringConvertible {
    case sqliteFile, sqliteMemory, plainMemory

    var testDescription: String { rawValue }

    func withLedger<Result>(_ body: (ReopenableLedger) throws -> Result) throws -> Result {
        switch self {
        case .sqliteFile:
            try withFolder { folder in
                try body(ReopenableLedger { try SQLiteLedger(folder: folder, create: true) })
            }
        case .sqliteMemory:
            try keeping(SQLiteLedger(), body)
        case .plainMemory:
            try keeping(MemoryLedger(), body)
        }
    }

    private func keeping<Result>(
        _ store: any LedgerStore, _ body: (ReopenableLedger) throws -> Result
    ) throws -> Result {
        try body(ReopenableLedger { store })
    }
}

/// A ledger that can be closed and opened again, where its back end outlives it.
final class ReopenableLedger {
    private let open: () throws -> any LedgerStore
    private var current: (any LedgerStore)?

    init(_ open: @escaping () throws -> any LedgerStore) throws {
        self.open = open
        current = try open()
    }

    var store: any LedgerStore {
        get throws { try #require(current) }
    }

    func reopen() throws {
        current = nil
        current = try open()
    }
}

/// A folder of its own for one test.
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

extension ImportSource {
    /// A source whose content is told apart by its hash alone.
    static func file(_ hash: String?, preset: String = "csv", origin: String? = nil) -> ImportSource {
        ImportSource(
            name: "\(hash ?? "stream").csv", contentHash: hash, settings: ImportSettings(preset: preset), origin: origin
        )
    }
}

extension IntakeBatch {
    /// One row per event, following `row` rows.
    init(_ events: [Event], items: [Item] = [], shoppers: [Shopper] = [], after row: Int = 0) {
        let end = row + events.count
        self.init(end: SourcePosition(row: end, line: end + 1, byteOffset: Int64(end) * 10))
        self.events = events
        self.items = items
        self.shoppers = shoppers
        rows = events.count
    }
}

extension LedgerStore {
    /// Imports a file whole, in batches.
    @discardableResult
    func take(
        _ events: [Event], items: [Item] = [], shoppers: [Shopper] = [], from source: ImportSource, batch: Int = 1000
    ) throws -> ImportRecord {
        let id = try beginImport(source, at: Timestamp(seconds: 1)).record.id
        try append(IntakeBatch([], items: items, shoppers: shoppers), to: id)
        for start in stride(from: 0, to: events.count, by: batch) {
            try append(IntakeBatch(Array(events[start..<min(events.count, start + batch)]), after: start), to: id)
        }
        return try finishImport(id, at: Timestamp(seconds: 2))
    }

    func everything() throws -> [Event] { try events(matching: .everything) }
}

func at(_ second: Int64) -> Timestamp { Timestamp(seconds: second) }

/// The code of the ledger's error that a piece of work ends with; nothing when it ends well.
func code(_ body: () throws -> Void) throws -> String? {
    do {
        try body()
        return nil
    } catch let error as LedgerError {
        return error.code
    }
}
