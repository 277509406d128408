import Commerce
import Explore
import Foundation
import Ledger

/// How often each item was chosen lately: every act weighs what its kind is worth, and half as much a week later.
struct ItemPopularity: Sendable {
    /// By row, in the worth that an act has at ``origin``.
    private var sums: [Double]
    /// Weights grow from this moment on instead of shrinking everywhere.
    private let origin: Timestamp
    private let weights: RewardWeights

    private static let halfLife = Duration.days(7)

    init(items: Int, origin: Timestamp, weights: RewardWeights = .standard) {
        sums = [Double](repeating: 0, count: items)
        self.origin = origin
        self.weights = weights
    }

    /// Items have come.
    mutating func grow(to items: Int) {
        if items > sums.count { sums += [Double](repeating: 0, count: items - sums.count) }
    }

    mutating func count(_ event: Event, row: Int32) { count(event.kind, row: row, at: event.time) }

    mutating func count(_ kind: EventKind, row: Int32, at time: Timestamp) {
        let weight = weights[kind]
        guard weight > 0 else { return }
        // Decades of exponent are left before this overflows.
        sums[Int(row)] += weight * power(time.since(origin) / Self.halfLife)
    }

    /// As of that moment. Shape [items].
    func heat(at time: Timestamp) -> [Float] {
        let now = power(time.since(origin) / Self.halfLife)
        return sums.map { Float($0 / now) }
    }

    private func power(_ exponent: Double) -> Double { exp2(min(1000, max(-1000, exponent))) }
}

extension ItemPopularity {
    /// What the ledger has counted in the last weeks.
    init(of ledger: SQLiteLedger, in table: ItemTable, at now: Timestamp) throws {
        self.init(items: table.count, origin: now)
        let lately = EventQuery(from: now - .days(56), kinds: EventQuery.positive.kinds)
        let columns = try ledger.columns(matching: lately, anonymous: .asShoppers)
        let rows = columns.items.identifiers.map { table.row(of: $0) }
        for event in 0..<columns.count {
            guard let row = rows[Int(columns.itemRows[event])] else { continue }
            count(columns.kinds[event], row: row, at: columns.times[event])
        }
    }
}
