import Commerce
import Testing

@testable import Intake

@Suite struct ValidationMatchingTests {
    /// A line of one key; negative quantities are reversals, times are whole numbers.
    private func line(_ sequence: Int32, _ quantity: Double, at time: Int64, order: UInt64 = 0) -> PurchaseLine {
        var hashed = Event(
            quantity < 0 ? .refund : .purchase, at: Timestamp(milliseconds: time), shopper: "s", item: "A",
            quantity: abs(quantity))
        hashed.order = order == 0 ? nil : OrderID("\(order)")
        guard let line = PurchaseLine(hashed, EventHashes(hashed), sequence: Int(sequence)) else {
            preconditionFailure("not a purchase line")
        }
        return line
    }

    @Test func `a reversal takes from its own order first, then from the latest`() {
        let lines = [
            line(0, 5, at: 1, order: 7), line(1, 5, at: 2, order: 8), line(2, 5, at: 3, order: 9),
            line(3, -7, at: 4, order: 7),
        ]
        #expect(
            ReversalMatcher.match(lines) == [
                .init(reversal: 3, purchase: 0, quantity: 5), .init(reversal: 3, purchase: 2, quantity: 2),
            ])
    }

    @Test func `a reversal never takes from a later purchase, but may from one of the same moment`() {
        let lines = [line(0, -1, at: 5), line(1, 1, at: 5), line(2, 9, at: 6)].sorted(by: PurchaseLine.isBefore)
        #expect(ReversalMatcher.match(lines) == [.init(reversal: 0, purchase: 1, quantity: 1)])
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `matches agree with a plain search`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<60).map { sequence in
            line(
                Int32(sequence), Double(Int.random(in: -3...4, using: &random)),
                at: Int64.random(in: 0..<30, using: &random), order: UInt64.random(in: 0..<6, using: &random))
        }.sorted(by: PurchaseLine.isBefore)
        #expect(ReversalMatcher.match(lines) == plain(lines))
    }

    /// Searches all earlier purchases anew for each reversal.
    private func plain(_ lines: [PurchaseLine]) -> [ReversalMatcher.Match] {
        var left = lines.map(\.quantity)
        var matches: [ReversalMatcher.Match] = []
        for (place, reversal) in lines.enumerated() where reversal.isReversal {
            var wanted = reversal.quantity
            let earlier = (0..<place).reversed().filter { !lines[$0].isReversal }
            let own = earlier.filter { reversal.order != 0 && lines[$0].order == reversal.order }
            for purchase in own + earlier where wanted > 0 && left[purchase] > 0 {
                let part = min(wanted, left[purchase])
                matches.append(.init(reversal: reversal.sequence, purchase: lines[purchase].sequence, quantity: part))
                left[purchase] -= part
                wanted -= part
            }
        }
        return matches
    }

    @Test func `a cancellation without a person is matched through its order, without either not at all`() {
        let time = moment("2026-01-05")
        let made = report(on: [
            Event(.purchase, at: time, item: "A", order: "o1", quantity: 2),
            Event(.cancellation, at: time, item: "A", order: "o1", quantity: 1),
            Event(.cancellation, at: time, item: "A", quantity: 1),
            Event(.cancellation, at: time, item: "A", order: "o1", quantity: 3),
        ]).reversals
        #expect([made.matched, made.partlyMatched, made.unmatched, made.unidentified] == [1, 1, 0, 1])
        #expect(made.quantity == 5 && made.matchedQuantity == 2)
    }
}
