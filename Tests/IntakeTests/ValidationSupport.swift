import Commerce

@testable import Intake

/// A moment written as `2026-01-05 10:00`.
func moment(_ text: String) -> Timestamp {
    guard let time = Timestamp(iso8601: text) else { preconditionFailure("'\(text)' is no time") }
    return time
}

func pounds(_ amount: Double) -> Money? { Money(decimal: amount, currency: .gbp) }

func report(
    on events: [Event], items: [Item] = [], shoppers: [Shopper] = [], now: Timestamp = moment("2026-03-01"),
    options: ValidationOptions = .standard
) -> ValidationReport {
    var batch = IntakeBatch(end: .start)
    batch.events = events
    batch.items = items
    batch.shoppers = shoppers
    batch.rows = events.count
    var builder = ValidationReport.Builder(
        source: "log.csv", preset: "csv", now: now, options: options)
    builder.add(batch)
    return builder.finish()
}

/// A log in which everything happens: repeated lines, cancellations, bursts, gaps, unknown items.
func randomLog(seed: UInt64, count: Int = 600, inOrder: Bool = true) -> [Event] {
    var random = SeededGenerator(seed: seed)
    var events: [Event] = []
    var clock = moment("2026-01-05 08:00").milliseconds
    for number in 0..<count {
        if Int.random(in: 0..<12, using: &random) == 0, let old = events.randomElement(using: &random) {
            events.append(old)
            continue
        }
        clock += Int64.random(in: 0..<9, using: &random) == 0 ? Int64.random(in: 0..<7_200_000, using: &random) : 4000
        let who = Int.random(in: 0..<14, using: &random)
        let kind = EventKind.allCases.randomElement(using: &random) ?? .view
        let isTrade = kind == .purchase || kind == .cancellation || kind == .refund
        let order = Int.random(in: 0..<3, using: &random) > 0 ? OrderID("o\(number / 4 % 20)") : nil
        events.append(
            Event(
                kind,
                at: Timestamp(milliseconds: inOrder ? clock : clock - Int64.random(in: 0..<9_000_000, using: &random)),
                shopper: who < 9 ? ShopperID("s\(who)") : nil,
                visitor: who > 6 && who < 13 ? VisitorID("v\(who)") : nil,
                item: kind.needsItem
                    ? ItemID("i\(Int.random(in: 0..<6, using: &random) * Int.random(in: 0..<6, using: &random))") : nil,
                id: Int.random(in: 0..<2, using: &random) == 0 ? EventID("e\(number)") : nil,
                order: isTrade ? order : nil,
                quantity: isTrade ? Double(Int.random(in: 0...4, using: &random)) : nil,
                price: isTrade ? Money(minorUnits: Int64.random(in: 0..<5000, using: &random), currency: .gbp) : nil,
                attributes: who % 2 == 0 ? ["country": "FR", "device": "phone"] : [:]))
    }
    return events
}

extension Event {
    var who: String? { shopper.map { "s:\($0)" } ?? visitor.map { "v:\($0)" } }
}
