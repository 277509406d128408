import ArgumentParser
import Explore
import Foundation
import OffPolicy

/// Learns from a dsjson log, one decision after the other, and estimates what the policy's probabilities before each
/// decision would have earned; beside it what a peer's would have, by the same estimators.
struct HashedBanditBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hashed-bandit")

    @Argument(help: "A dsjson log.") var file: String
    @Option(help: "epsilon-greedy or squarecb.") var policy = "epsilon-greedy"
    @Option(help: "First letters of two namespaces.") var interactions = "UA"
    @Option(help: "The peer's probabilities, as Vowpal Wabbit writes them with -p.") var predictions: String?

    func run() throws {
        var bandit = try makeBandit()
        var progressive = ProgressiveLog()
        var reader = try HashedDSJSONReader(path: file)
        var probabilities: [Double] = []
        let clock = ContinuousClock()
        let begin = clock.now
        try LogScan().run(&reader) { decision, _ in
            let label = decision.label
            try bandit.fill(&probabilities, for: decision.choice)
            progressive.append(label, probabilities)
            try bandit.learn(
                from: decision.choice, action: label.action, reward: label.reward, propensity: label.propensity)
        }
        let seconds = (clock.now - begin) / .seconds(1)
        var result: [String: Any] = [
            "model": policy, "peer": "equipoise", "decisions": progressive.count,
            "seconds": ["learn": seconds],
        ]
        let evaluation = try progressive.evaluation()
        let ours = try progressive.target()
        result["metrics"] = try metrics(evaluation, ours)
        if let predictions {
            let theirs = try progressive.target(predictions: predictions)
            result["peerMetrics"] = try metrics(evaluation, theirs)
            let gain = try evaluation.gain("ours", ours, over: theirs, by: SelfNormalisedInversePropensity())
            result["gain"] = ["snips": gain.value, "low": gain.interval.low, "high": gain.interval.high]
        }
        try printResult(result)
    }

    private func makeBandit() throws -> HashedBandit {
        let model = try HashedRegression(interactions: FeatureInteractions(pairs: [interactions]))
        return switch policy {
        case "epsilon-greedy":
            try HashedBandit(exploration: .epsilonGreedy(epsilon: 0.05), learning: .regression, model: model)
        case "squarecb": try HashedBandit(exploration: .squareCB(), learning: .direct, model: model)
        default: throw ValidationError("unknown policy '\(policy)'")
        }
    }

    private func metrics(
        _ evaluation: OffPolicyEvaluation, _ target: TargetProbabilities
    ) throws -> [String: Double] {
        let ips = try evaluation.estimate("progressive", target, by: InversePropensity())
        let snips = try evaluation.estimate("progressive", target, by: SelfNormalisedInversePropensity())
        return [
            "ips": ips.value, "ips.low": ips.interval.low, "ips.high": ips.interval.high, "snips": snips.value,
            "snips.low": snips.interval.low, "snips.high": snips.interval.high,
        ]
    }
}

/// What was logged, and with what probabilities a policy would have acted, decision by decision.
private struct ProgressiveLog {
    private var labels: [ChoiceLabel] = []
    private var rows: [[Double]] = []
    private var arms = 0

    var count: Int { labels.count }

    mutating func append(_ label: ChoiceLabel, _ probabilities: [Double]) {
        labels.append(label)
        rows.append(probabilities)
        arms = max(arms, probabilities.count)
    }

    /// Actions are known by their places.
    func evaluation() throws -> OffPolicyEvaluation {
        let log = try LoggedDecisions(
            arms: (0..<arms).map(String.init), actions: labels.map { Int32($0.action) },
            rewards: labels.map(\.reward), propensities: labels.map(\.propensity))
        return try OffPolicyEvaluation(log, settings: EstimateSettings())
    }

    func target() throws -> TargetProbabilities { try TargetProbabilities(rows: rows, arms: arms) }

    func target(predictions path: String) throws -> TargetProbabilities {
        try TargetProbabilities(rows: PeerPredictions.rows(path, counts: rows.map(\.count)), arms: arms)
    }
}
