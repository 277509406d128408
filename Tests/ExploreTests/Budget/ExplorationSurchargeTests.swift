import Commerce
import Explore
import Foundation
import Linear
import Testing

struct ExplorationSurchargeTests {
    /// Clicks on 10,000 trials forecast at 0.06 that displace 0.08, and on five times as many exploited positions.
    private static func budget(trial: Double, exploited: Double = 0.08, seed: UInt64) throws -> ExplorationBudget {
        var generator = SeededGenerator(seed: seed)
        var budget = try ExplorationBudget()
        for _ in 0..<10_000 {
            try budget.answer(reward: generator.bernoulli(trial) ? 1 : 0, forecast: 0.06, displaced: 0.08)
            for _ in 0..<5 {
                try budget.answer(reward: generator.bernoulli(exploited) ? 1 : 0, forecast: 0.08, displaced: nil)
            }
        }
        return budget
    }

    /// Trials earn 0.04 and not 0.06: they cost 0.04, twice what the ranker says. The standard error of the ratio is
    /// `sqrt(0.04 / 10,000) / 0.02`, 0.1; four of them.
    @Test func findsThatTrialsCostTwiceAsMuch() throws {
        let budget = try Self.budget(trial: 0.04, seed: 1)
        #expect(abs(budget.surcharge - 2) < 0.4)
        #expect(abs(budget.account.earned - 10_000 * (0.04 - 0.08)) < 4 * (10_000 * 0.04).squareRoot())
        #expect(budget.account.answers == 10_000)
    }

    /// Everything earns three quarters of the forecast, trials too: they cost less than the ranker says.
    @Test func doesNotBlameTrialsForARankerThatIsTooHopefulOfEverything() throws {
        #expect(try Self.budget(trial: 0.045, exploited: 0.06, seed: 2).surcharge < 1.1)
    }

    @Test func believesNoChargeBelowTheRankers() throws {
        #expect(try Self.budget(trial: 0.09, seed: 3).surcharge == 1)
    }

    @Test func believesAFewAnswersLittle() throws {
        var budget = try ExplorationBudget()
        #expect(budget.surcharge == 1)
        for _ in 0..<10 { try budget.answer(reward: 0, forecast: 0.06, displaced: 0.08) }
        #expect(budget.surcharge == 1)
        // The first reward tells how large rewards are, and so how little ten answers of nothing mean.
        try budget.answer(reward: 1, forecast: 0.08, displaced: nil)
        #expect(budget.surcharge < 1.5)
        #expect(throws: ExploreError.self) { try budget.answer(reward: .nan, forecast: 0, displaced: nil) }
        #expect(throws: ExploreError.self) { try budget.answer(reward: 0, forecast: 0, displaced: .infinity) }
    }

    /// At twice the charge, half as much may be given up.
    @Test func givesUpLessWhereTrialsCostMore() throws {
        var dear = try Self.budget(trial: 0.04, seed: 4)
        for _ in 0..<5_000 {
            let offer = ExplorationOffer(greedyReward: 1, cost: 0.2, ceiling: 0.2, value: 1, information: 1)
            let plan = try dear.plan(ExplorationSituation(), for: offer)
            try dear.settle(plan, spent: plan.rate * 0.2)
        }
        #expect(dear.account.charged <= dear.account.allowance + 1e-9)
        #expect(dear.account.spent < 0.6 * dear.account.allowance)
        #expect(dear.account.spent > 0.4 * dear.account.allowance)
    }
}
