import Commerce
import Foundation
import Linear
import Testing

@testable import Explore

@Suite("Logistic posterior")
struct LogisticPosteriorTests {
    /// Chances 0.12 to 0.88, with an intercept.
    static func examples(_ count: Int, seed: UInt64) -> [(x: [Float], reward: Double)] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let x = generator.features(4)
            let linear = -0.5 + Double(x[1]) - 0.5 * Double(x[2])
            return (x, generator.unit() < 1 / (1 + exp(-linear)) ? 1 : 0)
        }
    }

    static func trained(_ examples: [(x: [Float], reward: Double)]) throws -> LogisticPosterior {
        var posterior = LogisticPosterior(prior: try CoefficientPrior(width: 4))
        for (x, reward) in examples { try posterior.update(features: x, reward: reward) }
        return posterior
    }

    @Test func theModeIsTheRootThatSciPyFinds() {
        for (linear, square, reward, weight, mode) in PosteriorFixture.modes {
            let found = LogisticPosterior.mode(linear: linear, square: square, reward: reward, weight: weight)
            expectClose(found, mode, 1e-11)
        }
    }

    @Test func oneAnswerFindsTheModeOfPriorTimesLikelihood() throws {
        var posterior = LogisticPosterior(prior: try CoefficientPrior(mean: [0.5, -1], precision: [2, 0.5]))
        let x: [Float] = [1, 2]
        try posterior.update(features: x, reward: 1, weight: 3)
        // At the mode the gradient of the log posterior is zero.
        let linear = posterior.mean[0] + 2 * posterior.mean[1]
        let push = 3 * (1 - 1 / (1 + exp(-linear)))
        expectClose(2 * (posterior.mean[0] - 0.5), push, 1e-12)
        expectClose(0.5 * (posterior.mean[1] + 1), 2 * push, 1e-12)
        // The precision gains w p (1 - p) x x^T: det and corner of [2 + h, 2h; 2h, 0.5 + 4h].
        let p = 1 / (1 + exp(-linear))
        let h = 3 * p * (1 - p)
        let determinant = (2 + h) * (0.5 + 4 * h) - 4 * h * h
        expectClose(try posterior.linearVariance(of: [1, 0]), (0.5 + 4 * h) / determinant, 1e-12)
    }

    /// 5,000 answers of 4 coefficients: the batch mode, by Newton's method, lies within a fifth of a posterior standard
    /// deviation of what was learned one by one.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func learningOneByOneComesCloseToTheBatch(_ seed: UInt64) throws {
        let examples = Self.examples(5000, seed: seed)
        let posterior = try Self.trained(examples)
        var mean = [0.0, 0, 0, 0]
        var regression = BatchRegression(posterior.prior)
        for _ in 0..<20 {
            regression = BatchRegression(posterior.prior)
            for (x, reward) in examples {
                let linear = zip(mean, x).reduce(0) { $0 + $1.0 * Double($1.1) }
                let p = 1 / (1 + exp(-linear))
                // A Newton step is a weighted regression on the working answer.
                regression.add(x, linear + (reward - p) / (p * (1 - p)), p * (1 - p))
            }
            mean = regression.mean
        }
        for place in 0..<4 {
            var unit: [Float] = [0, 0, 0, 0]
            unit[place] = 1
            let variance = regression.square(unit)
            #expect(abs(posterior.mean[place] - mean[place]) <= 0.2 * variance.squareRoot())
            #expect(abs(try posterior.linearVariance(of: unit) / variance - 1) <= 0.05)
        }
    }

    @Test func chancesAgreeWithTheIntegral() {
        for (mean, variance, chance, spread) in PosteriorFixture.chances {
            #expect(abs(LogisticPosterior.chance(mean: mean, variance: variance) - chance) <= 0.02)
            let found = LogisticPosterior.chanceVariance(mean: mean, variance: variance)
            // Nine nodes do not see the bend of the sigmoid where the predictor is very uncertain.
            let tolerance = variance > 2 ? 0.07 : 0.01
            #expect(abs(found - spread) <= tolerance * spread + 1e-15, "\(found) against \(spread)")
        }
    }

    @Test func chancesAndTheirVariancesComeFromTheLinearPredictor() throws {
        let posterior = try Self.trained(Self.examples(50, seed: 4))
        let x: [Float] = [1, 0.5, -1, 2]
        let linear = zip(posterior.mean, x).reduce(0) { $0 + $1.0 * Double($1.1) }
        let variance = try posterior.linearVariance(of: x)
        let (chance, spread) = try posterior.prediction(for: x)
        expectClose(chance, LogisticPosterior.chance(mean: linear, variance: variance), 1e-12)
        expectClose(spread, LogisticPosterior.chanceVariance(mean: linear, variance: variance), 1e-12)
    }

    /// Separable data drive the predictor far out; the prior keeps everything finite.
    @Test func answersThatAreAllAlikeDoNoHarm() throws {
        var posterior = LogisticPosterior(prior: try CoefficientPrior(width: 2, precision: 1e-8))
        for _ in 0..<20_000 { try posterior.update(features: [1, 1e3], reward: 1) }
        try posterior.update(features: [1, 1e3], reward: 0, weight: 1e6)
        #expect(posterior.mean.allSatisfy { $0.isFinite })
        let (chance, variance) = try posterior.prediction(for: [1, 1e3])
        #expect(chance > 0 && chance < 0.5 && variance >= 0)
    }

    @Test func discountMergeAndSave() throws {
        let examples = Self.examples(400, seed: 6)
        let posterior = try Self.trained(examples)
        #expect(try saved(posterior) == posterior)
        var halves = try Self.trained(Array(examples[..<200]))
        try halves.merge(try Self.trained(Array(examples[200...])))
        // A product of two normal approximations: close, not the same.
        for place in 0..<4 { #expect(abs(halves.mean[place] - posterior.mean[place]) < 0.1) }
        #expect(halves.answers == 400)
        var faded = posterior
        try faded.discount(by: 0)
        expectClose(faded.mean, [0, 0, 0, 0], 1e-12)
        expectClose(try faded.linearVariance(of: [1, 0, 0, 0]), 1, 1e-12)
        #expect(throws: ExploreError.self) {
            try halves.merge(LogisticPosterior(prior: CoefficientPrior(width: 4, precision: 2)))
        }
    }

    @Test func badAnswersAreRefusedAndChangeNothing() throws {
        var posterior = try Self.trained(Self.examples(10, seed: 1))
        let before = posterior
        for (features, reward, weight, code) in [
            ([1], 0, 1, "feedback.shape"), ([1, 2, 3, .nan], 0, 1, "actions.features"),
            ([1, 2, 3, 4], 1.5, 1, "reward"),
            ([1, 2, 3, 4], -0.1, 1, "reward"), ([1, 2, 3, 4], .nan, 1, "reward"), ([1, 2, 3, 4], 1, 0, "weight"),
        ] as [([Float], Double, Double, String)] {
            let error = #expect(throws: ExploreError.self) {
                try posterior.update(features: features, reward: reward, weight: weight)
            }
            #expect(error?.code == code)
        }
        #expect(posterior == before)
    }
}
