import Commerce
import Linear
import OffPolicy
import Testing

/// In words of its own, because sums of literals inside `#expect` take the compiler minutes.
private func expectClose(
    _ value: Double, _ expected: Double, within tolerance: Double = 1e-12,
    at location: SourceLocation = #_sourceLocation
) {
    #expect(abs(value - expected) < tolerance, sourceLocation: location)
}

struct SlateEstimatorTests {
    /// Two slates of two positions, worked by hand. Ratios: 1/2, 2 and 4, 1/4; marginal ratios: 1, 1/2 and 1/2, 2.
    private func log() throws -> (LoggedSlates, SlateTarget, SlateModel) {
        (
            try LoggedSlates(
                positions: 2, actions: [0, 1, 1, 0], propensities: [0.8, 0.5, 0.2, 0.8], rewards: [1, 3, 2, 4],
                marginals: [0.5, 0.8, 0.4, 0.25]),
            try SlateTarget(
                positions: 2, propensities: [0.4, 1, 0.8, 0.2], marginals: [0.5, 0.4, 0.2, 0.5]),
            try SlateModel(positions: 2, shown: [2, 1, 3, 2], next: [2.5, 2, 1.5, 1])
        )
    }

    @Test func wholeSlatesByHand() throws {
        let (log, target, _) = try log()
        // w = 1, 1; R = 4, 6.
        let plain = try StandardSlates().evaluate(log, under: target)
        #expect(plain.value == 5)
        #expect(plain.influence == [-1, 1])
        #expect(plain.weights == [1, 1])
    }

    @Test func independentSlatesByHand() throws {
        let (log, target, _) = try log()
        // Terms: 1 * 1 + 0.5 * 3 = 2.5 and 0.5 * 2 + 2 * 4 = 9.
        let plain = try IndependentSlates().evaluate(log, under: target)
        #expect(plain.value == 5.75)
        #expect(plain.influence == [-3.25, 3.25])
        // First position (1 * 1 + 0.5 * 2) / 1.5 = 4 / 3, second (0.5 * 3 + 2 * 4) / 2.5 = 3.8.
        let normalised = try IndependentSlates(selfNormalised: true).evaluate(log, under: target)
        expectClose(normalised.value, 4.0 / 3 + 3.8)
        // 1 (1 - 4/3) / 0.75 + 0.5 (3 - 3.8) / 1.25.
        expectClose(normalised.influence[0], -4.0 / 9 - 0.32)
    }

    @Test func cascadeSlatesByHand() throws {
        let (log, target, _) = try log()
        // Weights 0.5, 1 and 4, 1; terms 0.5 + 3 and 8 + 4.
        let plain = try CascadeSlates().evaluate(log, under: target)
        #expect(plain.value == 7.75)
        // (0.5 * 1 + 4 * 2) / 4.5 + (3 + 4) / 2.
        let normalised = try CascadeSlates(selfNormalised: true).evaluate(log, under: target)
        expectClose(normalised.value, 8.5 / 4.5 + 3.5)
        // The first position varies most: its weights are the ones shown.
        #expect(normalised.weights == [0.5, 4])
    }

    @Test func cascadeDoublyRobustByHand() throws {
        let (log, target, model) = try log()
        // 2.5 + 0.5 (1 - 2) + 0.5 * 2 + 1 (3 - 1) = 5 and 1.5 + 4 (2 - 3) + 4 * 1 + 1 (4 - 2) = 3.5.
        let plain = try CascadeDoublyRobust().evaluate(log, under: target, model: model)
        #expect(plain.value == 4.25)
        #expect(plain.influence == [0.75, -0.75])
        // 2 + (0.5 * -1 + 4 * -1) / 4.5 + (0.5 * 2 + 4 * 1) / 4.5 + (2 + 2) / 2.
        let normalised = try CascadeDoublyRobust(selfNormalised: true).evaluate(log, under: target, model: model)
        expectClose(normalised.value, 2 - 1 + 5 / 4.5 + 2)
    }

    @Test func aLimitCutsWeightsAndSaysHowMuch() throws {
        let (log, target, _) = try log()
        // Weights 0.5, 1 and 2, 1 instead of 0.5, 1 and 4, 1: 2 of 6.5 are gone.
        let cut = try CascadeSlates(limit: 2).evaluate(log, under: target)
        // Terms 3.5 and 2 * 2 + 4.
        expectClose(cut.value, 5.75)
        expectClose(cut.cutShare, 2 / 6.5)
    }

    @Test(arguments: [false, true])
    func aPinnedPositionWeighsOneAndTeachesNothing(_ selfNormalised: Bool) throws {
        let pinned = try LoggedSlates(
            positions: 2, actions: [0, 1, 1, 0], propensities: [1, 0.5, 1, 0.8], rewards: [1, 3, 2, 4],
            isPinned: [true, false, true, false])
        // What the target says of a pinned position does not matter.
        let target = try SlateTarget(positions: 2, propensities: [0, 1, 0.3, 0.2])
        let estimate = try CascadeSlates(selfNormalised: selfNormalised).evaluate(pinned, under: target)
        // Weights 1, 2 and 1, 0.25.
        let expected = selfNormalised ? 1.5 + 7 / 2.25 : 5
        expectClose(estimate.value, expected)
        let model = try SlateModel(positions: 2, shown: [9, 0, 9, 0], next: [1, 0, 2, 0])
        let robust = try CascadeDoublyRobust(selfNormalised: selfNormalised)
            .evaluate(pinned, under: target, model: model)
        expectClose(robust.value, expected)
    }

    /// Over a chunk's length, against the plain formulas.
    @Test(arguments: [false, true])
    func longLogsAgreeWithThePlainFormula(_ selfNormalised: Bool) throws {
        var generator = SeededGenerator(seed: 17)
        let (count, positions) = (9001, 3)
        let size = count * positions
        let log = try LoggedSlates(
            positions: positions, actions: [Int32](repeating: 0, count: size),
            propensities: (0..<size).map { _ in 0.2 + 0.8 * generator.unit() },
            rewards: (0..<size).map { _ in generator.normal() })
        let target = try SlateTarget(positions: positions, propensities: (0..<size).map { _ in generator.unit() })
        let model = try SlateModel(
            positions: positions, shown: (0..<size).map { _ in generator.normal() },
            next: (0..<size).map { _ in generator.normal() })
        var weights = [[Double]](repeating: [], count: positions + 1)
        weights[0] = [Double](repeating: 1, count: count)
        for position in 0..<positions {
            weights[position + 1] = (0..<count).map { slate in
                let index = slate * positions + position
                return weights[position][slate] * target.propensities[index] / log.propensities[index]
            }
        }
        let means = weights.map { selfNormalised ? $0.reduce(0, +) / Double(count) : 1 }
        var expected = 0.0
        for slate in 0..<count {
            for position in 0..<positions {
                let index = slate * positions + position
                expected +=
                    weights[position + 1][slate] * (log.rewards[index] - model.shown[index]) / means[position + 1]
                expected += weights[position][slate] * model.next[index] / means[position]
            }
        }
        let estimate = try CascadeDoublyRobust(selfNormalised: selfNormalised)
            .evaluate(log, under: target, model: model)
        expectClose(estimate.value, expected / Double(count), within: 1e-10)
        #expect(abs(estimate.influence.reduce(0, +)) < 1e-6)
    }

    /// Equal rewards everywhere: a self-normalised estimate is exact, whatever the weights.
    @Test func selfNormalisedEstimatesAreExactForEqualRewards() throws {
        let (logged, target, _) = try log()
        let log = try LoggedSlates(
            positions: 2, actions: logged.actions, propensities: logged.propensities, rewards: [3, 7, 3, 7],
            marginals: logged.marginals)
        let estimators: [any SlateEstimator] = [
            try StandardSlates(selfNormalised: true), try IndependentSlates(selfNormalised: true),
            try CascadeSlates(selfNormalised: true),
        ]
        for estimator in estimators {
            let estimate = try estimator.evaluate(log, under: target, model: nil)
            expectClose(estimate.value, 10)
            #expect(estimate.influence.allSatisfy { abs($0) < 1e-12 })
        }
    }
}
