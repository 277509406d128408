import Commerce
import Linear
import OffPolicy
import Testing

struct RewardModelTests {
    /// Predictions for three decisions, of a model of the 45 before them.
    private func predictions(_ model: some RewardModel, clicks: Bool = false) throws -> [Double] {
        let fitted = try model.fit(OracleLog.log(clicks: clicks), on: Array(0..<45))
        return (45..<48).flatMap { fitted.rewards(at: OracleLog.contexts[row: $0], arms: OracleLog.arms) }
    }

    /// One of the arms is never shown, and features differ in scale by two orders.
    @Test func agreesWithNumPyAndSciPy() throws {
        #expect(
            areClose(try predictions(RidgeRewards(.perArm, penalty: 0.7)), OffPolicyFixture.ridgePerArm, relative: 1e-7)
        )
        #expect(
            areClose(try predictions(RidgeRewards(.shared, penalty: 0.7)), OffPolicyFixture.ridgeShared, relative: 1e-7)
        )
        #expect(
            areClose(
                try predictions(LogisticRewards(.perArm, penalty: 0.7), clicks: true), OffPolicyFixture.logisticPerArm,
                relative: 1e-6))
        #expect(
            areClose(
                try predictions(LogisticRewards(.shared, penalty: 0.7), clicks: true), OffPolicyFixture.logisticShared,
                relative: 1e-6))
    }

    @Test(arguments: [RewardForm.perArm, .shared])
    func anArmNeverShownIsPredictedTheMean(_ form: RewardForm) throws {
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 0, 0, 0], rewards: [1, 0, 1, 1], propensities: [0.5, 0.5, 0.5, 0.5])
        let fitted = try RidgeRewards(form).fit(log, on: [0, 1, 2, 3])
        #expect(isClose(fitted.rewards(at: [], arms: 2)[1], 0.75))
    }

    /// Two clouds that a line separates: without a penalty the weights would grow without end.
    @Test func separableClicksStayFinite() throws {
        let count = 40
        let log = try LoggedDecisions(
            arms: ["a", "b"], actions: (0..<count).map { Int32($0 % 2) }, rewards: (0..<count).map { $0 < 20 ? 0 : 1 },
            propensities: [Double](repeating: 0.5, count: count),
            contexts: Matrix(rows: count, columns: 1, values: (0..<count).map { Float($0) * 1e6 }))
        for form in [RewardForm.perArm, .shared] {
            let model = try LogisticRewards(form, penalty: 1e-6)
            let predictions = try CrossFitting(folds: 2).predictions(of: model, for: log)
            #expect(predictions.allSatisfy { $0 >= 0 && $0 <= 1 })
            #expect(predictions[0] < 0.01 && predictions[2 * count - 1] > 0.99)
        }
    }

    @Test func aPredictionNeverSawItsOwnReward() throws {
        var bandit = SeededGenerator(seed: 3)
        let log = try SyntheticBandit(arms: 3, width: 2, seed: 1).draw(60, using: &bandit).log
        let fitting = try CrossFitting(folds: 4, seed: 9)
        let before = try fitting.predictions(of: RidgeRewards(), for: log)
        for place in [0, 17, 59] {
            var rewards = log.rewards
            rewards[place] += 1000
            let changed = try LoggedDecisions(
                arms: log.arms, actions: log.actions, rewards: rewards, propensities: log.propensities,
                contexts: log.contexts)
            let after = try fitting.predictions(of: RidgeRewards(), for: changed)
            #expect(Array(after[place * 3..<place * 3 + 3]) == Array(before[place * 3..<place * 3 + 3]))
            #expect(after != before)
        }
    }

    @Test func theSameSeedGivesTheSamePredictions() throws {
        let log = try OracleLog.log()
        func predictions(_ seed: UInt64) throws -> [Double] {
            try CrossFitting(folds: 3, seed: seed).predictions(of: RidgeRewards(.shared), for: log)
        }
        #expect(try predictions(1) == predictions(1))
        #expect(try predictions(1) != predictions(2))
    }

    /// More decisions than one part of a pass holds: parts must add up to the whole.
    @Test func partsOfAPassAddUp() throws {
        var generator = SeededGenerator(seed: 4)
        let log = try SyntheticBandit(arms: 2, width: 1, seed: 2).draw(9_000, using: &generator).log
        let places = Array(0..<9_000)
        let ridge = try RidgeRewards(.shared, penalty: 1e-9).fit(log, on: places)
        // The optimum of least squares leaves residuals that sum to zero for every arm.
        var sums = [0.0, 0]
        for place in places {
            let arm = Int(log.actions[place])
            sums[arm] += log.rewards[place] - ridge.rewards(at: log.contexts[row: place], arms: 2)[arm]
        }
        #expect(sums.allSatisfy { abs($0) < 1e-4 })
    }

    @Test func whatCannotBeLearntIsRefused() throws {
        let log = try OracleLog.log()
        func code(_ body: () throws -> some Any) -> String? {
            #expect(throws: OffPolicyError.self) { _ = try body() }?.code
        }
        let fitting = try CrossFitting(folds: 3)
        #expect(code { try fitting.predictions(of: LogisticRewards(), for: log) } == "model.rewards")
        #expect(code { try CrossFitting(folds: 1) } == "parameter")
        #expect(code { try CrossFitting(folds: 61).predictions(of: RidgeRewards(), for: log) } == "log.small")
        for wrong in [0, -1, Double.nan, .infinity] {
            #expect(code { try RidgeRewards(penalty: wrong) } == "parameter")
            #expect(code { try LogisticRewards(penalty: wrong) } == "parameter")
        }
        var contexts = OracleLog.contexts
        contexts[7, 1] = Float.nan
        let broken = try LoggedDecisions(
            arms: log.arms, actions: log.actions, rewards: log.rewards, propensities: log.propensities,
            contexts: contexts)
        let error = #expect(throws: OffPolicyError.self) { try fitting.predictions(of: RidgeRewards(), for: broken) }
        #expect(error?.code == "log.context")
        #expect(error?.message.contains("feature 1 of decision 7") == true)
    }
}
