import Commerce
import Foundation
import Testing

@testable import Simulator

@Suite("Shoppers differ, change and come back as the model says")
struct ShopperTests {
    @Test("Visits arrive at the stated mean rate, in the hours of their clock")
    func arrives() throws {
        let shop = try Shop(.tiny, seed: 3)
        let arrivals = Arrivals(configuration: shop.configuration, calendar: shop.calendar)
        let person = try #require(shop.profiles.indices.first { shop.profiles[$0].joined == 0 })
        let (state, profile) = (shop.shopper(Int32(person)), shop.profiles[person])
        let day = 33
        let mean = arrivals.meanVisits(of: state, profile, day: day)
        let draws = 40_000
        var random = SeededGenerator(seed: 9)
        var count = 0
        for _ in 0..<draws {
            let times = arrivals.times(of: state, profile, day: day, using: &random)
            count += times.count
            #expect(times.allSatisfy { shop.day(of: $0) == day })
        }
        let error = (mean / Double(draws)).squareRoot()
        #expect(abs(Double(count) / Double(draws) - mean) < 5 * error)
    }

    @Test("Satisfaction brings shoppers back; those who left or have not joined do not come")
    func comesBack() throws {
        var configuration = ShopConfiguration.tiny
        configuration.joiningShare = 1
        let shop = try Shop(configuration, seed: 3)
        let arrivals = Arrivals(configuration: shop.configuration, calendar: shop.calendar)
        var random = SeededGenerator(seed: 9)
        for row in 0..<50 as Range<Int32> {
            let profile = shop.profiles[Int(row)]
            var state = shop.shopper(row)
            for day in 0..<profile.joined {
                #expect(arrivals.times(of: state, profile, day: day, using: &random).isEmpty)
            }
            let usual = arrivals.meanVisits(of: state, profile, day: 59)
            state.satisfaction = 1
            #expect(abs(arrivals.meanVisits(of: state, profile, day: 59) / usual - exp(0.4)) < 1e-9)
            state.hasLeft = true
            #expect(arrivals.times(of: state, profile, day: 59, using: &random).isEmpty)
        }
    }

    @Test("Need by hand: a consumable runs out, a durable is not wanted again soon")
    func needs() throws {
        let shop = try Shop(.demo, seed: 1)
        let catalogue = shop.catalogue
        let consumable = try #require(
            (0..<Int32(catalogue.count)).first { catalogue.leaves[catalogue.leaf(of: $0)].plan.cycle != nil })
        let durable = try #require(
            (0..<Int32(catalogue.count)).first { catalogue.leaves[catalogue.leaf(of: $0)].plan.cycle == nil })
        let now = shop.configuration.start + .days(50)
        func need(_ item: Int32, after days: Double, bought: Int32) -> Double {
            var state = shop.shopper(0)
            let time = now - .milliseconds(Int(days * 86_400_000))
            state.remember(PastPurchase(item: bought, leaf: Int32(catalogue.leaf(of: bought)), time: time))
            return shop.need(for: item, leaf: Int32(catalogue.leaf(of: item)), of: state, loyalty: 0.5, at: now)
        }
        let leaf = catalogue.leaf(of: consumable)
        let cycle = try #require(catalogue.leaves[leaf].plan.cycle)
        #expect(abs(need(consumable, after: 0, bought: consumable) + 0.5) < 1e-9)
        #expect(abs(need(consumable, after: cycle / 2, bought: consumable)) < 1e-6)
        #expect(abs(need(consumable, after: cycle, bought: consumable) - 0.5) < 1e-6)
        #expect(abs(need(consumable, after: 5 * cycle, bought: consumable) - 0.5 * exp(-2)) < 1e-6)
        let neighbour = try #require(catalogue.itemsByLeaf[leaf].first { $0 != consumable })
        #expect(abs(need(neighbour, after: cycle, bought: consumable) - 0.2) < 1e-6)
        #expect(abs(need(durable, after: 40, bought: durable) + 1.5 * exp(-1)) < 1e-6)
        #expect(need(durable, after: 0, bought: consumable) == 0)
    }

    @Test("Tastes drift slowly, and new needs appear at their rate")
    func drifts() throws {
        let shop = try Shop(.tiny, seed: 6)
        var kept = 0
        var cosines = 0.0
        var replaced = 0
        for row in 0..<200 as Range<Int32> {
            let before = shop.shopper(row)
            var state = before
            for day in 0..<60 {
                let leaves = state.interests.map(\.leaf)
                var random = shop.generator(ofShopper: row, day: day)
                Drift(catalogue: shop.catalogue, behaviour: shop.configuration.behaviour)
                    .night(&state, profile: shop.profiles[Int(row)], using: &random)
                if state.interests.map(\.leaf) != leaves { replaced += 1 }
            }
            for (old, new) in zip(before.interests, state.interests) where old.leaf == new.leaf {
                cosines += Double((old.taste * new.taste).sum())
                kept += 1
            }
        }
        // Sixty steps of .012 in each of sixteen coordinates: a walk of .37, a cosine near .94.
        #expect((0.85...0.97).contains(cosines / Double(kept)))
        // 12,000 nights at one in a hundred; some draw the category they had.
        #expect((80...140).contains(replaced))
    }

    @Test("Activity is heavy-tailed, languages and segments have their shares")
    func differs() throws {
        let shop = try Shop(.demo, seed: 2)
        let rates = shop.profiles.map(\.visitRate).sorted(by: >)
        let mean = rates.reduce(0, +) / Double(rates.count)
        #expect(abs(mean / shop.configuration.visitsPerDay - 1) < 0.1)
        #expect(rates.prefix(rates.count / 5).reduce(0, +) > 0.5 * rates.reduce(0, +))
        let chinese = shop.people.count { $0.attributes["language"] == "zh" }
        #expect(abs(Double(chinese) / 5000 - 0.2) < 0.03)
        for segment in Segment.allCases {
            let share = Double(shop.profiles.count { $0.segment == segment }) / 5000
            #expect(abs(share - Segment.shares[segment.rawValue]) < 0.04)
        }
    }

    @Test("A satisfied durable need fades, a consumable one stays")
    func meetsNeeds() throws {
        let shop = try Shop(.demo, seed: 1)
        let drift = Drift(catalogue: shop.catalogue, behaviour: shop.configuration.behaviour)
        for row in 0..<100 as Range<Int32> {
            let before = shop.shopper(row)
            for interest in before.interests {
                var state = before
                drift.met(interest.leaf, in: &state)
                let isDurable = shop.catalogue.leaves[Int(interest.leaf)].plan.cycle == nil
                for (old, new) in zip(before.interests, state.interests) {
                    let factor: Float = isDurable && old.leaf == interest.leaf ? 0.5 : 1
                    #expect(new.strength == old.strength * factor)
                }
            }
        }
    }
}
