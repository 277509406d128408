import Commerce
import Explore
import Foundation
import Linear
import Testing

/// What models know, against slow and plain versions of the same.
@Suite("Models of rewards")
struct ModelTests {
    /// The hybrid model is one regression on the shared features and every arm's own, side by side.
    @Test func theHybridModelIsOneJointRegression() throws {
        var model = try HybridModel(sharedWidth: 3, ownWidth: 2, precision: 0.5)
        var joint = BatchRegression(try CoefficientPrior(width: 3 + 4 * 2, precision: 0.5))
        func joined(_ key: Int, _ shared: [Float], _ own: [Float]) -> [Float] {
            shared + (0..<4).flatMap { $0 == key ? own : [0, 0] }
        }
        for (place, feedback) in SmallWorld.feedback(200).enumerated() {
            try model.update(with: feedback)
            joint.add(
                joined(Int(feedback.key), feedback.features, feedback.context.features), feedback.reward,
                feedback.weight)
            guard place % 20 == 0 else { continue }
            let context = SmallWorld.context(place + 3)
            let scores = try model.scores(of: SmallWorld.actions(place), in: context)
            for key in 0..<4 {
                let x = joined(key, SmallWorld.features(key, place), context.features)
                expectClose(scores.means[key], zip(joint.mean, x).reduce(0) { $0 + $1.0 * Double($1.1) }, 1e-11)
                expectClose(scores.variances[key], joint.square(x), 1e-11)
            }
        }
    }

    @Test func theDisjointModelIsOneRegressionForEachArm() throws {
        var model = try DisjointModel(prior: LinearPosterior(prior: CoefficientPrior(width: 3)))
        var batches = [BatchRegression](repeating: BatchRegression(try CoefficientPrior(width: 3)), count: 4)
        for feedback in SmallWorld.feedback(100) {
            try model.update(with: feedback)
            batches[Int(feedback.key)].add(feedback.features, feedback.reward, feedback.weight)
        }
        let scores = try model.scores(of: SmallWorld.actions(9), in: SmallWorld.context(9))
        for (key, batch) in batches.enumerated() {
            let x = SmallWorld.features(key, 9)
            expectClose(scores.means[key], zip(batch.mean, x).reduce(0) { $0 + $1.0 * Double($1.1) }, 1e-12)
            expectClose(scores.variances[key], batch.square(x), 1e-12)
        }
    }

    /// Every answer counts `2^-(age / half-life)`, whenever it came; the prior is between 95 and 100 % of itself.
    @Test(arguments: [1, 10, 200] as [Int])
    func aHalfLifeWeighsAnswersByTheirAge(_ hours: Int) throws {
        let prior = try CoefficientPrior(width: 3, precision: 2)
        var model = try SharedModel(LinearPosterior(prior: prior), forgetting: .halfLife(.hours(hours)))
        var arms = try ArmModel(
            prior: GaussianPosterior(prior: .init(worth: 3)), forgetting: .halfLife(.hours(hours)))
        var generator = SeededGenerator(seed: 3)
        let feedback = SmallWorld.feedback(80)
        for answer in feedback.shuffled(using: &generator) {
            try model.update(with: answer)
            try arms.update(with: answer)
        }
        let latest = feedback[79].context.time
        var (weights, sum) = (3.0, 0.0)
        var shares = [BatchRegression(prior), BatchRegression(prior)]
        shares[1].fade(1, priorShare: 0.95)
        for answer in feedback {
            let age = Double(latest.since(answer.context.time).wholeMilliseconds) / 3_600_000
            let weight = answer.weight * exp2(-age / Double(hours))
            for place in shares.indices { shares[place].add(answer.features, answer.reward, weight) }
            if answer.key == 2 {
                weights += weight
                sum += weight * answer.reward
            }
        }
        let x = SmallWorld.features(2, 80)
        let (_, variance) = try model.posterior.prediction(for: x)
        #expect(variance >= shares[0].square(x) - 1e-12 && variance <= shares[1].square(x) + 1e-12)
        expectClose(arms.posterior(of: 2).mean, sum / weights, 1e-12)
        expectClose(arms.posterior(of: 2).variance, 1 / weights, 1e-12)
    }

    /// After each answer the whole past fades, that of other arms too.
    @Test func forgettingByAnswersIsDiscountedRegression() throws {
        let prior = try CoefficientPrior(width: 3)
        // At this rate the prior is put back after every answer.
        var model = try SharedModel(LinearPosterior(prior: prior), forgetting: .perAnswer(keep: 0.9))
        var arms = try ArmModel(prior: RewardTotals(), forgetting: .perAnswer(keep: 0.9))
        var batch = BatchRegression(prior)
        for feedback in SmallWorld.feedback(60) {
            try model.update(with: feedback)
            try arms.update(with: feedback)
            batch.fade(0.9)
            batch.add(feedback.features, feedback.reward, feedback.weight)
        }
        expectClose(model.posterior.mean, batch.mean, 1e-11)
        var (weights, sum) = (0.0, 0.0)
        for (age, feedback) in SmallWorld.feedback(60).reversed().enumerated() where feedback.key == 1 {
            weights += feedback.weight * pow(0.9, Double(age))
            sum += feedback.weight * feedback.reward * pow(0.9, Double(age))
        }
        expectClose(arms.posterior(of: 1).mean, sum / weights, 1e-12)
        expectClose(arms.posterior(of: 1).variance, 1 / weights, 1e-12)
    }

    /// Where the prior is left to fade for a while, what is learned lies between the full and 95 % of the prior.
    @Test func aSlowlyFadingPriorIsPutBackInTime() throws {
        let prior = try CoefficientPrior(width: 2, precision: 5)
        var model = try SharedModel(LinearPosterior(prior: prior), forgetting: .perAnswer(keep: 0.995))
        var evidence = 0.0
        var extremes = (smallest: 1.0, largest: 0.0)
        for _ in 0..<500 {
            try model.update(with: Feedback(key: 0, features: [1, 0], reward: 1))
            evidence = 0.995 * evidence + 1
            let precision = try 1 / model.posterior.prediction(for: [1, 0]).variance
            let share = (precision - evidence) / 5
            extremes = (min(extremes.smallest, share), max(extremes.largest, share))
        }
        #expect(extremes.smallest >= 0.95 - 1e-9 && extremes.smallest < 0.96)
        expectClose(extremes.largest, 1, 1e-9)
    }

    @Test func aWindowKnowsTheLastAnswersOnly() throws {
        func check<Model: UnlearningModel>(_ model: Model, _ tolerance: Double) throws {
            let feedback = SmallWorld.feedback(173)
            var window = try Windowed(model, size: 40)
            for answer in feedback { try window.update(with: answer) }
            var direct = model
            for answer in feedback.suffix(40) { try direct.update(with: answer) }
            let (actions, context) = (try SmallWorld.actions(3), SmallWorld.context(3))
            let (left, right) = (
                try window.scores(of: actions, in: context), try direct.scores(of: actions, in: context)
            )
            expectClose(left.means, right.means, tolerance)
            expectClose(left.variances, right.variances, tolerance)
        }
        try check(SharedModel(LinearPosterior(prior: CoefficientPrior(width: 3))), 1e-11)
        try check(DisjointModel(prior: LinearPosterior(prior: CoefficientPrior(width: 2)), features: .context), 1e-11)
        try check(ArmModel(prior: BetaPosterior(prior: .init())), 1e-12)
        try check(ArmModel(prior: GaussianPosterior(prior: .init())), 1e-12)
        try check(ArmModel(prior: RewardTotals()), 1e-12)
    }

    /// A window in which one direction is seen with weights that leave nothing of the others' digits.
    @Test func aWindowRecoversFromAnswersThatSwampIt() throws {
        var window = try Windowed(SharedModel(LinearPosterior(prior: CoefficientPrior(width: 2))), size: 3)
        try window.update(with: Feedback(key: 0, features: [1e9, 1e9], reward: 1, weight: 1e6))
        for _ in 0..<3 { try window.update(with: Feedback(key: 0, features: [1, 0.5], reward: 2)) }
        var direct = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 2)))
        for _ in 0..<3 { try direct.update(with: Feedback(key: 0, features: [1, 0.5], reward: 2)) }
        expectClose(window.model.posterior.mean, direct.posterior.mean, 1e-12)
    }

    /// Actions that share no feature are independent, so draws must agree with the integral: within five of the stated
    /// standard errors.
    @Test func estimatedChancesAgreeWithExactOnes() throws {
        var shared = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 4)))
        var arms = try ArmModel(prior: GaussianPosterior(prior: .init()))
        func unit(_ key: Int) -> [Float] { (0..<4).map { $0 == key ? 1 : 0 } }
        for var feedback in SmallWorld.feedback(30) {
            feedback.features = unit(Int(feedback.key))
            try shared.update(with: feedback)
            try arms.update(with: feedback)
        }
        let actions = try ActionSet(keys: [0, 1, 2, 3], width: 4, features: (0..<4).flatMap(unit))
        var generator = SeededGenerator(seed: 2)
        let exact = try Thompson(arms).distribution(over: actions, in: DecisionContext(), using: &generator)
        let estimate = try Thompson(shared, draws: 20_000).distribution(
            over: actions, in: DecisionContext(), using: &generator)
        #expect(exact.errors.isEmpty)
        for place in 0..<4 {
            let distance = estimate.probabilities[place] - exact.probabilities[place]
            #expect(abs(distance) <= 5 * estimate.errors[place])
            #expect(estimate.errors[place] < 0.004)
        }
    }

    /// Of 300 repetitions, the share within two stated standard errors is what a normal's would be, 95.4 %; it would
    /// fall below 91 % for one seed in a thousand.
    @Test func statedStandardErrorsAreHonest() throws {
        let model = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 2)))
        let actions = try ActionSet(keys: [0, 1, 2], width: 2, features: [1, 0, 0, 1, 0.6, 0.5])
        var generator = SeededGenerator(seed: 7)
        let truth = try Thompson(model, draws: 200_000).distribution(
            over: actions, in: DecisionContext(), using: &generator)
        let policy = try Thompson(model, draws: 300)
        var covered = 0
        for _ in 0..<300 {
            let estimate = try policy.distribution(over: actions, in: DecisionContext(), using: &generator)
            if abs(estimate.probabilities[0] - truth.probabilities[0]) <= 2 * estimate.errors[0] { covered += 1 }
        }
        #expect(covered >= 273)
    }

    @Test func whatWasNeverDrawnAsBestIsNotImpossible() throws {
        var model = try SharedModel(LinearPosterior(prior: CoefficientPrior(width: 2)))
        for _ in 0..<1000 {
            try model.update(with: Feedback(key: 0, features: [1, 0], reward: 1))
            try model.update(with: Feedback(key: 1, features: [0, 1], reward: 0))
        }
        let actions = try ActionSet(keys: [0, 1], width: 2, features: [1, 0, 0, 1])
        var generator = SeededGenerator(seed: 2)
        let estimate = try Thompson(model, draws: 100).distribution(
            over: actions, in: DecisionContext(), using: &generator)
        #expect(estimate.probabilities[1] == 0.5 / 101 && estimate.errors[1] > 0)
    }

    /// Copies that saw other resamplings disagree about as much as a posterior says: the spread of 200 bootstrap means
    /// of 100 answers against the standard error of the mean, within a quarter (five standard errors of a deviation
    /// from 200 numbers).
    @Test func bootstrapCopiesSpreadLikeAPosterior() throws {
        var policy = try Bootstrap(ArmModel(prior: RewardTotals()), models: 200, seed: 4)
        for place in 0..<100 { try policy.update(with: Feedback(key: 1, reward: place % 4 == 0 ? 1 : 0)) }
        let means = policy.models.map { $0.posterior(of: 1).mean }
        let average = means.reduce(0, +) / 200
        let deviation = (means.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 199).squareRoot()
        let expected = (0.25 * 0.75 / 100).squareRoot()
        #expect(abs(average - 0.25) <= 5 * expected / 200.0.squareRoot())
        #expect(abs(deviation / expected - 1) <= 0.25)
    }

    @Test func aDamagedFileIsRefused() throws {
        var policy = try LinUCB(alpha: 1, width: 3)
        for feedback in SmallWorld.feedback(20) { try policy.update(with: feedback) }
        var bundle = ArrayBundle()
        policy.store(into: &bundle, as: "p")
        _ = try LinUCB(from: bundle, as: "p")
        for name in bundle.entries.keys {
            var damaged = bundle
            damaged.store([Double.nan], as: name)
            expectFailure(name) { try LinUCB(from: damaged, as: "p") }
        }
        var renamed = bundle
        renamed.metadata["p.model.features"] = "weather"
        expectFailure("features") { try LinUCB(from: renamed, as: "p") }
    }
}
