import ArgumentParser
import Commerce
import Foundation
import Linear
import OffPolicy

/// Draws a log with known truth and writes it as safetensors, for ``EstimatorBenchmark`` and for Python.
struct EstimatorLog: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "ope-log")

    @Argument(help: "The file to write.") var file: String
    @Option var decisions = 1_000_000
    @Option var arms = 10
    @Option var seed: UInt64 = 1

    func run() throws {
        var generator = SeededGenerator(seed: seed)
        let drawn = try SyntheticBandit(arms: arms, inverseTemperature: 1, seed: seed)
            .draw(decisions, using: &generator)
        let target = try TargetProbabilities.softmax(4, scores: drawn.expectedRewards, arms: arms)
        var bundle = ArrayBundle(metadata: ["truth": "\(try drawn.value(of: target))"])
        bundle.store(drawn.log.actions, as: "actions")
        bundle.store(drawn.log.rewards, as: "rewards")
        bundle.store(drawn.log.propensities, as: "propensities")
        bundle.store(drawn.log.contexts, as: "contexts")
        bundle.store(target.values, shape: [decisions, arms], as: "target")
        try bundle.safetensors().write(to: URL(filePath: file))
        try printResult(["decisions": decisions])
    }
}
