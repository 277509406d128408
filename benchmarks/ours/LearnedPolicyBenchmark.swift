import ArgumentParser
import Commerce
import Explore
import Foundation
import Linear
import OffPolicy

/// Learns a policy from one dsjson log whose actions are always the same, and estimates on another what it earns; beside it
/// the best single arm of the first log, and a peer's policy.
///
/// All are judged by the same doubly robust estimator, whose reward model is learned from the first log alone.
struct LearnedPolicyBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "learned-policy")

    @Argument(help: "Folder that holds train.dsjson and test.dsjson.") var folder: String
    @Option(help: "The peer's probabilities at the decisions of test.dsjson, as Vowpal Wabbit writes them.")
    var predictions: String?
    @Option var seed: UInt64 = 1

    func run() throws {
        var columns = FixedChoices()
        let training = try columns.read("\(folder)/train.dsjson", addingWords: true)
        let test = try columns.read("\(folder)/test.dsjson", addingWords: false)
        var generator = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let begin = clock.now
        let learned = try PolicyLearner().fit(training, using: &generator)
        let seconds = (clock.now - begin) / .seconds(1)

        let model = try RidgeRewards(.perArm, penalty: 10).fit(training, on: Array(0..<training.count))
        let rewards = (0..<test.count).flatMap { model.rewards(at: test.contexts[row: $0], arms: test.arms.count) }
        let evaluation = try OffPolicyEvaluation(test, rewards: rewards, settings: EstimateSettings())
        let ours = try learned.policy.targetProbabilities(for: test)
        let arm = try Self.always(Self.bestArm(of: training), of: test.arms.count)
        var metrics = try report(evaluation, "ours", ours)
        metrics.merge(try report(evaluation, "best arm", arm)) { $1 }
        metrics.merge(try gain(evaluation, "ours - best arm", ours, arm)) { $1 }
        if let predictions {
            let counts = [Int](repeating: test.arms.count, count: test.count)
            let theirs = try TargetProbabilities(
                rows: PeerPredictions.rows(predictions, counts: counts), arms: test.arms.count)
            metrics.merge(try report(evaluation, "peer", theirs)) { $1 }
            metrics.merge(try gain(evaluation, "ours - peer", ours, theirs)) { $1 }
        }
        try printResult([
            "model": "\(learned.chosen.way.method.rawValue), l2 \(learned.chosen.way.l2)", "peer": "equipoise",
            "arm": test.arms[try Self.bestArm(of: training)], "decisions": test.count, "seconds": ["fit": seconds],
            "metrics": metrics,
        ])
    }

    /// The arm whose self-normalised mean reward is largest.
    private static func bestArm(of log: LoggedDecisions) throws -> Int {
        let evaluation = try OffPolicyEvaluation(log, settings: EstimateSettings())
        let values = try log.arms.indices.map { arm in
            try evaluation.estimate("arm", always(arm, of: log.arms.count), by: SelfNormalisedInversePropensity()).value
        }
        return values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? 0
    }

    private static func always(_ arm: Int, of arms: Int) throws -> TargetProbabilities {
        try TargetProbabilities(arms: arms, values: (0..<arms).map { $0 == arm ? 1 : 0 })
    }

    private func report(
        _ evaluation: OffPolicyEvaluation, _ name: String, _ target: TargetProbabilities
    ) throws -> [String: [Double]] {
        let value = try evaluation.estimate(name, target, by: DoublyRobust())
        return [name: [value.value, value.interval.low, value.interval.high]]
    }

    private func gain(
        _ evaluation: OffPolicyEvaluation, _ name: String, _ one: TargetProbabilities, _ other: TargetProbabilities
    ) throws -> [String: [Double]] {
        let gain = try evaluation.gain(name, one, over: other, by: DoublyRobust())
        return [name: [gain.value, gain.interval.low, gain.interval.high]]
    }
}

/// Turns named features that all actions share into columns: numbers as they are, words as zeros and ones.
private struct FixedChoices {
    private var places: [String: Int] = [:]

    /// - Parameter addingWords: whether a feature that was not seen before gets a column; else it is left out.
    mutating func read(_ path: String, addingWords: Bool) throws -> LoggedDecisions {
        var (labels, rows, arms): ([ChoiceLabel], [[(Int, Float)]], [String]) = ([], [], [])
        var reader = try DSJSONReader(path: path)
        try LogScan().run(&reader) { entry, _ in
            guard case .choice(let choice) = entry else { throw ValidationError("\(path) fills slots") }
            labels.append(choice.label)
            rows.append(features(choice, addingWords))
            if arms.isEmpty { arms = choice.actions.map(Self.name) }
            guard choice.actions.count == arms.count else { throw ValidationError("\(path) has changing actions") }
        }
        var contexts = Matrix(rows: rows.count, columns: places.count)
        for (row, features) in rows.enumerated() {
            for (column, value) in features { contexts[row, column] = value }
        }
        return try LoggedDecisions(
            arms: arms, actions: labels.map { Int32($0.action) }, rewards: labels.map(\.reward),
            propensities: labels.map(\.propensity), contexts: contexts)
    }

    private mutating func features(_ choice: LoggedChoice, _ isAdding: Bool) -> [(Int, Float)] {
        var row: [(Int, Float)] = []
        for feature in choice.shared.flatMap(\.features) {
            let (name, value): (String, Float) =
                switch feature.value {
                case .number(let number): (feature.name, Float(number))
                case .text(let word): ("\(feature.name)=\(word)", 1)
                case .flag: (feature.name, 1)
                }
            if places[name] == nil, isAdding { places[name] = places.count }
            if let column = places[name] { row.append((column, value)) }
        }
        return row
    }

    private static func name(_ action: [FeatureNamespace]) -> String {
        action.flatMap(\.features).map { feature in
            if case .text(let word) = feature.value { word } else { feature.name }
        }.joined(separator: " ")
    }
}
