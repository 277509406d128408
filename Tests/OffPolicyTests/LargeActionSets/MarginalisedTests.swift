import Commerce
import Explore
import Linear
import OffPolicy
import Testing

struct MarginalisedTests {
    private struct Errors {
        var bias: Double
        /// Of the mean.
        var biasError: Double
        var rootMeanSquare: Double
        var coverage: Double
    }

    private func errors(
        of estimator: any OffPolicyEstimator, in shop: ManyArms, logs: Int, decisions: Int = 300,
        model: (any RewardModel)? = nil
    ) throws -> Errors {
        let results = Parallel.map(logs) { index in
            Result { () -> (error: Double, covers: Bool) in
                var generator = SeededGenerator(seed: 12).split(UInt64(index))
                let log = try shop.log(decisions, using: &generator)
                let rewards = try model.map { try CrossFitting().predictions(of: $0, for: log) }
                let estimate = try estimator.evaluate(log, under: shop.target, rewards: rewards)
                return (
                    estimate.value - shop.truth, try estimate.interval(confidence: 0.95).contains(shop.truth)
                )
            }
        }
        let rows = try results.map { try $0.get() }
        let count = Double(logs)
        let bias = rows.reduce(0) { $0 + $1.error } / count
        let squares = rows.reduce(0) { $0 + $1.error * $1.error } / count
        return Errors(
            bias: bias, biasError: ((squares - bias * bias) / count).squareRoot(), rootMeanSquare: squares.squareRoot(),
            coverage: Double(rows.count { $0.covers }) / count)
    }

    private func exact(_ shop: ManyArms, selfNormalised: Bool = false) -> MarginalisedInversePropensity {
        MarginalisedInversePropensity(
            shop.embedding, from: .exact(logging: shop.logging), selfNormalised: selfNormalised)
    }

    /// 500 logs of 300 decisions among 400 arms: no bias beyond 4 of its errors, and a share of 500 that is truly 0.95 lies
    /// within 0.92 and 0.98 with probability 0.998.
    @Test(arguments: [false, true])
    func itIsUnbiasedAndItsIntervalsCoverWithoutDirectEffects(_ selfNormalised: Bool) throws {
        let shop = try ManyArms()
        let found = try errors(of: exact(shop, selfNormalised: selfNormalised), in: shop, logs: 500)
        #expect(abs(found.bias) < 4 * found.biasError)
        #expect(found.coverage >= 0.92 && found.coverage <= 0.98)
    }

    @Test func itErrsFarLessThanEstimatesByArms() throws {
        let shop = try ManyArms()
        let byCategory = try errors(of: exact(shop), in: shop, logs: 60)
        let learned = MarginalisedInversePropensity(
            shop.embedding, from: .learned(penalty: 1))
        let byLearnedCategory = try errors(of: learned, in: shop, logs: 60)
        for byArm: any OffPolicyEstimator in [InversePropensity(), SelfNormalisedInversePropensity()] {
            let other = try errors(of: byArm, in: shop, logs: 60)
            #expect(byCategory.rootMeanSquare < 0.6 * other.rootMeanSquare)
            #expect(byLearnedCategory.rootMeanSquare < 0.6 * other.rootMeanSquare)
        }
        let robust = try errors(of: DoublyRobust(), in: shop, logs: 20, model: RidgeRewards(.shared))
        let same = try errors(of: exact(shop), in: shop, logs: 20)
        #expect(same.rootMeanSquare < 0.7 * robust.rootMeanSquare)
    }

    /// Four arms in two categories, worked by hand.
    @Test func weightsAreTheMeansOfTheArmsWeights() throws {
        let log = try LoggedDecisions(
            arms: ["a", "b", "c", "d"], actions: [0, 1, 2, 3], rewards: [1, 0, 2, 4],
            propensities: [0.4, 0.1, 0.3, 0.2])
        let logging = try TargetProbabilities(arms: 4, values: [0.4, 0.1, 0.3, 0.2])
        let target = try TargetProbabilities(arms: 4, values: [0, 0.25, 0.7, 0.05])
        let embedding = try ActionEmbedding(categoryOfArm: [0, 0, 1, 1])
        let weights = try MarginalWeights(log, under: target, embedding: embedding, from: .exact(logging: logging))
            .values
        // 0.25 / 0.5 and 0.75 / 0.5.
        #expect(zip(weights, [0.5, 0.5, 1.5, 1.5]).allSatisfy { abs($0 - $1) < 1e-12 })
        let estimate = try MarginalisedInversePropensity(embedding, from: .exact(logging: logging))
            .evaluate(log, under: target, rewards: nil)
        #expect(abs(estimate.value - 2.375) < 1e-12)
        // The same categories as chances of zero and one.
        let random = try ActionEmbedding(
            probabilities: [1, 0, 1, 0, 0, 1, 0, 1], categories: 2, observed: [0, 0, 1, 1])
        let same = try MarginalWeights(log, under: target, embedding: random, from: .exact(logging: logging)).values
        #expect(zip(weights, same).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    /// p(e | a): arm a is in category 0 with chance 0.5, arm b with 0.25.
    @Test func categoriesByChanceAreWeighedByTheirChance() throws {
        let log = try LoggedDecisions(arms: ["a", "b"], actions: [0, 1], rewards: [1, 1], propensities: [0.5, 0.5])
        let logging = try TargetProbabilities(arms: 2, values: [0.5, 0.5])
        let target = try TargetProbabilities(arms: 2, values: [1, 0])
        let embedding = try ActionEmbedding(probabilities: [0.5, 0.5, 0.25, 0.75], categories: 2, observed: [0, 1])
        let weights = try MarginalWeights(log, under: target, embedding: embedding, from: .exact(logging: logging))
            .values
        // 0.5 / 0.375 and 0.5 / 0.625.
        #expect(abs(weights[0] - 4.0 / 3) < 1e-12)
        #expect(abs(weights[1] - 0.8) < 1e-12)
    }

    /// Categories that the log prefers by context: learned weights come close to the exact ones.
    @Test func learnedWeightsFollowTheContext() throws {
        var generator = SeededGenerator(seed: 14)
        let rows: [[Double]] = [[0.5, 0.2, 0.2, 0.1], [0.1, 0.1, 0.3, 0.5]]
        let kinds = (0..<5000).map { _ in Int.random(in: 0..<2, using: &generator) }
        let actions = try kinds.map { kind in
            Int32(try ActionDistribution(rows[kind]).sample(using: &generator).action)
        }
        let log = try LoggedDecisions(
            arms: ["a", "b", "c", "d"], actions: actions, rewards: [Double](repeating: 1, count: 5000),
            propensities: zip(kinds, actions).map { rows[$0][Int($1)] },
            contexts: Matrix(rows: 5000, columns: 1, values: kinds.map { Float($0) * 3 + 1 }))
        let logging = try TargetProbabilities(arms: 4, values: kinds.flatMap { rows[$0] })
        let target = try TargetProbabilities(arms: 4, values: [0.1, 0.3, 0.4, 0.2])
        let embedding = try ActionEmbedding(categoryOfArm: [0, 0, 1, 1])
        let exact = try MarginalWeights(log, under: target, embedding: embedding, from: .exact(logging: logging)).values
        let learned = try MarginalWeights(log, under: target, embedding: embedding, from: .learned(penalty: 1)).values
        #expect(zip(exact, learned).allSatisfy { abs($0 - $1) < 0.1 * $0 })
    }

    @Test func oneCategoryForEachArmIsPlainInversePropensity() throws {
        let shop = try ManyArms(arms: 12, categories: 12)
        var generator = SeededGenerator(seed: 2)
        let log = try shop.log(100, using: &generator)
        let plain = try InversePropensity().evaluate(log, under: shop.target, rewards: nil)
        let marginal = try exact(shop).evaluate(log, under: shop.target, rewards: nil)
        #expect(abs(plain.value - marginal.value) < 1e-12)
    }

    @Test func severalPropertiesMakeOneCategory() throws {
        let joined = try ActionEmbedding(properties: [[5, 5, 7, 7, 5], [0, 1, 0, 0, 0]])
        #expect(joined.categories == 3)
    }

    /// 20 logs each; by chance, a sound shop is accused in about 4 logs of 1,000.
    @Test func theCheckAccusesDirectEffectsAndNothingElse() throws {
        for (directEffect, accused) in [(0.0, 0...1), (0.1, 18...20)] {
            let shop = try ManyArms(arms: 80, categories: 4, directEffect: directEffect)
            var count = 0
            for index in 0..<20 {
                var generator = SeededGenerator(seed: 40).split(UInt64(index))
                let check = try DirectEffectCheck(
                    shop.log(4000, using: &generator), under: shop.target, embedding: shop.embedding,
                    from: .exact(logging: shop.logging))
                if check.speaksAgainst { count += 1 }
            }
            #expect(accused.contains(count))
        }
    }

    @Test func refusesEmbeddingsThatDoNotFit() throws {
        func code(_ body: () throws -> Void) -> String? {
            do {
                try body()
                return nil
            } catch { return (error as? OffPolicyError)?.code }
        }
        let log = try LoggedDecisions(arms: ["a", "b"], actions: [0, 1], rewards: [1, 1], propensities: [0.5, 0.5])
        let even = try TargetProbabilities(arms: 2, values: [0.5, 0.5])
        let other = try TargetProbabilities(arms: 2, values: [0.4, 0.6])
        let fitting = try ActionEmbedding(categoryOfArm: [0, 0])
        let foreign = try ActionEmbedding(categoryOfArm: [0, 0, 1])
        #expect(code { _ = try ActionEmbedding(categoryOfArm: []) } == "embedding.shape")
        #expect(code { _ = try ActionEmbedding(categoryOfArm: [0, -1]) } == "embedding.category")
        #expect(code { _ = try ActionEmbedding(categoryOfArm: [0, 2, 2]) } == "embedding.shape")
        #expect(code { _ = try ActionEmbedding(properties: [[1, 2], [1]]) } == "embedding.shape")
        #expect(
            code { _ = try ActionEmbedding(probabilities: [0.5, 0.6], categories: 2, observed: [0]) }
                == "embedding.distribution")
        #expect(
            code { _ = try ActionEmbedding(probabilities: [0.5, 0.5], categories: 2, observed: [2]) }
                == "embedding.category")
        let weights = { (embedding: ActionEmbedding, logging: TargetProbabilities) in
            _ = try MarginalWeights(log, under: even, embedding: embedding, from: .exact(logging: logging))
        }
        #expect(code { try weights(foreign, even) } == "embedding.shape")
        #expect(code { try weights(fitting, other) } == "embedding.logging")
        #expect(code { try weights(fitting, even) } == nil)
        let impossible = try ActionEmbedding(probabilities: [1, 0, 1, 0], categories: 2, observed: [0, 1])
        #expect(code { try weights(impossible, even) } == "embedding.logging")
    }
}
