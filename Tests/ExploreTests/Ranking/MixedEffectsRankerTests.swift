import Commerce
import Explore
import Foundation
import Linear
import Testing

struct MixedEffectsRankerTests {
    private static let wide = MixedEffectsRanker.Settings(rewards: -3...3, initialReward: 0)

    private func ranker(_ settings: MixedEffectsRanker.Settings = wide) throws -> MixedEffectsRanker {
        try MixedEffectsRanker(featureNames: RankerWorld.names, settings: settings, lineage: "test")
    }

    private func score(_ ranker: MixedEffectsRanker, _ item: Int32, _ features: [Float]) throws -> (Double, Double) {
        var scores = CandidateScores()
        try ranker.score(features: features, items: [item], into: &scores)
        return (Double(scores.means[0]), Double(scores.variances[0]))
    }

    private func learn(
        _ ranker: inout MixedEffectsRanker, _ world: RankerWorld, answers: Int, using generator: inout SeededGenerator,
        from first: Int = 0
    ) throws {
        for _ in 0..<answers {
            // Some items are shown far more often than others.
            let item = first + Int(Double(world.effects.count - first) * pow(generator.unit(), 2))
            let features = world.features(using: &generator)
            try ranker.update(
                item: Int32(item), features: features, reward: world.answer(item, features, using: &generator))
        }
    }

    /// Everything about one item and one feature, by the formulas of the normal distribution.
    @Test func twoAnswersByHand() throws {
        var ranker = try MixedEffectsRanker(
            featureNames: ["always"],
            settings: .init(rewards: 0...1, initialReward: 0.2, ridge: 10, initialDeviation: 0.1, initialNoise: 0.04),
            lineage: "hand")
        // The level is held by a tenth of the ridge: a variance of 0.04 / 1; the effect's is 0.01.
        var (mean, variance) = try score(ranker, 3, [1])
        #expect(abs(mean - 0.2) < 1e-7 && abs(variance - 0.05) < 1e-7)
        try ranker.update(item: 3, features: [1], reward: 1)
        // Noise: (5 * 0.04 + 0.64 * 0.04 / 0.09) / 6.
        let noise = (0.2 + 0.64 * 0.04 / 0.09) / 6
        #expect(abs(ranker.noiseVariance - noise) < 1e-12)
        // Level: answer 1 with noise 0.04 + 0.01, that is 0.8 of an answer, beside 1 answer of 0.2.
        let level = (1 * 0.2 + 0.8 * 1) / 1.8
        #expect(abs(ranker.coefficients[0] - level) < 1e-12)
        // Effect: answer 1 - 0.2 with noise 0.04 + 0.04, that is half an answer.
        let own = 1 / (1 / 0.01 + 0.5 / noise)
        #expect(abs(ranker.effect(of: 3).variance - own) < 1e-12)
        #expect(abs(ranker.effect(of: 3).mean - own * 0.5 * 0.8 / noise) < 1e-12)
        (mean, variance) = try score(ranker, 3, [1])
        #expect(abs(mean - level - own * 0.4 / noise) < 1e-6 && abs(variance - noise / 1.8 - own) < 1e-6)
        #expect(ranker.effect(of: 4) == ranker.effect(of: 1_000_000) && ranker.effect(of: 4).mean == 0)
        #expect(ranker.version == "mixed-effects(hand)#1")
    }

    @Test func aNewItemIsAsUncertainAsItemsDifferAndAKnownOneIsNot() throws {
        var generator = SeededGenerator(seed: 1)
        let world = RankerWorld(items: 50, deviation: 0.2, using: &generator)
        var ranker = try ranker()
        try learn(&ranker, world, answers: 5000, using: &generator)
        let features: [Float] = [1, 0.5, 0, 0]
        let (known, new) = (try score(ranker, 0, features), try score(ranker, 999, features))
        #expect(new.1 > 10 * known.1)
        #expect(abs(new.1 - ranker.itemVariance) < 0.1 * ranker.itemVariance)
    }

    /// 20,000 answers about 200 items; four seeds (0 to 99 hold). The estimate of the variance between 200 items has
    /// itself a relative error of sqrt(2 / 200) = 10 %, and of the items' own variance less.
    @Test(arguments: 0..<4 as Range<UInt64>)
    func findsTheVariancesAndIsAsSureAsItShouldBe(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let world = RankerWorld(deviation: 0.15, using: &generator)
        var ranker = try ranker()
        try learn(&ranker, world, answers: 20_000, using: &generator)
        #expect(abs(ranker.noiseVariance / 0.09 - 1) < 0.05)
        let spread = world.effects.reduce(0) { $0 + $1 * $1 } / 200
        #expect(abs(ranker.itemVariance / spread - 1) < 0.25)
        for (found, truth) in zip(ranker.coefficients, world.coefficients) { #expect(abs(found - truth) < 0.06) }
        var squares = 0.0
        for item in 0..<200 {
            let features = world.features(using: &generator)
            let (mean, variance) = try score(ranker, Int32(item), features)
            let error = world.expectation(item, features) - mean
            squares += error * error / variance
        }
        // The mean of 200 squared standard scores is 1 with a standard error of 0.1, and the errors share their level.
        #expect(squares / 200 > 0.6 && squares / 200 < 1.6)
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func chancesAreFoundOnTheirScale(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let world = RankerWorld(items: 100, deviation: 0.6, isChance: true, using: &generator)
        var ranker = try ranker(.init(likelihood: .logistic))
        try learn(&ranker, world, answers: 20_000, using: &generator)
        #expect(ranker.itemVariance > 0.15 && ranker.itemVariance < 0.8)
        var (squares, error) = (0.0, 0.0)
        for item in 0..<100 {
            let features = world.features(using: &generator)
            let (mean, variance) = try score(ranker, Int32(item), features)
            #expect(mean > 0 && mean < 1)
            let miss = world.expectation(item, features) - mean
            squares += miss * miss / variance
            error += abs(miss)
        }
        #expect(squares / 100 > 0.4 && squares / 100 < 2 && error / 100 < 0.06)
        let new = try score(ranker, 500, [1, 0, 0, 0])
        let known = try score(ranker, 0, [1, 0, 0, 0])
        #expect(new.1 > 3 * known.1)
    }

    /// The exact posterior of all coefficients and effects together, with the variances given.
    @Test(arguments: 0..<3 as Range<UInt64>)
    func isCloseToTheExactJointPosterior(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let items = 20
        let world = RankerWorld(items: items, deviation: 0.15, using: &generator)
        var ranker = try ranker()
        let size = 4 + items
        var (matrix, moments) = (Matrix(rows: size, columns: size), [Float](repeating: 0, count: size))
        var answers: [(row: [Float], reward: Double)] = []
        for _ in 0..<1500 {
            let item = Int.random(in: 0..<items, using: &generator)
            let features = world.features(using: &generator)
            let reward = world.answer(item, features, using: &generator)
            try ranker.update(item: Int32(item), features: features, reward: reward)
            answers.append((features + (0..<items).map { $0 == item ? 1 : 0 }, reward))
        }
        for (row, reward) in answers {
            for a in 0..<size where row[a] != 0 {
                moments[a] += row[a] * Float(reward)
                for b in 0..<size { matrix[a, b] += row[a] * row[b] }
            }
        }
        for place in 0..<size {
            let held = place == 0 ? 0.1 : place < 4 ? 1 : ranker.noiseVariance / ranker.itemVariance
            matrix[place, place] += Float(held)
        }
        try Cholesky(matrix).solve(&moments)
        for item in 0..<items {
            let (mean, variance) = try score(ranker, Int32(item), [1, 0, 0, 0])
            // Within a standard deviation of what is not known anyway.
            #expect(abs(mean - Double(moments[0] + moments[4 + item])) < variance.squareRoot())
        }
        for place in 1..<4 { #expect(abs(ranker.coefficients[place] - Double(moments[place])) < 0.01) }
    }

    @Test func forgettingFollowsDriftAndItemsBecomeUnknownAgain() throws {
        var generator = SeededGenerator(seed: 4)
        var world = RankerWorld(items: 10, deviation: 0.3, using: &generator)
        var steady = try ranker()
        var settings = Self.wide
        settings.forgetting = .halfLife(.days(2))
        var agile = try ranker(settings)
        func learn(_ days: Range<Int>, skipping idle: Int? = nil) throws {
            for step in days.lowerBound * 100..<days.upperBound * 100 where step % 10 != idle {
                let features = world.features(using: &generator)
                let reward = world.answer(step % 10, features, using: &generator)
                let time = Timestamp(seconds: Int64(step) * 864)
                try steady.update(item: Int32(step % 10), features: features, reward: reward, time: time)
                try agile.update(item: Int32(step % 10), features: features, reward: reward, time: time)
            }
        }
        try learn(0..<30)
        world.effects[0] += 1
        try learn(30..<36)
        let truth = world.expectation(0, [1, 0, 0, 0])
        #expect(abs(try score(agile, 0, [1, 0, 0, 0]).0 - truth) < 0.25)
        #expect(abs(try score(steady, 0, [1, 0, 0, 0]).0 - truth) > 0.5)
        let before = agile.effect(of: 5).variance
        try learn(36..<50, skipping: 5)
        #expect(agile.effect(of: 5).variance > 3 * before && agile.effect(of: 4).variance < 2 * before)
    }

    @Test func lightAnswersTeachLess() throws {
        var (full, light) = (try ranker(), try ranker())
        try full.update(item: 1, features: [1, 1, 0, 0], reward: 1)
        try light.update(item: 1, features: [1, 1, 0, 0], reward: 1, weight: 0.1)
        let (strong, weak) = (try score(full, 1, [1, 1, 0, 0]), try score(light, 1, [1, 1, 0, 0]))
        #expect(strong.0 > weak.0 && weak.0 > 0 && strong.1 < weak.1)
    }

    @Test func batchEqualsSingle() throws {
        var generator = SeededGenerator(seed: 2)
        let world = RankerWorld(items: 30, deviation: 0.2, using: &generator)
        var ranker = try ranker()
        try learn(&ranker, world, answers: 300, using: &generator)
        let rows = (0..<37 as Range<Int32>).map { $0 * 3 % 40 }
        let features = rows.flatMap { _ in world.features(using: &generator) }
        var scores = CandidateScores(means: [9], variances: [9])
        try ranker.score(features: features, items: rows, into: &scores)
        #expect(scores.means.count == 37 && scores.variances.count == 37)
        for (place, row) in rows.enumerated() {
            let one = try score(ranker, row, Array(features[4 * place..<4 * place + 4]))
            #expect(one.0 == Double(scores.means[place]) && one.1 == Double(scores.variances[place]))
        }
    }

    @Test(arguments: MixedEffectsRanker.Likelihood.allCases)
    func savesToTheLastBitAndGoesOnTheSame(likelihood: MixedEffectsRanker.Likelihood) throws {
        var generator = SeededGenerator(seed: 3)
        let world = RankerWorld(items: 30, deviation: 0.2, isChance: likelihood == .logistic, using: &generator)
        var ranker = try ranker(
            likelihood == .logistic ? .init(likelihood: .logistic, forgetting: .perAnswer(keep: 0.999)) : Self.wide)
        try learn(&ranker, world, answers: 500, using: &generator)
        var bundle = ArrayBundle()
        ranker.store(into: &bundle, as: "home")
        var read = try MixedEffectsRanker(from: bundle, as: "home")
        #expect(read == ranker)
        var same = generator
        try learn(&ranker, world, answers: 50, using: &generator)
        try learn(&read, world, answers: 50, using: &same)
        #expect(read == ranker && read.updates == 550)
        bundle.store([Int32(5), 2], as: "home.items")
        #expect(throws: (any Error).self) { try MixedEffectsRanker(from: bundle, as: "home") }
        #expect(throws: (any Error).self) { try MixedEffectsRanker(from: bundle, as: "away") }
    }

    @Test func mergingIsLikeLearningBoth() throws {
        var generator = SeededGenerator(seed: 5)
        let world = RankerWorld(items: 40, deviation: 0.2, using: &generator)
        var (left, right) = (try ranker(), try ranker())
        try learn(&left, world, answers: 3000, using: &generator)
        try learn(&right, world, answers: 3000, using: &generator, from: 20)
        var merged = left
        try merged.merge(right)
        #expect(merged.updates == 6000)
        for item in 0..<40 {
            let truth = world.expectation(item, [1, 0, 0, 0])
            let (mean, variance) = try score(merged, Int32(item), [1, 0, 0, 0])
            #expect(abs(mean - truth) < 5 * variance.squareRoot())
            #expect(
                variance <= 1.05
                    * min(try score(left, Int32(item), [1, 0, 0, 0]).1, try score(right, Int32(item), [1, 0, 0, 0]).1))
        }
        var other = try ranker(.init())
        #expect(throws: ExploreError.self) { try other.merge(left) }
    }

    @Test func movesToNewRows() throws {
        var generator = SeededGenerator(seed: 6)
        let world = RankerWorld(items: 5, deviation: 0.2, using: &generator)
        var ranker = try ranker()
        try learn(&ranker, world, answers: 200, using: &generator)
        let moved = ranker.moved { $0 == 2 ? nil : 10 - $0 }
        #expect(moved.effect(of: 9).mean * ranker.effect(of: 1).mean > 0)
        #expect(moved.effect(of: 8).mean == 0 && moved.effect(of: 9).mean != 0)
    }

    @Test func badInputChangesNothing() throws {
        var ranker = try ranker(.init(rewards: 0...1))
        try ranker.update(item: 0, features: [1, 0, 0, 1], reward: 1)
        let before = ranker
        func refused(_ code: String, _ body: () throws -> Void) {
            #expect { try body() } throws: { ($0 as? ExploreError)?.code == code }
        }
        refused("reward") { try ranker.update(item: 0, features: [1, 0, 0, 0], reward: 1.5) }
        refused("reward") { try ranker.update(item: 0, features: [1, 0, 0, 0], reward: .nan) }
        refused("weight") { try ranker.update(item: 0, features: [1, 0, 0, 0], reward: 1, weight: 0) }
        refused("feedback.shape") { try ranker.update(item: 0, features: [1, 0, 0], reward: 1) }
        refused("actions.features") { try ranker.update(item: 0, features: [1, .nan, 0, 0], reward: 1) }
        refused("item") { try ranker.update(item: -1, features: [1, 0, 0, 0], reward: 1) }
        #expect(ranker == before)
        var scores = CandidateScores()
        refused("actions.shape") { try ranker.score(features: [1, 2], items: [0], into: &scores) }
        refused("actions.shape") { try ranker.score(features: [], items: [], into: &scores) }
        #expect {
            try ranker.score(features: [1, 0, 0, 0, 1, 0, .nan, 0], items: [0, 1], into: &scores)
        } throws: { "\($0)".contains("feature 'x2' of candidate 1 is nan") }
        for settings: MixedEffectsRanker.Settings in [
            .init(rewards: 1...1), .init(initialReward: 2), .init(ridge: 0), .init(initialDeviation: -1),
            .init(initialNoise: .nan), .init(likelihood: .logistic, initialReward: 0),
            .init(forgetting: .perAnswer(keep: 2)),
        ] {
            #expect(throws: ExploreError.self) { try self.ranker(settings) }
        }
    }

    @Test func learnsFromADecisionButNotFromItsPins() throws {
        let decider = try SmallShop.decider(rules: [Rule(name: "pin", action: .pin(item: "i7", position: 2))])
        var ranker = try MixedEffectsRanker(schema: decider.features.schema, lineage: "shop")
        let decision = try decider.decide(
            SmallShop.request(length: 4), among: [SmallShop.list("a", [0, 1, 2, 3, 4])], ranker: ranker,
            by: ListChoice(policy: GreedySlate()))
        try ranker.learn(from: decision, rewards: [0, 1, 1, 0], weights: [1, 1, 0.5, 0]) { decider.items.row(of: $0) }
        #expect(ranker.updates == 2 && ranker.effect(of: 7).mean == 0)
        let third = try #require(decider.items.row(of: decision.slate[2].item))
        #expect(ranker.effect(of: third).mean > 0)
        #expect(throws: ExploreError.self) {
            try ranker.learn(from: decision, rewards: [1]) { decider.items.row(of: $0) }
        }
        let scored = try decider.decide(
            SmallShop.request(length: 4, seed: 3), among: [SmallShop.list("a", [0, 1, 2, 3, 4])], ranker: ranker,
            by: ListChoice(policy: PlackettLuceSlate(temperature: 0.1)))
        #expect(scored.rankerVersion == "mixed-effects(shop)#2")
        #expect(try Replay().check(scored, ranker: ranker) { decider.items.row(of: $0) }.isExact)
    }
}
