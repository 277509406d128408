import Commerce
import Explore
import Testing

/// What holds for every slate policy.
struct SlateLawTests {
    static let rates = [0, 0.37, 1]

    @Test(arguments: try SlateConformer.all(), rates)
    func showsDifferentCandidatesWithPropensitiesOfItsOwn(_ conformer: SlateConformer, rate: Double) throws {
        let policy = conformer.policy
        for seed in 0..<20 as Range<UInt64> {
            let actions = try ScoredActions.many(37, seed: seed)
            var generator = SeededGenerator(seed: seed)
            let slate = try policy.slate(from: actions, length: 9, rate: rate, using: &generator)
            #expect(slate.actions.count == 9)
            #expect(Set(slate.actions).count == 9)
            #expect(slate.actions.allSatisfy(actions.means.indices.contains))
            #expect(slate.propensities.count == 9)
            #expect(slate.propensities.allSatisfy { $0 > 0 && $0 <= 1 })
            #expect(slate.errors.isEmpty || slate.errors.count == 9)
            #expect(slate.errors.allSatisfy { $0 >= 0 && $0.isFinite })
            #expect(slate.isExploration.count == 9)
            #expect(slate.spent.count == 9)
            #expect(slate.spent.allSatisfy { $0 >= 0 && $0.isFinite })
            let again = try policy.propensities(of: slate.actions, from: actions, rate: rate, using: &generator)
            #expect(again.values == slate.propensities)
            #expect(again.errors == slate.errors)
        }
    }

    @Test(arguments: try SlateConformer.all())
    func exploitsOnlyAtRateZero(_ conformer: SlateConformer) throws {
        for seed in 0..<20 as Range<UInt64> {
            let actions = try seed == 0 ? ScoredActions.few() : .many(37, seed: seed)
            var generator = SeededGenerator(seed: seed)
            let slate = try conformer.policy.slate(from: actions, length: 5, rate: 0, using: &generator)
            let greedy = try GreedySlate().slate(from: actions, length: 5, using: &generator)
            #expect(slate.actions == greedy.actions)
            #expect(slate.propensities == [1, 1, 1, 1, 1])
            #expect(slate.spent == [0, 0, 0, 0, 0])
            #expect(slate.isExploration == [Bool](repeating: false, count: 5))
        }
    }

    @Test(arguments: try SlateConformer.all())
    func repeatsForTheSameSeed(_ conformer: SlateConformer) throws {
        let actions = try ScoredActions.many(60, seed: 5)
        for seed in 0..<10 as Range<UInt64> {
            var one = SeededGenerator(seed: seed)
            var other = SeededGenerator(seed: seed)
            let slate = try conformer.policy.slate(from: actions, length: 10, rate: 0.8, using: &one)
            #expect(try conformer.policy.slate(from: actions, length: 10, rate: 0.8, using: &other) == slate)
        }
    }

    @Test(arguments: try SlateConformer.all())
    func exploresForSomeSeedUnlessItSaysItIsDeterministic(_ conformer: SlateConformer) throws {
        let actions = try ScoredActions(
            means: [0.5, 0.5001, 0.4999, 0.5, 0.5002], variances: [0.01, 0.01, 0.01, 0.01, 0.01])
        var lists: Set<[Int]> = []
        var certain = true
        for seed in 0..<30 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let slate = try conformer.policy.slate(from: actions, length: 3, rate: 1, using: &generator)
            lists.insert(slate.actions)
            certain = certain && slate.propensities == [1, 1, 1]
        }
        #expect((lists.count == 1) == conformer.policy.isDeterministic)
        #expect(certain == conformer.policy.isDeterministic)
    }

    @Test(arguments: try SlateConformer.all())
    func givesAllCandidatesWhenTheListIsLonger(_ conformer: SlateConformer) throws {
        var generator = SeededGenerator(seed: 1)
        let few = try conformer.policy.slate(from: .few(), length: 12, rate: 1, using: &generator)
        #expect(few.actions.sorted() == [0, 1, 2, 3, 4])
        #expect(few.propensities.last == 1)
        #expect(few.spent.last == 0)
        let one = try ScoredActions(means: [-2], variances: [1])
        let single = try conformer.policy.slate(from: one, length: 3, rate: 1, using: &generator)
        #expect(single.actions == [0])
        #expect(single.propensities == [1])
        #expect(single.spent == [0])
    }

    @Test(arguments: try SlateConformer.all(), rates)
    func probabilitiesOfAllListsSumToOne(_ conformer: SlateConformer, rate: Double) throws {
        var generator = SeededGenerator(seed: 2)
        let actions = try ScoredActions.few()
        var sum = 0.0
        for list in orderedLists(of: 5, length: 3) {
            let chances = try conformer.policy.propensities(of: list, from: actions, rate: rate, using: &generator)
            #expect(chances.values.allSatisfy { $0 >= 0 && $0 <= 1 })
            sum += chances.values.reduce(1, *)
        }
        #expect(abs(sum - 1) < 1e-5)
    }

    /// 20,000 draws a policy and rate (800 where each costs an integration); each fails for about one seed in a million.
    @Test(arguments: try SlateConformer.all(), [0.37, 1])
    func drawsListsAsOftenAsItsPropensitiesSay(_ conformer: SlateConformer, rate: Double) throws {
        let actions = try ScoredActions.few()
        let lists = orderedLists(of: 5, length: 3)
        var generator = SeededGenerator(seed: 11)
        let chances = try lists.map {
            try conformer.policy.propensities(of: $0, from: actions, rate: rate, using: &generator).values.reduce(1, *)
        }
        let places = Dictionary(uniqueKeysWithValues: zip(lists, 0...))
        var counts = [Int](repeating: 0, count: lists.count)
        for _ in 0..<conformer.draws {
            let slate = try conformer.policy.slate(from: actions, length: 3, rate: rate, using: &generator)
            counts[try #require(places[slate.actions])] += 1
        }
        let test = chiSquare(counts, chances, draws: conformer.draws)
        #expect(test.statistic <= test.limit)
    }

    /// What the policy says it gives up, against the average of what it draws, from enumerated lists: exact up to the
    /// stated errors of the propensities.
    @Test(arguments: try SlateConformer.all(), rates)
    func spendsWhatItSaysAtEveryPosition(_ conformer: SlateConformer, rate: Double) throws {
        let actions = try ScoredActions.few()
        for seed in 0..<10 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let slate = try conformer.policy.slate(from: actions, length: 4, rate: rate, using: &generator)
            for position in 0..<4 {
                let prefix = Array(slate.actions[..<position])
                let left = actions.means.indices.filter { !prefix.contains($0) }
                var expected = 0.0
                var best = -Double.infinity
                for action in left {
                    let chances = try conformer.policy.propensities(
                        of: prefix + [action], from: actions, rate: rate, using: &generator)
                    expected += chances.values[position] * actions.means[action]
                    best = max(best, actions.means[action])
                }
                #expect(abs(slate.spent[position] - (best - expected)) < 1e-5)
                #expect(
                    slate.isExploration[position]
                        == (slate.actions[position]
                            != left.first {
                                actions.means[$0] == best
                            }))
            }
        }
    }

    @Test(arguments: try SlateConformer.all(), [-0.01, 1.01, .nan, .infinity])
    func refusesARateOutsideItsRange(_ conformer: SlateConformer, rate: Double) throws {
        var generator = SeededGenerator(seed: 1)
        let actions = try ScoredActions.few()
        #expect(throws: ExploreError.self) {
            try conformer.policy.slate(from: actions, length: 3, rate: rate, using: &generator)
        }
        #expect(throws: ExploreError.self) {
            try conformer.policy.propensities(of: [0], from: actions, rate: rate, using: &generator)
        }
    }

    @Test(arguments: try SlateConformer.all())
    func refusesListsThatCannotBe(_ conformer: SlateConformer) throws {
        var generator = SeededGenerator(seed: 1)
        let actions = try ScoredActions.few()
        for length in [0, -1] {
            let error = #expect(throws: ExploreError.self) {
                try conformer.policy.slate(from: actions, length: length, rate: 1, using: &generator)
            }
            #expect(error?.code == "parameter")
        }
        for (list, code) in [([0, 5], "slate.action"), ([-1], "slate.action"), ([2, 1, 2], "slate.repeats")] {
            let error = #expect(throws: ExploreError.self) {
                try conformer.policy.propensities(of: list, from: actions, rate: 1, using: &generator)
            }
            #expect(error?.code == code)
        }
        #expect(try conformer.policy.propensities(of: [], from: actions, rate: 1, using: &generator).values == [])
    }
}
