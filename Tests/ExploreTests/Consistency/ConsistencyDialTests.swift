import Commerce
import Explore
import Foundation
import Linear
import Testing

struct ConsistencyDialTests {
    private let now = Timestamp(seconds: 1_000_000)

    @Test func familiarityWorkedByHand() throws {
        let familiarity = try Familiarity(dial: 0.25, halfLife: .hours(2))
        let recent = [
            RecentList(time: now, items: ["a", "b"]),
            RecentList(time: now - .hours(4), items: ["b", "c", "d", "gone"]),
        ]
        // Spread 2, so a unit of 0.25 * 2 * 2 = 1. Older list: a quarter of 1, 7/8, 3/4.
        let additions = familiarity.additions(
            to: [1, 3, 2, 1.5, 2.5], of: ["a", "b", "c", "d", "new"], after: recent, at: now)
        #expect(additions == [1, 0.75, 0.21875, 0.1875, 0])
    }

    @Test func addsNothingWithoutReason() throws {
        let recent = [RecentList(time: now, items: ["a"])]
        let zero = try Familiarity(dial: 0)
        #expect(zero.additions(to: [1, 2], of: ["a", "b"], after: recent, at: now) == [0, 0])
        let full = try Familiarity(dial: 1)
        #expect(full.additions(to: [1, 2], of: ["a", "b"], after: [], at: now) == [0, 0])
        #expect(full.additions(to: [1, 1], of: ["a", "b"], after: recent, at: now) == [0, 0])
        #expect(full.additions(to: [], of: [], after: recent, at: now) == [])
        let later = [RecentList(time: now + .hours(1), items: ["a"])]
        #expect(full.additions(to: [1, 2], of: ["a", "b"], after: later, at: now) == [2, 0])
    }

    /// Scores that wander, lists of ten of forty: every step of the dial makes consecutive lists more alike and costs
    /// expected reward, and at 1 the set stays.
    @Test func tradesFreshnessForStability() throws {
        let items = (0..<40).map { ItemID("item-\($0)") }
        var stabilities: [Double] = []
        var rewards: [Double] = []
        for dial in [0, 0.1, 0.3, 1] {
            let familiarity = try Familiarity(dial: dial, halfLife: .days(365_000))
            var stability = ListStability<Int, Int>(overlap: try RankBiasedOverlap())
            var reward = 0.0
            for shopper in 0..<30 {
                var generator = SeededGenerator(seed: UInt64(shopper))
                let taste = items.map { _ in generator.unit() }
                var recent: [RecentList] = []
                for _ in 0..<6 {
                    let means = taste.map { $0 + 0.2 * generator.normal() }
                    let additions = familiarity.additions(to: means, of: items, after: recent, at: now)
                    let scores = try ScoredActions(
                        means: zip(means, additions).map(+), variances: means.map { _ in 0 })
                    let slate = try GreedySlate().slate(from: scores, length: 10, using: &generator)
                    try stability.add(slate.actions, of: shopper)
                    reward += slate.actions.reduce(0) { $0 + means[$1] }
                    recent = [RecentList(time: now, items: slate.actions.map { items[$0] })]
                }
            }
            stabilities.append(try #require(stability.meanOverlap))
            rewards.append(reward)
            if dial == 1 { #expect(stability.meanKeptShare == 1) }
        }
        #expect(stabilities == stabilities.sorted())
        #expect(stabilities[0] < 0.7 && stabilities[3] > 0.8)
        #expect(rewards == rewards.sorted(by: >))
    }

    /// Fifty shoppers with tastes of their own around a common one: the more is shared, the more lists have in common.
    @Test func tradesPersonalForSharedLists() throws {
        var generator = SeededGenerator(seed: 5)
        let population = (0..<40).map { _ in generator.unit() }
        let tastes = (0..<50).map { _ in population.map { $0 + generator.normal() } }
        var shares: [Double] = []
        for share in [0, 0.3, 0.6, 0.9, 1] {
            let taste = try SharedTaste(share: share)
            var counter = try SharedShare<Int>(depth: 10)
            for personal in tastes {
                let additions = taste.additions(to: personal, population: population)
                let scores = try ScoredActions(
                    means: zip(personal, additions).map(+), variances: personal.map { _ in 0 })
                try counter.add(GreedySlate().slate(from: scores, length: 10, using: &generator).actions)
            }
            shares.append(try #require(counter.value))
        }
        #expect(shares == shares.sorted())
        #expect(shares[0] < 0.4)
        #expect(shares[4] == 1)
        #expect(try SharedTaste(share: 0.25).additions(to: [1, 2], population: [5, 0]) == [1, -0.5])
    }

    @Test(arguments: [-0.1, 1.1, .nan])
    func refusesDialsOutsideTheirRange(_ value: Double) {
        #expect(throws: ExploreError.self) { try Familiarity(dial: value) }
        #expect(throws: ExploreError.self) { try SharedTaste(share: value) }
        #expect(throws: ExploreError.self) { try Familiarity(dial: 0.5, halfLife: .zero) }
    }
}
