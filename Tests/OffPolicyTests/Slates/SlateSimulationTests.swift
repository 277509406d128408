import Commerce
import Foundation
import Linear
import OffPolicy
import Testing

/// 500 logs of 150 slates for each way of reading a list, whose true value is known.
///
/// Bounds: a mean of 500 estimates lies within 4 of its standard errors with probability above 0.9999; a share of 500 that
/// is truly 0.95 lies within 0.92 and 0.98 with probability 0.998.
struct SlateSimulationTests {
    private static let logs = 500
    private static let slates = 150

    /// An estimator with what was found of it.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var behaviour: SlateBehaviour
        var testDescription: String { "\(name), shoppers \(behaviour)" }
    }

    private struct Summary {
        var bias: Double
        /// Of the mean estimate.
        var error: Double
        var coverage: Double
    }

    /// Every estimator, and how wrong the model is that it gets.
    private static func estimators() throws -> [(name: String, estimator: any SlateEstimator, distortion: Double)] {
        let apart = try IndependentSlates(positionsAreDrawnApart: true)
        let all: [any SlateEstimator] = try [
            StandardSlates(), StandardSlates(selfNormalised: true), IndependentSlates(),
            IndependentSlates(selfNormalised: true), CascadeSlates(), CascadeSlates(selfNormalised: true),
            CascadeDoublyRobust(), CascadeDoublyRobust(selfNormalised: true),
        ]
        return all.map { ($0.name, $0, 0) } + [("iips of conditionals", apart, 0)]
            + all.suffix(2).map { ("\($0.name) with a wrong model", $0, 0.8) }
    }

    /// Run once for all tests.
    private static let summaries = Result { () -> [SlateBehaviour: [String: Summary]] in
        var all: [SlateBehaviour: [String: Summary]] = [:]
        for behaviour in SlateBehaviour.allCases { all[behaviour] = try simulate(behaviour) }
        return all
    }

    private static func simulate(_ behaviour: SlateBehaviour) throws -> [String: Summary] {
        let world = try SlateWorld(behaviour)
        let (truth, root) = (world.truth, SeededGenerator(seed: 2024))
        let results = Parallel.map(logs) { index in
            Result { () -> [(value: Double, covers: Bool)] in
                var generator = root.split(UInt64(index))
                let log = try world.log(slates, using: &generator)
                return try estimators().map { _, estimator, distortion in
                    let model = try world.distort(log.model, distortion)
                    let estimate = try estimator.evaluate(log.slates, under: log.target, model: model)
                    let squares = estimate.influence.reduce(0) { $0 + $1 * $1 }
                    let error = squares.squareRoot() / Double(slates)
                    return (estimate.value, abs(estimate.value - truth) < 1.96 * error)
                }
            }
        }
        let rows = try results.map { try $0.get() }
        var summaries: [String: Summary] = [:]
        for (place, item) in try estimators().enumerated() {
            let values = rows.map { $0[place].value }
            let mean = values.reduce(0, +) / Double(logs)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            summaries[item.name] = Summary(
                bias: mean - truth, error: (squares / Double(logs - 1) / Double(logs)).squareRoot(),
                coverage: Double(rows.count { $0[place].covers }) / Double(logs))
        }
        return summaries
    }

    private func summary(_ item: Case) throws -> Summary {
        try #require(Self.summaries.get()[item.behaviour]?[item.name])
    }

    private static let sound: [Case] =
        ["sips", "snsips"].flatMap { name in SlateBehaviour.allCases.map { Case(name: name, behaviour: $0) } }
        + [
            "rips", "snrips", "cascade-dr", "sncascade-dr", "cascade-dr with a wrong model",
            "sncascade-dr with a wrong model",
        ]
        .flatMap { [Case(name: $0, behaviour: .cascade), Case(name: $0, behaviour: .independent)] }
        + ["iips", "sniips"].map { Case(name: $0, behaviour: .independent) }

    @Test(arguments: sound)
    func estimatesAreUnbiasedAndIntervalsCoverWhereTheAssumptionHolds(_ item: Case) throws {
        let summary = try summary(item)
        #expect(abs(summary.bias) < 4 * summary.error)
        #expect(summary.coverage >= 0.92 && summary.coverage <= 0.98)
    }

    @Test(arguments: [
        Case(name: "iips", behaviour: .cascade), Case(name: "sniips", behaviour: .cascade),
        Case(name: "iips", behaviour: .standard), Case(name: "rips", behaviour: .standard),
        Case(name: "snrips", behaviour: .standard), Case(name: "cascade-dr", behaviour: .standard),
        // The trap: conditional probabilities of lists without repeats are not marginal ones.
        Case(name: "iips of conditionals", behaviour: .independent),
    ])
    func estimatesAreBiasedWhereItDoesNot(_ item: Case) throws {
        let summary = try summary(item)
        #expect(abs(summary.bias) > 6 * summary.error)
    }

    @Test func strongerAssumptionsNarrowTheInterval() throws {
        let errors = try ["sips", "rips", "iips"].map { try summary(Case(name: $0, behaviour: .independent)).error }
        #expect(errors[1] < 0.9 * errors[0])
        #expect(errors[2] < 0.9 * errors[1])
    }

    @Test func aModelOfTheCascadeNarrowsTheInterval() throws {
        let plain = try summary(Case(name: "rips", behaviour: .cascade))
        let modelled = try summary(Case(name: "cascade-dr", behaviour: .cascade))
        #expect(modelled.error < 0.95 * plain.error)
    }

    /// With a perfect model and rewards without noise, every term is the value of its shopper's kind.
    @Test func aPerfectModelLeavesOnlyTheDifferencesBetweenShoppers() throws {
        var generator = SeededGenerator(seed: 3)
        let log = try SlateWorld(.cascade).log(300, noise: false, using: &generator)
        let estimate = try CascadeDoublyRobust().evaluate(log.slates, under: log.target, model: log.model)
        for slate in 0..<300 {
            let term = estimate.value + estimate.influence[slate]
            #expect(abs(term - log.model.next[slate * 3]) < 1e-12)
        }
    }
}
