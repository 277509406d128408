import Commerce
import Explore
import Foundation
import Testing

struct ConstraintTests {
    private func decide(
        _ rules: [Rule], length: Int = 6, seed: UInt64 = 1, rows: [Int32] = Array(0..<30), spread: Double = 0,
        policy: any SlatePolicy = GreedySlate(), rate: Double = 1
    ) throws -> Decision {
        let decider = try SmallShop.decider(rules: rules, spread: spread)
        return try decider.decide(
            SmallShop.request(length: length, seed: seed), among: [SmallShop.list("a", rows)],
            ranker: RowRanker(decider), by: ListChoice(policy: policy, rate: rate))
    }

    private func row(_ item: ItemID) -> Int { Int(item.rawValue.dropFirst()) ?? -1 }

    @Test func pinsStandWhereTheyShallWithPropensityOne() throws {
        let decision = try decide([
            Rule(name: "first", action: .pin(item: "i29", position: 1)),
            Rule(name: "fourth", action: .pin(item: "i28", position: 4)),
        ])
        #expect(decision.slate.map(\.item)[0] == "i29" && decision.slate.map(\.item)[3] == "i28")
        #expect(decision.slate.map(\.isPinned) == [true, false, false, true, false, false])
        #expect(decision.slate[0].propensity == 1 && !decision.slate[0].isExploration)
        #expect(Set(decision.slate.map(\.item)).count == 6)
        #expect(decision.rules.map(\.effect) == [.pin(position: 1), .pin(position: 4)])
    }

    @Test func aPinThatCannotBeIsRecordedWithItsReason() throws {
        var items = SmallShop.items()
        items[2].stock = 0
        let decider = try SmallShop.decider(
            items,
            rules: [
                Rule(name: "sold-out", action: .pin(item: "i2", position: 1)),
                Rule(name: "unknown", action: .pin(item: "nowhere", position: 2)),
                Rule(name: "far", action: .pin(item: "i5", position: 9)),
            ])
        let decision = try decider.decide(
            SmallShop.request(length: 3), among: [SmallShop.list("a", [0, 1, 2, 3, 4])], ranker: RowRanker(decider),
            by: ListChoice(policy: GreedySlate()))
        #expect(!decision.slate.contains { $0.isPinned } && decision.slate.count == 3)
        #expect(
            decision.rules.map(\.note) == [
                "not applied: the item is off sale or out of stock", "not applied: the item is not in the catalogue",
                "not applied: the list has 3 positions",
            ])
        #expect(try Replay().check(decision).isExact)
    }

    @Test func pinsMoveUpWhereCandidatesRunOut() throws {
        let decision = try decide(
            [Rule(name: "late", action: .pin(item: "i9", position: 6))], rows: [0, 1, 2])
        #expect(decision.slate.map(\.item) == ["i2", "i1", "i0", "i9"])
        #expect(try Replay().check(decision).isExact)
    }

    @Test func pinnedItemsMayHaveBeenBoughtBefore() throws {
        let decider = try SmallShop.decider(rules: [Rule(name: "again", action: .pin(item: "i3", position: 1))])
        var request = SmallShop.request()
        request.shopper.bought = [3, 4]
        let decision = try decider.decide(
            request, among: [SmallShop.list("a", [0, 1, 2, 3, 4])], ranker: RowRanker(decider),
            by: ListChoice(policy: GreedySlate()))
        #expect(decision.slate.map(\.item).contains("i3") && !decision.slate.map(\.item).contains("i4"))
    }

    @Test func boostAndBuryMoveTheMeanAndAreRecorded() throws {
        let plain = try decide([])
        let decision = try decide([
            Rule(
                name: "own-brand", action: .adjust(factor: 2, amount: 0.25), selector: ItemSelector(brand: "b4")),
            Rule(name: "clear", action: .adjust(factor: 0.5, amount: 0), selector: ItemSelector(category: "Home")),
        ])
        for (place, item) in decision.candidates.items.enumerated() {
            let mean = Double(decision.candidates.means[place])
            var expected = mean
            if row(item) % 5 == 4 { expected = 2 * expected + 0.25 }
            if row(item) % 3 != 2 { expected *= 0.5 }
            #expect(abs(mean + Double(decision.candidates.adjustments[place]) - expected) < 1e-6)
        }
        #expect(decision.candidates.means == plain.candidates.means)
        #expect(decision.rules.map(\.rule) == ["own-brand", "clear"])
        #expect(Set(decision.rules[0].items) == ["i4", "i9", "i14", "i19", "i24", "i29"])
    }

    @Test func atMostHoldsForSelectionsAndForEachValue() throws {
        let decision = try decide(
            [
                Rule(name: "few-toys", action: .atMost(1, each: nil), selector: ItemSelector(category: "Toys")),
                Rule(name: "brands", action: .atMost(2, each: .brand)),
                Rule(name: "top-brand", action: .pin(item: "i28", position: 6)),
            ], length: 8)
        let rows = decision.slate.map { row($0.item) }
        #expect(rows.count == 8 && rows.count { $0 % 3 == 2 } <= 1)
        for brand in 0..<5 { #expect(rows.count { $0 % 5 == brand } <= 2) }
        // The pin at position 6 counts before the positions above it are chosen.
        #expect(rows.prefix(5).count { $0 % 5 == 3 } <= 1)
    }

    @Test func aListEndsWhereNothingMoreIsAllowed() throws {
        let decision = try decide([Rule(name: "brands", action: .atMost(1, each: .brand))], length: 9)
        #expect(decision.slate.count == 5 && decision.length == 9)
        #expect(try Replay().check(decision).isExact)
    }

    @Test func atLeastTakesWhatItNeedsAtTheEndAndSaysWhatItMissed() throws {
        let toys = ItemSelector(category: "Toys")
        let rows = Array(0..<30 as Range<Int32>).filter { $0 % 3 != 2 || $0 > 24 }
        let decision = try decide([Rule(name: "toys", action: .atLeast(2), selector: toys)], rows: rows)
        let list = decision.slate.map { row($0.item) }
        #expect(list.count { $0 % 3 == 2 } == 2 && list.suffix(2).allSatisfy { $0 % 3 == 2 })
        #expect(decision.rules[0].note == nil)
        let short = try decide([Rule(name: "toys", action: .atLeast(4), selector: toys)], rows: rows)
        #expect(short.slate.count { row($0.item) % 3 == 2 } == 2)
        #expect(short.rules[0].note == "2 of 4: 2 of the candidates count")
        let none = try decide([Rule(name: "toys", action: .atLeast(4), selector: toys)], rows: [0, 1, 3])
        #expect(none.slate.count == 3 && none.rules[0].note == "0 of 4: 0 of the candidates count")
    }

    @Test func spreadShowsEveryKindSoonerAndNoneTwiceInVain() throws {
        let plain = try decide([], length: 6)
        let spread = try decide([], length: 6, spread: 1)
        func kinds(_ decision: Decision) -> Int { Set(decision.slate.map { row($0.item) % 15 }).count }
        #expect(kinds(spread) >= kinds(plain))
        func departments(_ decision: Decision) -> Int { Set(decision.slate.prefix(3).map { row($0.item) % 3 }).count }
        #expect(departments(spread) >= 2)
        #expect(spread.candidates.kinds.count == 4 * spread.candidates.count && plain.candidates.kinds.isEmpty)
        #expect(spread.slate[0].item == plain.slate[0].item)
    }

    /// The chance of every list, by walking the tree of all lists, sums to one; and lists come up as often.
    @Test func propensitiesUnderConstraintsAreThoseOfTheDraw() throws {
        let rules = [
            try Rule(name: "brands", action: .atMost(1, each: .brand)),
            try Rule(name: "toys", action: .atLeast(1), selector: ItemSelector(category: "Toys")),
            try Rule(name: "pin", action: .pin(item: "i6", position: 2)),
        ]
        let rows: [Int32] = [0, 1, 2, 3, 4, 5, 7]
        let policy = try PlackettLuceSlate(temperature: 0.1)
        let rounds = 2000
        var counts: [[ItemID]: Int] = [:]
        var chances: [[ItemID]: Double] = [:]
        for seed in 0..<UInt64(rounds) {
            let decision = try decide(rules, length: 3, seed: seed, rows: rows, spread: 0.5, policy: policy, rate: 0.7)
            let list = decision.slate.map(\.item)
            counts[list, default: 0] += 1
            let chance = decision.slate.reduce(1.0) { $0 * $1.propensity }
            #expect(chances[list].map { abs($0 - chance) < 1e-12 } ?? true)
            chances[list] = chance
        }
        // Lists of a chance above 1 % are all seen in 2,000 draws, but for one set of seeds in 1e8.
        #expect(abs(chances.values.reduce(0, +) - 1) < 0.02)
        for (list, chance) in chances {
            let share = Double(counts[list] ?? 0) / Double(rounds)
            // Five standard errors and a draw: fails once in a million for each list.
            #expect(
                abs(share - chance) <= 5 * (chance * (1 - chance) / Double(rounds)).squareRoot() + 1 / Double(rounds))
        }
    }
}
