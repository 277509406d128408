public import Commerce
public import Foundation
import Ledger
import OffPolicy

/// What can be taken out of a shop as JSON lines.
public enum ExportedTable: String, Sendable, CaseIterable {
    /// With what came of each, as `equipoise ope --preset decisions` reads them.
    case decisions
    case events
    /// As they are described now.
    case items
    /// Settled ones.
    case outcomes
}

/// A shop's record as JSON lines, block after block, oldest first and in memory that does not grow with it.
///
/// Each block is a question of its own: a slow reader holds nothing up, and what is stored meanwhile is told too.
public struct ShopExport: Sendable {
    private let table: ExportedTable
    private let ledger: SQLiteLedger
    private let from: Timestamp?
    private let until: Timestamp?
    private var place: LogPlace?
    private var items: ArraySlice<Item>
    private var isFinished = false

    private static let rows = 500

    init(
        _ table: ExportedTable, of ledger: SQLiteLedger, items: ArraySlice<Item>, from: Timestamp?, until: Timestamp?
    ) {
        self.table = table
        self.ledger = ledger
        self.items = items
        self.from = from
        self.until = until
    }

    /// Whole lines, each with its end; nothing after the last.
    public mutating func next() throws -> Data? {
        while !isFinished {
            let block = try nextBlock()
            if !block.isEmpty { return block }
        }
        return nil
    }

    private mutating func nextBlock() throws -> Data {
        switch table {
        case .items:
            let rows = items.prefix(Self.rows)
            items = items.dropFirst(rows.count)
            isFinished = items.isEmpty
            return try Self.lines(rows)
        case .events:
            let page = try ledger.events(
                matching: EventQuery(from: from, until: until), after: place, .forwards, limit: Self.rows)
            goOn(after: page.next)
            return try Self.lines(page.entries)
        case .decisions:
            let writer = DecisionWriter()
            return try nextDecisions().reduce(into: Data()) { block, decision in
                let outcome = try ledger.outcome(of: decision.id)
                block += try writer.line(DecisionRecord(decision: decision, outcome: outcome))
                block.append(UInt8(ascii: "\n"))
            }
        case .outcomes:
            return try Self.lines(try nextDecisions().compactMap { try ledger.outcome(of: $0.id) })
        }
    }

    private mutating func nextDecisions() throws -> [Decision] {
        let page = try ledger.decisions(
            matching: DecisionQuery(from: from, until: until), after: place, .forwards, limit: Self.rows)
        goOn(after: page.next)
        return page.entries
    }

    private mutating func goOn(after next: LogPlace?) {
        place = next
        isFinished = next == nil
    }

    private static func lines(_ rows: some Sequence<some Encodable>) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try rows.reduce(into: Data()) { block, row in
            block += try encoder.encode(row)
            block.append(UInt8(ascii: "\n"))
        }
    }
}

extension LiveShop {
    /// - Parameters:
    ///   - from, until: of events, or of the decisions; items are told as they are now.
    public func export(_ table: ExportedTable, from: Timestamp? = nil, until: Timestamp? = nil) -> ShopExport {
        ShopExport(table, of: ledger, items: catalogue.items[...], from: from, until: until)
    }
}
