import ArgumentParser
import Commerce
import Foundation
import Linear
import OffPolicy

/// Times reward models and every estimator on a log of ``EstimatorLog``.
struct EstimatorBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ope")

    @Argument(help: "What ope-log wrote.") var file: String

    func run() throws {
        let bundle = try ArrayBundle(safetensors: Data(contentsOf: URL(filePath: file)))
        let arms = try bundle.entry("target").shape[1]
        let log = try LoggedDecisions(
            arms: (0..<arms).map { "arm \($0)" }, actions: bundle.int32s("actions"), rewards: bundle.doubles("rewards"),
            propensities: bundle.doubles("propensities"), contexts: bundle.matrix("contexts"))
        let target = try TargetProbabilities(arms: arms, values: bundle.doubles("target"))
        var stages = Stages()

        let fitting = try CrossFitting(folds: 3)
        let rewards = try stages.time("ridge model, 3 folds") {
            try fitting.predictions(of: RidgeRewards(.perArm), for: log)
        }
        _ = try stages.time("logistic model, 3 folds") {
            try fitting.predictions(of: LogisticRewards(.perArm), for: log)
        }
        let estimators = try Self.estimators(arms: arms)
        for estimator in estimators {
            let estimation = try stages.time(estimator.name) {
                try estimator.evaluate(log, under: target, rewards: rewards)
            }
            // Arms were put into categories at random, which costs the same time and gives no estimate.
            if !(estimator is MarginalisedInversePropensity) { stages.values[estimator.name] = estimation.value }
        }
        _ = try stages.time("all of these, intervals, warnings") {
            try OffPolicyEvaluation(log, rewards: rewards, settings: EstimateSettings(rewardRange: 0...1))
                .report("target", target, by: estimators)
        }
        try slates(log.count, &stages)
        try printResult([
            "seconds": stages.seconds, "order": stages.order, "metrics": stages.values,
            "truth": Double(bundle.text("truth")) ?? .nan,
        ])
    }

    private static func estimators(arms: Int) throws -> [any OffPolicyEstimator] {
        let halves = try ActionEmbedding(categoryOfArm: (0..<Int32(arms)).map { $0 / 2 })
        return [
            DirectMethod(), InversePropensity(), SelfNormalisedInversePropensity(), DoublyRobust(),
            SelfNormalisedDoublyRobust(), try SwitchDoublyRobust(threshold: 10), try ShrunkDoublyRobust(strength: 100),
            Replay(), try InversePropensity(limit: 20),
            MarginalisedInversePropensity(halves, from: .learned(penalty: 1)),
            try TunedEstimator(
                name: "dros, SLOPE of 5",
                candidates: [1, 10, 100, 1_000, 10_000].map { try ShrunkDoublyRobust(strength: $0) }, slope: Slope()),
        ]
    }

    /// Estimators of lists, on as many lists of five: their cost depends on the shape only.
    private func slates(_ count: Int, _ stages: inout Stages) throws {
        let (positions, size) = (5, count * 5)
        var generator = SeededGenerator(seed: 1)
        func column() -> [Double] { (0..<size).map { _ in 0.1 + 0.8 * generator.unit() } }
        let log = try LoggedSlates(
            positions: positions, actions: [Int32](repeating: 0, count: size), propensities: column(),
            rewards: (0..<size).map { _ in generator.bernoulli(0.1) ? 1 : 0 })
        let target = try SlateTarget(positions: positions, propensities: column())
        let model = try SlateModel(positions: positions, shown: column(), next: column())
        let estimators: [any SlateEstimator] = [
            try StandardSlates(), try IndependentSlates(positionsAreDrawnApart: true), try CascadeSlates(),
            try CascadeDoublyRobust(),
        ]
        for estimator in estimators {
            _ = try stages.time("lists of 5: \(estimator.name)") {
                try estimator.evaluate(log, under: target, model: model)
            }
        }
    }
}

/// Seconds and values by name.
private struct Stages {
    private(set) var seconds: [String: Double] = [:]
    private(set) var order: [String] = []
    var values: [String: Double] = [:]

    mutating func time<Result>(_ stage: String, _ work: () throws -> Result) rethrows -> Result {
        let (seconds, result) = try timed(work)
        self.seconds[stage] = seconds
        order.append(stage)
        return result
    }
}
