import Commerce
import Explore
import Foundation
import Testing

struct DeciderTests {
    private static let rows = Array(0..<30 as Range<Int32>)

    private func lists() throws -> [CandidateList] {
        [try SmallShop.list("a", Array(Self.rows[0..<20])), try SmallShop.list("b", Self.rows.reversed())]
    }

    @Test func fillsTheWholeRecord() throws {
        let decider = try SmallShop.decider()
        var request = SmallShop.request(length: 4)
        request.sessionID = "visit"
        request.context = ["temperature": 12]
        let decision = try decider.decide(
            request, among: lists(), ranker: RowRanker(decider),
            by: ListChoice(
                policy: PlackettLuceSlate(temperature: 0.05),
                rate: { _ in ExplorationRate(0.5, factors: ["shopper": 0.5]) },
                reasons: { [Reason(.popular, source: $1, strength: Double($0))] }),
            snapshotVersion: "snapshot-7")
        #expect(decision.id.rawValue.count == 26)
        #expect(decision.shopper == "anna" && decision.session == "visit" && decision.surface == .home)
        #expect(decision.time == SmallShop.now && decision.seed == 1 && decision.length == 4)
        #expect(decision.policyVersion == "plackett-luce(temperature=0.05)")
        #expect(decision.snapshotVersion == "snapshot-7" && decision.rankerVersion == "rows#0")
        #expect(decision.context["temperature"] == 12 && decision.context["cart-items"] == 0)
        let candidates = decision.candidates
        #expect(candidates.count == 30 && candidates.means.count == 30 && candidates.variances.count == 30)
        #expect(candidates.featureNames == decider.features.schema.names)
        #expect(candidates.features.count == 30 * candidates.featureNames.count)
        #expect(candidates.adjustments == Array(repeating: 0, count: 30))
        #expect(candidates.sources == ["a", "b"])
        #expect(decision.exploration.rate == 0.5 && decision.exploration.factors == ["shopper": 0.5])
        #expect(decision.exploration.spent > 0)
        let best = candidates.means.map { Double($0) }.sorted(by: >).prefix(4).reduce(0, +)
        #expect(abs(decision.exploration.greedyReward - best) < 1e-12)
        #expect(decision.slate.map(\.position) == [1, 2, 3, 4])
        for shown in decision.slate {
            let place = try #require(candidates.items.firstIndex(of: shown.item))
            #expect(shown.score == Double(candidates.means[place]))
            #expect(shown.propensity > 0 && shown.propensity <= 1 && !shown.isPinned)
            #expect(
                shown.reasons == [
                    Reason(.popular, source: "a", strength: Double(Int(shown.item.rawValue.dropFirst())!))
                ])
        }
        let information = decision.slate.reduce(0.0) { sum, shown in
            let place = candidates.items.firstIndex(of: shown.item)!
            let variance = Double(candidates.variances[place])
            return sum + variance * variance / (variance + 0.1)
        }
        #expect(abs(decision.exploration.information - information) < 1e-12)
    }

    @Test func theSameRequestGivesTheSameDecision() throws {
        let decider = try SmallShop.decider(spread: 0.3)
        let choice = ListChoice(policy: try PlackettLuceSlate(temperature: 0.05))
        let decisions = try (0..<2).map { _ in
            try decider.decide(SmallShop.request(seed: 9), among: lists(), ranker: RowRanker(decider), by: choice)
        }
        #expect(decisions[0] == decisions[1])
        let other = try decider.decide(
            SmallShop.request(seed: 10), among: lists(), ranker: RowRanker(decider), by: choice)
        #expect(other.slate.map(\.item) != decisions[0].slate.map(\.item))
    }

    @Test func leavesOutWhatMayNotBeShown() throws {
        var items = SmallShop.items()
        items[3].stock = 0
        items[4].availableUntil = SmallShop.now
        items[5].availableFrom = SmallShop.now + .hours(1)
        let decider = try SmallShop.decider(
            items, rules: [Rule(name: "recall", action: .exclude, selector: ItemSelector(items: ["i6"]))],
            filter: CandidateFilter(hidesSeen: true))
        var request = SmallShop.request(length: 30)
        request.excluded = [7]
        request.shopper = ShopperFacts(seen: [8], bought: [9])
        let decision = try decider.decide(
            request, among: lists(), ranker: RowRanker(decider), by: ListChoice(policy: GreedySlate()))
        let hidden: Set<ItemID> = ["i3", "i4", "i5", "i6", "i7", "i8", "i9"]
        #expect(decision.slate.count == 23)
        #expect(hidden.isDisjoint(with: decision.slate.map(\.item)))
        #expect(decision.rules == [AppliedRule(rule: "recall", effect: .exclude, items: ["i6"])])
    }

    @Test func saysWhyNothingIsLeft() throws {
        var items = SmallShop.items(4)
        items[0].stock = 0
        let decider = try SmallShop.decider(items)
        var request = SmallShop.request()
        request.excluded = [1, 2]
        request.shopper.bought = [3]
        let lists = [try SmallShop.list("a", [0, 1, 2, 3, 77])]
        #expect {
            try decider.decide(request, among: lists, ranker: RowRanker(decider), by: ListChoice(policy: GreedySlate()))
        } throws: { error in
            (error as? ExploreError)?.code == "candidates.empty"
                && "\(error)".contains(
                    "surface 'home': 1 not in the catalogue, 1 off sale or out of stock, 2 excluded by the request, "
                        + "1 bought before")
                && "\(error)".contains("popularity")
        }
        #expect {
            try decider.decide(
                request, among: [], ranker: RowRanker(decider), by: ListChoice(policy: GreedySlate()))
        } throws: { "\($0)".contains("no source proposed any") }
    }

    @Test func refusesBadRequests() throws {
        let decider = try SmallShop.decider()
        let choice = ListChoice(policy: GreedySlate())
        #expect(throws: ExploreError.self) {
            try decider.decide(SmallShop.request(length: 0), among: lists(), ranker: RowRanker(decider), by: choice)
        }
        let ranker = try MixedEffectsRanker(schema: FeatureSchema(sources: ["a", "c"]), lineage: "x")
        #expect { try decider.decide(SmallShop.request(), among: lists(), ranker: ranker, by: choice) } throws: {
            "\($0)".contains("'source-c' where this has 'source-b'")
        }
        #expect {
            try decider.decide(
                SmallShop.request(), among: lists(), ranker: RowRanker(decider),
                by: ListChoice(policy: GreedySlate(), rate: { _ in ExplorationRate(0) }, familiarity: { _ in [1] }))
        } throws: { "\($0)".contains("30 candidates; it did for 1") }
        var broken = RowRanker(decider)
        broken.means[3] = .nan
        #expect(throws: ExploreError.self) {
            try decider.decide(SmallShop.request(), among: lists(), ranker: broken, by: choice)
        }
        #expect(throws: ExploreError.self) { try SmallShop.decider(spread: 1.5) }
    }

    @Test func familiarityIsAddedAndRecorded() throws {
        let decider = try SmallShop.decider()
        let decision = try decider.decide(
            SmallShop.request(length: 1), among: lists(), ranker: RowRanker(decider),
            by: ListChoice(
                policy: GreedySlate(), rate: { _ in ExplorationRate(0) },
                familiarity: { $0.rows.map { $0 == 20 ? 1 : 0 } }))
        #expect(decision.slate[0].item == "i20")
        let place = try #require(decision.candidates.items.firstIndex(of: "i20"))
        #expect(decision.candidates.adjustments[place] == 1)
    }

    @Test func identifiersSortByTimeAndDifferBySeedAndOrdinal() {
        let ids = (0..<200).map { number in
            DecisionID.ordered(time: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 37), seed: 5)
        }
        #expect(ids == ids.sorted() && Set(ids).count == 200)
        let same = (0..<50).flatMap { seed in
            (0..<4).map { DecisionID.ordered(time: SmallShop.now, seed: UInt64(seed), ordinal: UInt64($0)) }
        }
        #expect(Set(same).count == 200)
        #expect(DecisionID.ordered(time: Timestamp(milliseconds: 0), seed: 1).rawValue.hasPrefix("0000000000"))
    }

    @Test func learnsNewItemsWithoutStartingAgain() throws {
        var decider = try SmallShop.decider(rules: [
            Rule(name: "launch", action: .pin(item: "fresh", position: 2))
        ])
        try decider.changeItems { try $0.append(Item(id: "fresh", category: ["Toys"], brand: "b9")) }
        let decision = try decider.decide(
            SmallShop.request(), among: lists(), ranker: RowRanker(decider), by: ListChoice(policy: GreedySlate()))
        #expect(decision.slate[1].item == "fresh" && decision.slate[1].isPinned && decision.slate[1].source == "rule")
    }
}
