import ArgumentParser
import OffPolicy

/// Relative errors on the synthetic problem of the Open Bandit Pipeline: 10,000 decisions, 30 arms, 5 features.
struct AccuracyBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "accuracy")

    @Option(help: "Runs beyond the published twenty.") var runs = 300

    /// Relative errors that its example prints, over the seeds 0 to 19 (obp 0.5.5, `examples/synthetic`).
    private static let published = ["ips": 0.0095, "snips": 0.0067, "dr": 0.0062]

    func run() throws {
        let estimators: [any OffPolicyEstimator] = [
            InversePropensity(), SelfNormalisedInversePropensity(), DoublyRobust(),
        ]
        var table = FigureTable(
            "accuracy: mean relative error",
            [("logs", "s"), ("estimator", "s"), ("ours", ".4f"), ("deviation", ".4f"), ("published", ".4f")])
        let studies: [(String, AccuracyStudy)] = [
            ("the published 20", AccuracyStudy(.openBandit, runs: 20)),
            ("the same source, \(runs) seeds", AccuracyStudy(.openBandit, runs: runs)),
            ("problems of our own, \(runs)", AccuracyStudy(.own, runs: runs)),
        ]
        for (name, study) in studies {
            for errors in try study.errors(of: estimators, model: LogisticRewards(.perArm)) {
                let isPublished = study.runs == 20
                table.append([
                    .text(name), .text(errors.estimator), .number(errors.mean), .init(errors.deviation),
                    .init(isPublished ? Self.published[errors.estimator] : nil),
                ])
            }
        }
        try FigureTable.print(table)
    }
}
