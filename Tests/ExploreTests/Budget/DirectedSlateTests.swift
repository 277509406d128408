import Commerce
import Explore
import Foundation
import Linear
import Testing

struct DirectedSlateTests {
    static let small = try? ScoredActions(
        means: [0.30, 0.10, 0.28, 0.31, 0.05], variances: [0.001, 0.02, 0.004, 0, 0.03])
    static let examination = [1.0, 0.6, 0.5]

    /// Every ordered list of `length` of `count` candidates.
    private static func lists(_ count: Int, _ length: Int) -> [[Int]] {
        guard length > 0 else { return [[]] }
        return lists(count, length - 1).flatMap { head in
            (0..<count).filter { !head.contains($0) }.map { head + [$0] }
        }
    }

    private static func reward(_ list: [Int], _ actions: ScoredActions) -> Double {
        zip(examination, list).reduce(0) { $0 + $1.0 * actions.means[$1.1] }
    }

    private static func chance(
        _ list: [Int], _ policy: DirectedSlate, _ actions: ScoredActions, rate: Double
    ) throws -> Double {
        var unused = SeededGenerator(seed: 0)
        return try policy.propensities(of: list, from: actions, rate: rate, using: &unused).values.reduce(1, *)
    }

    @Test(arguments: [0.0, 0.3, 1]) func probabilitiesOfAllListsSumToOne(_ rate: Double) throws {
        let actions = try #require(Self.small)
        let policy = try DirectedSlate(strength: 0.8, noise: 0.1, examination: Self.examination, profile: [0.5, 1])
        let total = try Self.lists(5, 3).reduce(0.0) { try $0 + Self.chance($1, policy, actions, rate: rate) }
        #expect(abs(total - 1) < 1e-12)
    }

    /// 40,000 draws of 60 lists: five standard errors fail for one seed in 30,000.
    @Test func drawsListsAsOftenAsItsPropensitiesSay() throws {
        let actions = try #require(Self.small)
        let policy = try DirectedSlate(strength: 0.8, noise: 0.1, examination: Self.examination)
        var generator = SeededGenerator(seed: 5)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<40_000 {
            let draw = try policy.slate(from: actions, length: 3, rate: 0.9, using: &generator)
            counts[draw.actions, default: 0] += 1
            let again = try policy.propensities(of: draw.actions, from: actions, rate: 0.9, using: &generator)
            #expect(again.values == draw.propensities)
        }
        for list in Self.lists(5, 3) {
            let chance = try Self.chance(list, policy, actions, rate: 0.9)
            let share = Double(counts[list] ?? 0) / 40_000
            #expect(abs(share - chance) <= 5 * (chance * (1 - chance) / 40_000).squareRoot() + 1e-12)
        }
    }

    /// What is spent, averaged over every list by its exact probability, is the reward of the greedy list less the
    /// average reward: against brute force over all lists.
    @Test(arguments: [0.2, 1]) func spendsExactlyWhatTheModelSaysIsGivenUp(_ rate: Double) throws {
        let actions = try #require(Self.small)
        let policy = try DirectedSlate(strength: 0.9, noise: 0.1, examination: Self.examination)
        var spentOf: [[Int]: Double] = [:]
        var generator = SeededGenerator(seed: 8)
        let possible = try Self.lists(5, 3).filter { try Self.chance($0, policy, actions, rate: rate) > 1e-7 }
        for _ in 0..<400_000 where spentOf.count < possible.count {
            let draw = try policy.slate(from: actions, length: 3, rate: rate, using: &generator)
            spentOf[draw.actions] = draw.spent.reduce(0, +)
        }
        let greedy = Self.reward([3, 0, 2], actions)
        var lost = 0.0
        var spent = 0.0
        var covered = 0.0
        let offer = try policy.offer(from: actions, length: 3)
        for (list, amount) in spentOf {
            let chance = try Self.chance(list, policy, actions, rate: rate)
            lost += chance * (greedy - Self.reward(list, actions))
            spent += chance * amount
            covered += chance
            #expect(amount <= rate * offer.ceiling + 1e-15)
        }
        #expect(covered > 0.999)
        #expect(abs(lost - spent) < 1e-3 * lost)
        #expect(abs(offer.greedyReward - greedy) < 1e-15)
    }

    @Test func offersTheSlopeOfTheCostAtRateNothing() throws {
        let actions = try #require(Self.small)
        let policy = try DirectedSlate(strength: 0.9, noise: 0.1, examination: Self.examination)
        let rate = 1e-6
        let greedy = Self.reward([3, 0, 2], actions)
        let lost = try Self.lists(5, 3).reduce(0.0) {
            try $0 + Self.chance($1, policy, actions, rate: rate) * (greedy - Self.reward($1, actions))
        }
        #expect(abs(lost / rate - (try policy.offer(from: actions, length: 3)).cost) < 1e-5)
    }

    /// Bound and exactness on random problems of every shape: the ceiling holds on every path.
    @Test(arguments: 0..<40) func neverSpendsMoreThanItsCeiling(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let count = 1 + seed % 14
        let length = 1 + seed % 9
        let actions = try ScoredActions(
            means: (0..<count).map { _ in generator.normal(mean: 0.1, deviation: 0.2) },
            variances: (0..<count).map { _ in max(0, generator.normal(deviation: 0.1)) })
        let curve = (0..<length).map { 1 / Double(1 + $0) }
        let policy = try DirectedSlate(strength: 1, examination: seed % 2 == 0 ? [] : curve)
        let offer = try policy.offer(from: actions, length: length)
        #expect(offer.cost <= offer.ceiling)
        for _ in 0..<50 {
            let rate = generator.unit()
            let draw = try policy.slate(from: actions, length: length, rate: rate, using: &generator)
            #expect(draw.actions.count == min(count, length))
            #expect(Set(draw.actions).count == draw.actions.count)
            #expect(draw.propensities.allSatisfy { $0 > 0 && $0 <= 1 })
            #expect(draw.spent.allSatisfy { $0 >= 0 })
            #expect(draw.spent.reduce(0, +) <= rate * offer.ceiling * (1 + 1e-12) + 1e-15)
        }
    }

    @Test func triesWhatCouldBeBetterAndNotWhatIsKnownOrHopeless() throws {
        // Two incumbents; then known, hopeless, plausible, and plausible but better known.
        let actions = try ScoredActions(
            means: [0.5, 0.4, 0.35, 0.0, 0.3, 0.3], variances: [0, 0, 0, 0.0004, 0.01, 0.0025])
        let policy = try DirectedSlate(strength: 1, noise: 0.1)
        var generator = SeededGenerator(seed: 1)
        let tried = try (2..<6).map {
            try policy.propensities(of: [$0, 0], from: actions, rate: 1, using: &generator).values[0]
        }
        #expect(tried[0] == 0)
        #expect(tried[1] < 1e-9)
        #expect(tried[2] > 3 * tried[3])
        #expect(tried[3] > 0)
    }

    @Test func exploitsOnlyWhereNothingIsUncertain() throws {
        let actions = try ScoredActions(means: [0.1, 0.3, 0.3, 0.2], variances: [0, 0, 0, 0])
        let policy = try DirectedSlate(strength: 1)
        var generator = SeededGenerator(seed: 1)
        let draw = try policy.slate(from: actions, length: 3, rate: 1, using: &generator)
        #expect(draw.actions == [1, 2, 3])
        #expect(draw.propensities == [1, 1, 1])
        #expect(draw.isExploration == [false, false, false])
        #expect(draw.spent == [0, 0, 0])
        let offer = try policy.offer(from: actions, length: 3)
        #expect(offer.cost == 0 && offer.value == 0 && offer.information == 0 && offer.novelty == 0)
    }

    @Test func keepsPositionsOfProfileNothingFreeOfTrials() throws {
        let actions = try #require(Self.small)
        let policy = try DirectedSlate(strength: 1, noise: 0.1, profile: [0, 1])
        var generator = SeededGenerator(seed: 2)
        var trials = 0
        for _ in 0..<500 {
            let draw = try policy.slate(from: actions, length: 3, rate: 1, using: &generator)
            #expect(draw.actions[0] == 3 && draw.propensities[0] == 1 && draw.spent[0] == 0)
            trials += draw.isExploration.count { $0 }
        }
        #expect(trials > 100)
    }

    @Test func knowsTheChanceOfAnotherListAndTheRateForIt() throws {
        let actions = try #require(Self.small)
        let policy = try DirectedSlate(strength: 0.7, noise: 0.1)
        let greedy = try Self.chance([3, 0, 2], policy, actions, rate: 0.6)
        #expect(abs(try policy.departure(from: actions, length: 3, rate: 0.6) - (1 - greedy)) < 1e-15)
        let rate = try policy.rate(departing: 0.2, from: actions, length: 3)
        #expect(abs(try policy.departure(from: actions, length: 3, rate: rate) - 0.2) < 1e-9)
        #expect(try policy.rate(departing: 1, from: actions, length: 3) == 1)
        #expect(try policy.rate(departing: 0, from: actions, length: 3) == 0)
    }

    @Test func listsNothingOfNoLengthAndEverythingWhereThereIsTooLittle() throws {
        let actions = try ScoredActions(means: [0.2, 0.3], variances: [0.1, 0])
        let policy = try DirectedSlate()
        var generator = SeededGenerator(seed: 3)
        #expect(try policy.slate(from: actions, length: 0, rate: 1, using: &generator) == SlateDraw())
        #expect(try policy.offer(from: actions, length: 0).ceiling == 0)
        let all = try policy.slate(from: actions, length: 5, rate: 1, using: &generator)
        #expect(all.actions.sorted() == [0, 1])
    }

    @Test func refusesParametersAndListsThatMakeNoSense() throws {
        #expect(throws: ExploreError.self) { try DirectedSlate(strength: 1.1) }
        #expect(throws: ExploreError.self) { try DirectedSlate(strength: .nan) }
        #expect(throws: ExploreError.self) { try DirectedSlate(noise: 0) }
        #expect(throws: ExploreError.self) { try DirectedSlate(patience: -1) }
        #expect(throws: ExploreError.self) { try DirectedSlate(examination: [0.5, 0.6]) }
        #expect(throws: ExploreError.self) { try DirectedSlate(examination: [1, -0.1]) }
        #expect(throws: ExploreError.self) { try DirectedSlate(profile: [0, 2]) }
        let actions = try #require(Self.small)
        let policy = try DirectedSlate()
        var generator = SeededGenerator(seed: 3)
        for rate in [-0.1, 1.1, .nan] {
            #expect(throws: ExploreError.self) {
                try policy.slate(from: actions, length: 3, rate: rate, using: &generator)
            }
        }
        #expect(throws: ExploreError.self) { try policy.offer(from: actions, length: -1) }
        for list in [[0, 0], [0, 5], [-1]] {
            #expect(throws: ExploreError.self) {
                try policy.propensities(of: list, from: actions, rate: 1, using: &generator)
            }
        }
    }
}
