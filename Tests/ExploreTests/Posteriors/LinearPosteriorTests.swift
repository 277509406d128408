import Commerce
import Explore
import Linear
import Testing

@Suite("Linear posterior")
struct LinearPosteriorTests {
    /// The data of `Tests/Oracles/posteriors.py`.
    static let examples: [(x: [Float], reward: Double, weight: Double)] = (0..<60).map { row in
        let x = features(row)
        let reward = Double((row * 53) % 41 - 20) / 8 + 0.5 * Double(x[1]) - Double(x[3])
        return (x, reward, 0.5 + Double(row % 4) / 2)
    }

    static func features(_ row: Int) -> [Float] {
        (0..<5).map { $0 == 0 ? 1 : Float((row * 37 + $0 * 101 + row * $0 * 13) % 64 - 32) / 16 }
    }

    static func prior() throws -> CoefficientPrior {
        try CoefficientPrior(mean: [0.25, 0, -0.5, 0, 1], precision: [0.5, 1, 2, 4, 8])
    }

    static func trained(
        _ order: [Int] = Array(0..<60), noise: NoiseVariance = .learned(initial: 2, worth: 3)
    ) throws -> LinearPosterior {
        var posterior = try LinearPosterior(prior: prior(), noise: noise)
        for place in order {
            try posterior.update(
                features: examples[place].x, reward: examples[place].reward, weight: examples[place].weight)
        }
        return posterior
    }

    @Test func agreesWithNumPy() throws {
        let posterior = try Self.trained()
        expectClose(posterior.mean, PosteriorFixture.mean, 1e-13)
        expectClose(posterior.noiseVariance, PosteriorFixture.noise, 1e-13)
        let (mean, variance) = try posterior.prediction(for: Self.features(100))
        expectClose(mean, PosteriorFixture.probe.mean, 1e-13)
        expectClose(variance, PosteriorFixture.probe.variance, 1e-13)
    }

    @Test func oneAnswerWorkedByHand() throws {
        // Precision 1 + 2 * 3^2 = 19, moment 2 * 3 * 5 = 30, variance of x = 1 is 4 / 19.
        var posterior = try LinearPosterior(prior: CoefficientPrior(width: 1), noise: .known(4))
        try posterior.update(features: [3], reward: 5, weight: 2)
        expectClose(posterior.mean, [30.0 / 19], 1e-15)
        expectClose(try posterior.prediction(for: [1]).variance, 4.0 / 19, 1e-15)
        #expect(posterior.answers == 2)
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func theOrderOfAnswersMakesNoDifference(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let shuffled = try Self.trained(Array(0..<60).shuffled(using: &generator))
        let ordered = try Self.trained()
        expectClose(shuffled.mean, ordered.mean, 1e-13)
        expectClose(shuffled.noiseVariance, ordered.noiseVariance, 1e-13)
        expectClose(
            try shuffled.prediction(for: Self.features(7)).variance,
            try ordered.prediction(for: Self.features(7)).variance, 1e-13)
    }

    @Test func twoPartsMergeIntoTheWhole() throws {
        var left = try Self.trained(Array(0..<23))
        try left.merge(try Self.trained(Array(23..<60)))
        let whole = try Self.trained()
        expectClose(left.mean, whole.mean, 1e-12)
        expectClose(left.noiseVariance, whole.noiseVariance, 1e-12)
        expectClose(left.answers, whole.answers, 1e-14)
        let before = left
        #expect(throws: ExploreError.self) { try left.merge(try Self.trained(noise: .known(1))) }
        let other = try LinearPosterior(prior: CoefficientPrior(width: 5), noise: left.noise)
        #expect(throws: ExploreError.self) { try left.merge(other) }
        #expect(left == before)
    }

    @Test func forgettingFadesTowardsThePrior() throws {
        var posterior = try Self.trained(noise: .known(1))
        var batch = BatchRegression(try Self.prior())
        for example in Self.examples { batch.add(example.x, example.reward, example.weight) }
        try posterior.discount(by: 0.3)
        batch.fade(0.3)
        expectClose(posterior.mean, batch.mean, 1e-12)
        expectClose(try posterior.prediction(for: Self.features(3)).variance, batch.square(Self.features(3)), 1e-12)
        try posterior.discount(by: 0)
        let fresh = try LinearPosterior(prior: Self.prior())
        expectClose(posterior.mean, fresh.mean, 1e-14)
        expectClose(
            try posterior.prediction(for: [1, 0, 0, 0, 0]).variance,
            try fresh.prediction(for: [1, 0, 0, 0, 0]).variance, 1e-14)
        #expect(posterior.answers == 0)
    }

    /// Draws of `x . coefficients` have the posterior's mean and variance: 20,000 draws, bounds of five standard errors,
    /// exceeded for about one seed in a million.
    @Test func drawsFollowThePosterior() throws {
        let posterior = try Self.trained()
        let x = Self.features(100)
        let (mean, variance) = try posterior.prediction(for: x)
        var generator = SeededGenerator(seed: 9)
        let draws = (0..<20_000).map { _ in
            zip(posterior.sample(using: &generator), x).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        let average = draws.reduce(0, +) / 20_000
        let spread = draws.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 19_999
        #expect(abs(average - mean) <= 5 * (variance / 20_000).squareRoot())
        #expect(abs(spread / variance - 1) <= 5 * (2.0 / 20_000).squareRoot())
    }

    @Test func anActionScoresTheSameAloneAndAmongOthers() throws {
        let posterior = try Self.trained()
        let rows = (0..<300).flatMap(Self.features)
        var means = [Double](repeating: 0, count: 300)
        var variances = means
        try posterior.score(rows, means: &means, variances: &variances)
        for row in stride(from: 0, to: 300, by: 7) {
            let alone = try posterior.prediction(for: Self.features(row))
            #expect(alone.mean == means[row] && alone.variance == variances[row])
        }
    }

    @Test func comesBackFromAFileToTheLastBit() throws {
        let posterior = try Self.trained()
        #expect(try saved(posterior) == posterior)
        let empty = try LinearPosterior(prior: Self.prior())
        #expect(try saved(empty) == empty)
    }

    @Test func badAnswersAreRefusedAndChangeNothing() throws {
        var posterior = try Self.trained()
        let before = posterior
        let x = Self.features(1)
        for (features, reward, weight, code) in [
            ([1, 2], 0, 1, "feedback.shape"), ([1, 2, 3, .nan, 5], 0, 1, "actions.features"),
            ([1, 2, 3, 4, .infinity], 0, 1, "actions.features"), (x, .nan, 1, "reward"), (x, .infinity, 1, "reward"),
            (x, 1e200, 1, "reward"), (x, 0, 0, "weight"), (x, 0, -1, "weight"), (x, 0, .nan, "weight"),
            (x, 0, .infinity, "weight"),
        ] as [([Float], Double, Double, String)] {
            let error = #expect(throws: ExploreError.self) {
                try posterior.update(features: features, reward: reward, weight: weight)
            }
            #expect(error?.code == code)
        }
        #expect(throws: ExploreError.self) { try posterior.discount(by: 1.5) }
        var (means, variances) = ([0.0], [0.0])
        #expect(throws: ExploreError.self) { try posterior.score([1, 2], means: &means, variances: &variances) }
        #expect(posterior == before)
    }

    @Test func badParametersAreNamed() {
        #expect(throws: ExploreError.self) { try CoefficientPrior(width: 0) }
        #expect(throws: ExploreError.self) { try CoefficientPrior(width: 1025) }
        #expect(throws: ExploreError.self) { try CoefficientPrior(mean: [0, 0], precision: [1]) }
        #expect(throws: ExploreError.self) { try CoefficientPrior(mean: [.nan], precision: [1]) }
        let error = #expect(throws: ExploreError.self) { try CoefficientPrior(width: 2, precision: 0) }
        #expect(error?.message == "CoefficientPrior.precision must be positive and finite; got 0.0")
        #expect(throws: ExploreError.self) { try LinearPosterior(prior: Self.prior(), noise: .known(-1)) }
    }

    @Test func aDamagedFileIsRefused() throws {
        var bundle = ArrayBundle()
        try Self.trained().store(into: &bundle, as: "p")
        for (name, values) in [
            ("p.factor", [1.0, 2]), ("p.mean", [.nan, 0, 0, 0, 0]), ("p.noise", [1, 1, -1, 0]),
            ("p.prior.share", [2]), ("p.prior.precision", [1, 1]), ("p.noise", [-1, 0, 1, 1]),
        ] {
            var damaged = bundle
            damaged.store(values, as: name)
            expectFailure(name) { try LinearPosterior(from: damaged, as: "p") }
        }
        expectFailure("nothing") { try LinearPosterior(from: ArrayBundle(), as: "p") }
    }
}
