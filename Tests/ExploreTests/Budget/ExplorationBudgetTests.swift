import Commerce
import Explore
import Foundation
import Linear
import Testing

struct ExplorationBudgetTests {
    private static func offer(
        greedy: Double = 1, cost: Double = 0.1, ceiling: Double? = nil, value: Double = 0.01, novelty: Double = 1
    ) -> ExplorationOffer {
        ExplorationOffer(
            greedyReward: greedy, cost: cost, ceiling: ceiling ?? cost, value: value, information: value,
            novelty: novelty)
    }

    private static func budget(_ change: (inout ExplorationDials) -> Void) throws -> ExplorationBudget {
        var dials = ExplorationDials()
        change(&dials)
        return try ExplorationBudget(dials)
    }

    /// Moments of every kind, every draw as dear as it can be: at no moment is more spent than was earned.
    @Test(arguments: [0.001, 0.02, 0.5], [0.0, 3])
    func neverSpendsMoreThanItEarned(_ share: Double, _ credit: Double) throws {
        var budget = try Self.budget {
            $0.share = share
            $0.credit = credit
            $0.burst = 50
        }
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<5_000 {
            let cost = generator.exponential(rate: 2)
            let offer = Self.offer(
                greedy: generator.normal(mean: 0.5, deviation: 0.5), cost: cost, ceiling: 2 * cost,
                value: generator.bernoulli(0.1) ? 0 : generator.exponential())
            if generator.bernoulli(0.001) { budget.noteDrift() }
            let plan = try budget.plan(ExplorationSituation(), for: offer)
            #expect(plan.rate >= 0 && plan.rate <= 1)
            try budget.settle(plan, spent: plan.rate * offer.ceiling)
            #expect(budget.account.spent <= budget.account.allowance + 1e-9)
        }
        #expect(budget.account.spent > 0)
    }

    @Test func exploresNothingOfABudgetOfNothing() throws {
        var budget = try Self.budget { $0.share = 0 }
        for offer in [Self.offer(), Self.offer(cost: 0), Self.offer(cost: 0, value: 0), Self.offer(greedy: -1)] {
            let plan = try budget.plan(ExplorationSituation(), for: offer)
            #expect(plan.rate == 0)
            try budget.settle(plan, spent: 0)
        }
        #expect(budget.account.explored == 0)
    }

    /// All that is learned pays, and everything may be given up: the rate goes to the full one.
    @Test func mayExploreFullyOfABudgetOfEverything() throws {
        var budget = try Self.budget { $0.share = 1 }
        var rate = 0.0
        for _ in 0..<2_000 {
            let plan = try budget.plan(ExplorationSituation(), for: Self.offer())
            rate = plan.rate
            try budget.settle(plan, spent: plan.rate * 0.1)
        }
        #expect(rate > 0.99)
    }

    @Test func usesItsBudgetUpWhereThereIsAlwaysSomethingToLearn() throws {
        var budget = try Self.budget { $0.share = 0.02 }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let offer = Self.offer(
                greedy: 1 + generator.unit(), cost: 0.05 + 0.1 * generator.unit(),
                value: generator.exponential(rate: 50))
            let plan = try budget.plan(ExplorationSituation(), for: offer)
            try budget.settle(plan, spent: plan.rate * offer.cost)
        }
        let used = budget.account.spent / budget.account.allowance
        #expect(used > 0.97 && used <= 1)
    }

    /// Two kinds of moments that cost the same; one teaches ten times as much. The budget goes there, and buys more
    /// than the same spending spread evenly.
    /// A shop of which nothing is known: the first trials cost next to nothing, and later ones must still be bought.
    @Test func aFirstOfferThatCostsNothingSetsNoPrice() throws {
        var budget = try Self.budget { _ in }
        var rates: [Double] = []
        for turn in 0..<200 {
            let offer = turn < 20 ? Self.offer(cost: 1e-17) : Self.offer(cost: 0.02)
            let plan = try budget.plan(ExplorationSituation(), for: offer)
            rates.append(plan.rate)
            try budget.settle(plan, spent: plan.rate * offer.cost)
        }
        #expect(rates[20..<40].allSatisfy { $0 > 0.1 })
        #expect(budget.account.spent > 0.5)
    }

    @Test func spendsWhereItTeachesMost() throws {
        var budget = try Self.budget { $0.share = 0.02 }
        var spent = [0.0, 0.0]
        var learned = 0.0
        var evenly = 0.0
        for decision in 0..<10_000 {
            let kind = decision % 2
            let offer = Self.offer(cost: 0.1, value: kind == 0 ? 0.001 : 0.01)
            let plan = try budget.plan(ExplorationSituation(), for: offer)
            try budget.settle(plan, spent: plan.rate * offer.cost)
            if decision >= 2_000 {
                spent[kind] += plan.rate * offer.cost
                learned += plan.rate * offer.value
                evenly += offer.value
            }
        }
        #expect(spent[1] > 20 * spent[0])
        let rate = (spent[0] + spent[1]) / 0.1 / 8_000
        #expect(learned > 1.7 * evenly * rate)
    }

    /// The value of learning falls as posteriors settle: the price follows until nothing is worth its cost any more.
    @Test func stopsWhenNothingIsLeftToLearn() throws {
        var budget = try Self.budget {
            $0.share = 0.1
            $0.horizon = 100
        }
        var value = 0.1
        var last = 1.0
        for _ in 0..<3_000 {
            let plan = try budget.plan(ExplorationSituation(), for: Self.offer(cost: 0.05, value: value))
            try budget.settle(plan, spent: plan.rate * 0.05)
            value *= 0.997
            last = plan.rate
        }
        // 0.05 given up pays back 0.1 * 0.997^3000 = 0.00001 per showing: 0.001 in 100 showings.
        #expect(last == 0)
        #expect(budget.account.spent < budget.account.allowance / 2)
    }

    @Test func ratesFallFromNewToKnownAndAlongTheFunnelAndWithFatigue() throws {
        let budget = try Self.budget { $0.share = 1 }
        func rate(_ situation: ExplorationSituation, novelty: Double = 1) throws -> Double {
            try budget.plan(situation, for: Self.offer(novelty: novelty)).rate
        }
        let stranger = try rate(ExplorationSituation())
        let known = try [1, 10, 100, 10_000].map { try rate(ExplorationSituation(pastEvents: $0)) }
        #expect(zip([stranger] + known, known).allSatisfy { $0 > $1 })
        #expect(abs(known[3] / stranger - 0.5) < 0.01)
        #expect(try abs(rate(ExplorationSituation(stage: .cart)) / stranger - 0.5) < 1e-12)
        #expect(try rate(ExplorationSituation(stage: .checkout)) == 0)
        #expect(try abs(rate(ExplorationSituation(ignoredTrials: 10)) / stranger - 0.5) < 1e-12)
        #expect(try abs(rate(ExplorationSituation(), novelty: 0) / stranger - 0.25) < 1e-12)
    }

    @Test func namesEveryFactorAndTheirProductIsTheRate() throws {
        let budget = try Self.budget { $0.share = 0.02 }
        let situation = ExplorationSituation(pastEvents: 30, stage: .cart, ignoredTrials: 2)
        let plan = try budget.plan(situation, for: Self.offer(novelty: 0.4))
        #expect(
            Set(plan.factors.keys) == ["shopper", "items", "stage", "fatigue", "drift", "worth", "budget"])
        #expect(abs(plan.factors.values.reduce(1, *) - plan.rate) < 1e-12)
        #expect(plan.rate > 0)
    }

    @Test func exploresMoreAfterDriftAndCalmsDown() throws {
        // A credit so that the cap does not bind, and a price at its floor.
        var budget = try Self.budget {
            $0.share = 1
            $0.driftHalfLife = 100
        }
        func rate() throws -> Double {
            let plan = try budget.plan(ExplorationSituation(pastEvents: 1_000_000), for: Self.offer(novelty: 0))
            try budget.settle(plan, spent: plan.rate * 0.1)
            return plan.rate
        }
        for _ in 0..<3_000 { _ = try rate() }
        let calm = try rate()
        budget.noteDrift()
        #expect(abs(try rate() / calm - 3) < 0.01)
        for _ in 0..<99 { _ = try rate() }
        #expect(abs(try rate() / calm - 2) < 0.01)
        for _ in 0..<2_000 { _ = try rate() }
        #expect(abs(try rate() / calm - 1) < 0.01)
    }

    @Test func refusesBadNumbersAndStaysAsItWas() throws {
        for share in [-0.1, 1.1, .nan, .infinity] {
            #expect(throws: ExploreError.self) { try Self.budget { $0.share = share } }
        }
        #expect(throws: ExploreError.self) { try Self.budget { $0.credit = -1 } }
        #expect(throws: ExploreError.self) { try Self.budget { $0.burst = 0 } }
        #expect(throws: ExploreError.self) { try Self.budget { $0.driftBoost = 0.5 } }
        var budget = try Self.budget { $0.share = 0.5 }
        let plan = try budget.plan(ExplorationSituation(), for: Self.offer())
        try budget.settle(plan, spent: 0.01)
        let before = budget
        for wrong in [Double.nan, -1, .infinity] {
            #expect(throws: ExploreError.self) {
                try budget.plan(ExplorationSituation(), for: Self.offer(cost: wrong))
            }
            #expect(throws: ExploreError.self) {
                try budget.plan(ExplorationSituation(), for: Self.offer(value: wrong))
            }
            #expect(throws: ExploreError.self) { try budget.settle(plan, spent: wrong) }
        }
        #expect(throws: ExploreError.self) { try budget.plan(ExplorationSituation(), for: Self.offer(greedy: .nan)) }
        #expect(budget == before)
    }

    @Test func continuesWhereASavedOneStopped() throws {
        var budget = try Self.budget { $0.share = 0.03 }
        for _ in 0..<200 {
            let plan = try budget.plan(ExplorationSituation(), for: Self.offer())
            try budget.settle(plan, spent: plan.rate * 0.1)
        }
        budget.noteDrift()
        var copy = try JSONDecoder().decode(ExplorationBudget.self, from: JSONEncoder().encode(budget))
        #expect(copy == budget)
        for _ in 0..<200 {
            let plan = try budget.plan(ExplorationSituation(), for: Self.offer())
            #expect(try copy.plan(ExplorationSituation(), for: Self.offer()) == plan)
            try budget.settle(plan, spent: plan.rate * 0.1)
            try copy.settle(plan, spent: plan.rate * 0.1)
        }
        #expect(copy == budget)
    }
}
