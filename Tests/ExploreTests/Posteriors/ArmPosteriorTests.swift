import Commerce
import Explore
import Linear
import Testing

@Suite("Posteriors of one arm")
struct ArmPosteriorTests {
    @Test func betaWorkedByHand() throws {
        var posterior = BetaPosterior(prior: try BetaPosterior.Prior(a: 1, b: 3))
        try posterior.update(reward: 1)
        try posterior.update(reward: 0, weight: 2)
        try posterior.update(reward: 0.25, weight: 4)
        // a = 1 + 1 + 1 = 3; b = 3 + 2 + 3 = 8.
        #expect(posterior.a == 3 && posterior.b == 8 && posterior.answers == 7)
        expectClose(posterior.mean, 3.0 / 11, 1e-15)
        expectClose(posterior.variance, 24.0 / (121 * 12), 1e-15)
        try posterior.discount(by: 0.5)
        #expect(posterior.a == 2 && posterior.b == 5.5)
    }

    @Test func gaussianWorkedByHand() throws {
        var posterior = GaussianPosterior(
            prior: try GaussianPosterior.Prior(mean: 10, worth: 2, noise: .known(9)))
        try posterior.update(reward: 13)
        try posterior.update(reward: 8, weight: 3)
        // (2 * 10 + 13 + 24) / 6 = 9.5; 9 / 6.
        expectClose(posterior.mean, 9.5, 1e-15)
        expectClose(posterior.variance, 1.5, 1e-15)
        try posterior.discount(by: 0.5)
        // (20 + 6.5 + 12) / 4.
        expectClose(posterior.mean, 9.625, 1e-15)
        expectClose(posterior.variance, 2.25, 1e-15)
    }

    @Test func aLearnedNoiseIsTheScaleOfTheMarginal() throws {
        var posterior = GaussianPosterior(
            prior: try GaussianPosterior.Prior(mean: 0, worth: 1, noise: .learned(initial: 4, worth: 2)))
        for reward in [1.0, 3, 5] { try posterior.update(reward: reward) }
        // Mean 9 / 4; residuals 1 + 9 + 25 - 81 / 4 = 14.75; (2 * 4 + 14.75) / (2 + 3) = 4.55.
        expectClose(posterior.mean, 2.25, 1e-15)
        expectClose(posterior.noiseVariance, 4.55, 1e-14)
        expectClose(posterior.variance, 4.55 / 4, 1e-14)
    }

    /// 20,000 draws; bounds of five standard errors of the mean, exceeded for about one seed in a million.
    @Test func drawsFollowThePosteriors() throws {
        var generator = SeededGenerator(seed: 4)
        let beta = try BetaPosterior(prior: .init(a: 2, b: 5))
        let gaussian = try GaussianPosterior(prior: .init(mean: 3, worth: 4, noise: .known(2)))
        let betaMean = (0..<20_000).reduce(0.0) { sum, _ in sum + beta.sample(using: &generator) } / 20_000
        let gaussianMean = (0..<20_000).reduce(0.0) { sum, _ in sum + gaussian.sample(using: &generator) } / 20_000
        #expect(abs(betaMean - beta.mean) <= 5 * (beta.variance / 20_000).squareRoot())
        #expect(abs(gaussianMean - gaussian.mean) <= 5 * (gaussian.variance / 20_000).squareRoot())
    }

    @Test func totalsHaveNoPrior() throws {
        var totals = RewardTotals()
        #expect(totals.mean == 0 && totals.variance == 1e100)
        try totals.update(reward: 3, weight: 2)
        try totals.update(reward: 0, weight: 2)
        #expect(totals.mean == 1.5 && totals.variance == 0.25)
    }

    @Test func learningInAnyOrderMergingAndSaving() throws {
        try check(BetaPosterior(prior: BetaPosterior.Prior(a: 0.5, b: 0.5)))
        try check(GaussianPosterior(prior: GaussianPosterior.Prior(mean: 1, noise: .learned(initial: 1, worth: 1))))
        try check(GaussianPosterior(prior: GaussianPosterior.Prior()))
        try check(RewardTotals())
    }

    private func check(_ empty: some ArmPosterior) throws {
        let answers: [(reward: Double, weight: Double)] = (0..<30).map { place in
            let tenths = place * 7 % 11
            return (Double(tenths) / 10, Double(place % 3 + 1))
        }
        var (whole, reversed, left, right) = (empty, empty, empty, empty)
        for (place, answer) in answers.enumerated() {
            try whole.update(reward: answer.reward, weight: answer.weight)
            if place < 12 {
                try left.update(reward: answer.reward, weight: answer.weight)
            } else {
                try right.update(reward: answer.reward, weight: answer.weight)
            }
        }
        for answer in answers.reversed() { try reversed.update(reward: answer.reward, weight: answer.weight) }
        try left.merge(right)
        for other in [reversed, left] {
            expectClose([other.mean, other.variance], [whole.mean, whole.variance], 1e-13)
        }
        #expect(try saved(whole) == whole)
        for answer in answers.dropFirst(3) { whole.remove(reward: answer.reward, weight: answer.weight) }
        var first = empty
        for answer in answers.prefix(3) { try first.update(reward: answer.reward, weight: answer.weight) }
        expectClose([whole.mean, whole.variance], [first.mean, first.variance], 1e-12)
        let before = whole
        for (reward, weight) in [(Double.nan, 1.0), (.infinity, 1), (0.5, 0), (0.5, -1), (0.5, .nan)] {
            #expect(throws: ExploreError.self) { try whole.update(reward: reward, weight: weight) }
        }
        #expect(throws: ExploreError.self) { try whole.discount(by: -0.1) }
        #expect(whole == before)
    }

    @Test func badParametersAndRewardsAreNamed() throws {
        #expect(throws: ExploreError.self) { try BetaPosterior.Prior(a: 0) }
        #expect(throws: ExploreError.self) { try BetaPosterior.Prior(b: .infinity) }
        #expect(throws: ExploreError.self) { try GaussianPosterior.Prior(worth: 0) }
        #expect(throws: ExploreError.self) { try GaussianPosterior.Prior(noise: .learned(initial: 1, worth: 0)) }
        var posterior = try BetaPosterior(prior: .init())
        let error = #expect(throws: ExploreError.self) { try posterior.update(reward: 1.5) }
        #expect(error?.message == "a reward must be in [0.0, 1.0]; got 1.5")
        var other = try BetaPosterior(prior: .init(a: 2))
        #expect(throws: ExploreError.self) { try other.merge(posterior) }
    }
}
