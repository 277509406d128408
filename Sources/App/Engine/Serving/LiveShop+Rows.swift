import Commerce
import Foundation
import Intake
import Ledger

/// What became of one posted row.
public struct RowResult: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable, Codable {
        /// New, and stored.
        case added
        /// Of descriptions: other than before, and stored.
        case changed
        /// Stored already, with the same content.
        case known
        /// Stored already under this id, with another content, which stands.
        case contradicted
        /// Understood, and nothing that a shop keeps.
        case skipped
        case rejected
    }

    public var status: Status
    public var refusal: PostedRows.Refusal?
}

extension LiveShop {
    /// Events further in the future than this are refused: a clock is wrong.
    private static let skew = Duration.minutes(5)

    /// Takes posted rows in, each for itself: what is wrong with one does not keep the others out.
    ///
    /// - Returns: what became of each row. All that is told as stored is on the disk.
    /// - Throws: `LedgerError` when nothing could be stored.
    public func post(_ posted: PostedRows) async throws -> [RowResult] {
        let latest = time.now() + Self.skew
        var results = posted.rows.map { row in
            RowResult(status: row.isSkipped ? .skipped : row.issue == nil ? .known : .rejected, refusal: row.issue)
        }
        var (events, eventRows): ([Event], [Int]) = ([], [])
        var (items, itemRows): ([Item], [Int]) = ([], [])
        var (shoppers, shopperRows): ([Shopper], [Int]) = ([], [])
        for (place, row) in posted.rows.enumerated() where row.issue == nil {
            if let early = row.events.first(where: { $0.time > latest }) {
                results[place] = RowResult(status: .rejected, refusal: .fromTheFuture(early))
                continue
            }
            events += row.events.map(\.afterItsDecision)
            eventRows += row.events.map { _ in place }
            items += row.items
            itemRows += row.items.map { _ in place }
            shoppers += row.shoppers
            shopperRows += row.shoppers.map { _ in place }
        }
        for (place, isChanged) in zip(itemRows, try await post(items)) where isChanged {
            results[place].status = .changed
        }
        for (place, isChanged) in zip(shopperRows, try await post(shoppers)) where isChanged {
            results[place].status = .changed
        }
        for (place, fate) in zip(eventRows, try await post(events)) {
            switch fate {
            case .added: results[place].status = .added
            case .contradicted: results[place].status = .contradicted
            case .known: break
            }
        }
        let now = time.now()
        refused.note(
            results.compactMap { result in
                result.refusal.map { RefusedPost(time: now, table: posted.table.rawValue, refusal: $0) }
            })
        return results
    }
}

extension PostedRows.Refusal {
    fileprivate static func fromTheFuture(_ event: Event) -> PostedRows.Refusal {
        PostedRows.Refusal(
            code: "event.future", field: "time", message: "the event happened at \(event.time), which is yet to come",
            remedy: "check the clock of the machine that sent it, and the unit and zone of its times")
    }
}
