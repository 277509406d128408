import Commerce
import Testing

@testable import Intake

@Suite struct CleaningInteractionsTests {
    private func event(
        _ kind: EventKind, _ minute: Int, _ shopper: ShopperID?, _ item: ItemID?, visitor: VisitorID? = nil
    ) -> Event {
        Event(kind, at: moment("2026-01-05") + .minutes(minute), shopper: shopper, visitor: visitor, item: item)
    }

    private var log: [Event] {
        [
            event(.click, 5, "b", "Y"), event(.purchase, 3, "a", "X"), event(.view, 1, "a", "Y"),
            event(.view, 3, "a", "Z"),
            event(.impression, 0, "a", "Q"), event(.search, 0, "a", nil), event(.view, 2, nil, "X", visitor: "v"),
            event(.view, 9, nil, "X"), event(.refund, 8, "a", "X"), event(.view, 9, "a", "Y"),
            event(.view, 4, "c", "Y"),
            event(.dislike, 5, "c", "Y"),
        ]
    }

    @Test func `each person's events become interactions, oldest first`() throws {
        var builder = try InteractionsBuilder()
        builder.add(log)
        let made = builder.build()
        #expect(made.shoppers.identifiers == ["b", "a", "visitor:v", "c"])
        #expect(made.items.identifiers == ["Y", "X", "Z"])
        #expect(made.offsets == [0, 1, 5, 6, 7])
        // Shopper a: Y at 1, then X and Z of one moment in the order of arrival, then Y again.
        #expect(made.itemRows == [0, 0, 1, 2, 0, 1, 0])
        #expect(made.weights == [0.3, 0.1, 1, 0.1, 0.1, 0.1, 0.1])
        #expect(made.times[1] == moment("2026-01-05 00:01") && made.times.count == 7)
    }

    @Test func `merged repeats add up, and what was taken back is gone`() throws {
        var builder = try InteractionsBuilder(repeats: .merged)
        builder.add(log)
        let made = builder.build()
        // X of shopper a: bought and returned; Y of shopper c: seen and disliked. Their sums are not positive.
        #expect(made.shoppers.identifiers == ["b", "a", "visitor:v"])
        #expect(made.items.identifiers == ["Y", "X", "Z"])
        #expect(made.history(of: 1).items == [2, 0] && made.history(of: 1).weights == [0.1, 0.2])
        #expect(made.history(of: 1).times == [moment("2026-01-05 00:03"), moment("2026-01-05 00:09")])
    }

    @Test func `kinds and a least weight narrow the examples`() throws {
        var bought = try InteractionsBuilder(kinds: [.purchase])
        bought.add(log)
        #expect(bought.build().items.identifiers == ["X"])
        var strong = try InteractionsBuilder(minimumWeight: 0.3)
        strong.add(log)
        #expect(strong.build().weights == [0.3, 1])
        #expect(throws: IntakeError.self) { try InteractionsBuilder(minimumWeight: 0) }
        #expect(throws: IntakeError.self) { try InteractionsBuilder(minimumWeight: .nan) }
        let none = try InteractionsBuilder().build()
        #expect(none.count == 0 && none.offsets == [0])
    }

    @Test(arguments: 0..<10 as Range<UInt64>) func `interactions agree with grouping and sorting`(seed: UInt64) throws {
        let log = randomLog(seed: seed, inOrder: false)
        var builder = try InteractionsBuilder()
        builder.add(log)
        let made = builder.build()
        var expected: [String: [(Timestamp, String, Float)]] = [:]
        for event in log where RewardWeights.standard[event.kind] > 0 {
            guard let item = event.item, let who = event.shopper?.rawValue ?? event.visitor.map({ "visitor:\($0)" })
            else { continue }
            expected[who, default: []].append((event.time, item.rawValue, Float(RewardWeights.standard[event.kind])))
        }
        #expect(made.shoppers.count == expected.count)
        for (row, shopper) in made.shoppers.identifiers.enumerated() {
            let history = made.history(of: Int32(row))
            let own = (expected[shopper.rawValue] ?? []).enumerated().sorted {
                ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
            }.map(\.element)
            #expect(history.items.map { made.items[$0].rawValue } == own.map(\.1))
            #expect(history.times == own.map(\.0) && history.weights == own.map(\.2))
        }
    }

    // MARK: - The core

    /// Removes whoever is below the minimum until nobody is.
    private func plainCore(_ pairs: [(String, String)], _ shoppers: Int, _ items: Int, countRepeats: Bool) -> [(
        String, String
    )] {
        var left = pairs
        while true {
            let counted = countRepeats ? left.map { [$0.0, $0.1] } : Set(left.map { [$0.0, $0.1] }).map { $0 }
            let byShopper = Dictionary(grouping: counted) { $0[0] }.mapValues(\.count)
            let byItem = Dictionary(grouping: counted) { $0[1] }.mapValues(\.count)
            let next = left.filter { byShopper[$0.0, default: 0] >= shoppers && byItem[$0.1, default: 0] >= items }
            if next.count == left.count { return left }
            left = next
        }
    }

    @Test(arguments: 0..<30 as Range<UInt64>) func `the core agrees with removing again and again`(seed: UInt64) throws
    {
        var random = SeededGenerator(seed: seed)
        let events = (0..<160).map { number in
            event(
                .view, number, ShopperID("s\(Int.random(in: 0..<25, using: &random))"),
                ItemID("i\(Int.random(in: 0..<5, using: &random) * Int.random(in: 0..<7, using: &random))"))
        }
        var builder = try InteractionsBuilder()
        builder.add(events)
        let interactions = builder.build()
        let pairs = (0..<Int32(interactions.shoppers.count)).flatMap { shopper in
            interactions.history(of: shopper).items.map {
                (interactions.shoppers[shopper].rawValue, interactions.items[$0].rawValue)
            }
        }
        let (least, most) = (Int(seed % 4) + 3, Int(seed % 5) + 4)
        for countRepeats in [true, false] {
            let expected = plainCore(pairs, least, most, countRepeats: countRepeats)
            let core = interactions.core(shopperMinimum: least, itemMinimum: most, countRepeats: countRepeats)
            let found = (0..<Int32(core.shoppers.count)).flatMap { shopper in
                core.history(of: shopper).items.map { (core.shoppers[shopper].rawValue, core.items[$0].rawValue) }
            }
            #expect(found.map { [$0.0, $0.1] } == expected.map { [$0.0, $0.1] })
            #expect(Set(core.itemRows).count == core.items.count)
            let step = try KeepCore(shopperMinimum: least, itemMinimum: most, countRepeats: countRepeats)
            let kept = try CleaningRecipe([step]).clean(events).events
            #expect(kept.count == expected.count)
            #expect(Set(kept.compactMap(\.item?.rawValue)) == Set(expected.map(\.1)))
        }
    }

    @Test func `of the people in the core all events stay, of items outside none`() throws {
        let log = [
            event(.view, 0, "a", "X"), event(.view, 1, "a", "X"), event(.search, 2, "a", nil),
            event(.view, 3, "b", "Y"),
            event(.impression, 4, "a", "Y"), event(.impression, 5, "a", "X"), event(.view, 6, nil, "X"),
        ]
        let kept = try CleaningRecipe([try KeepCore(shopperMinimum: 2, itemMinimum: 2)]).clean(log).events
        #expect(kept == [log[0], log[1], log[2], log[5]])
        #expect(throws: IntakeError.self) { try KeepCore(shopperMinimum: -1) }
    }
}
