import Commerce
import Foundation
import Linear
import Testing

@testable import Experiment

@Suite("Dividing people between arms")
struct TrafficSplitTests {
    @Test("gives each arm its share, keeps people in their arm as the share grows, and divides anew for another salt")
    func shares() {
        let people = (0..<20_000).map { ShopperID("person \($0)") }
        func chosen(_ salt: UInt64, _ share: Double) -> Set<ShopperID> {
            let split = TrafficSplit(salt: salt, share: share)
            return Set(people.filter { split.isNew(shopper: $0, visitor: nil) })
        }
        let (small, large) = (chosen(1, 0.1), chosen(1, 0.4))
        // Five standard deviations of a binomial draw.
        #expect(abs(small.count - 2_000) < 212 && abs(large.count - 8_000) < 347)
        #expect(small.isSubset(of: large))
        let both = Double(chosen(2, 0.4).intersection(large).count)
        #expect(abs(both - 0.16 * 20_000) < 5 * (20_000 * 0.16 * 0.84).squareRoot())
        #expect(chosen(1, 0).isEmpty && chosen(1, 1).count == people.count)
    }

    @Test("a visitor is not the shopper of the same name, and who has no name sees what is old")
    func names() {
        let split = TrafficSplit(salt: 9, share: 1)
        #expect(split.place(shopper: "a", visitor: nil) != split.place(shopper: nil, visitor: "a"))
        #expect(split.place(shopper: "a", visitor: "b") == split.place(shopper: "a", visitor: nil))
        #expect(!split.isNew(shopper: nil, visitor: nil))
    }
}

@Suite("Comparing arms")
struct ArmComparisonTests {
    @Test("the variance of a ratio is what the textbook's sum over people says")
    func ratio() throws {
        let people = [(3, 1.5), (1, 0.0), (4, 4.0), (2, 0.5)]
        var totals = ArmTotals()
        for (decisions, reward) in people { totals.add(decisions: decisions, reward: reward) }
        let mean = 6.0 / 10
        #expect(totals.mean == mean)
        let squares = people.reduce(0) { $0 + pow($1.1 - mean * Double($1.0), 2) }
        #expect(abs(try #require(totals.varianceOfMean) - squares / 100 * 4 / 3) < 1e-12)
        #expect(ArmTotals().mean == nil && ArmComparison(old: totals, new: ArmTotals()).interval() == nil)
    }

    /// Visits of people who come again and again, each with a taste of their own: 400 at first, and more all the time.
    private struct Shop {
        private var generator: SeededGenerator
        private let lift: Double
        private var people: [(taste: Double, decisions: Int, reward: Double)] = []

        init(seed: UInt64, lift: Double) {
            generator = SeededGenerator(seed: seed)
            self.lift = lift
            for _ in 0..<400 { arrive() }
        }

        private mutating func arrive() { people.append((0.05 + 0.3 * generator.unit(), 0, 0)) }

        /// One more visit; every other person is in the new arm.
        mutating func visit() {
            if generator.unit() < 0.1 { arrive() }
            let person = Int(generator.unit() * Double(people.count))
            let chance = people[person].taste + (person % 2 == 0 ? lift : 0)
            people[person].decisions += 1
            people[person].reward += generator.unit() < chance ? 1 : 0
        }

        var comparison: ArmComparison {
            var (old, new) = (ArmTotals(), ArmTotals())
            for (place, person) in people.enumerated() where person.decisions > 0 {
                if place % 2 == 0 {
                    new.add(decisions: person.decisions, reward: person.reward)
                } else {
                    old.add(decisions: person.decisions, reward: person.reward)
                }
            }
            return ArmComparison(old: old, new: new)
        }
    }

    @Test(
        "with no difference, looking sixty times errs in fewer than one experiment in twenty; one-look intervals err often"
    )
    func peeking() throws {
        let experiments = 300
        var (wrong, naive) = (0, 0)
        for seed in 0..<experiments {
            var shop = Shop(seed: UInt64(seed), lift: 0)
            var (hasErred, hasErredOnce) = (false, false)
            for _ in 1...60 {
                for _ in 0..<100 { shop.visit() }
                let comparison = shop.comparison
                guard let interval = comparison.interval(), let difference = comparison.difference,
                    let error = comparison.standardError
                else { continue }
                if !interval.contains(0) { hasErred = true }
                if abs(difference) > 1.96 * error { hasErredOnce = true }
            }
            wrong += hasErred ? 1 : 0
            naive += hasErredOnce ? 1 : 0
        }
        // With a true rate of 5 %, more than 27 of 300 would be seen less than once in a thousand times.
        #expect(wrong <= 27, "\(wrong) of \(experiments)")
        #expect(naive > 2 * wrong && naive > 30, "\(naive) of \(experiments)")
    }

    @Test("a real difference is found")
    func power() throws {
        var found = 0
        for seed in 0..<40 {
            var shop = Shop(seed: UInt64(1000 + seed), lift: 0.08)
            for _ in 0..<8_000 { shop.visit() }
            if let interval = shop.comparison.interval(), interval.lowerBound > 0 { found += 1 }
        }
        #expect(found >= 36, "\(found) of 40")
    }

    @Test("the interval is narrowest, in standard errors, near the number of people that it is tuned for")
    func tuning() {
        func width(_ people: Double) -> Double { ArmComparison.widening(people: people, doubt: 0.05) }
        #expect(width(1_000) < width(100) && width(1_000) < width(20_000))
        #expect(width(1_000) < 3.1 && width(1_000) > 1.96)
    }
}
