import ArgumentParser
import Foundation

/// Our side of `benchmarks/compare.py`: each subcommand does one job and prints its figures as one line of JSON.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "equipoise-benchmarks",
        subcommands: [
            RecommenderBenchmark.self, HashedBanditBenchmark.self, LearnedPolicyBenchmark.self, DecisionBenchmark.self,
            PosteriorBenchmark.self,
            SlateBenchmark.self, EstimatorLog.self, EstimatorBenchmark.self, LogFiles.self, ReadingBenchmark.self,
            CoverageBenchmark.self, AccuracyBenchmark.self,
        ],
        defaultSubcommand: RecommenderBenchmark.self)
}

/// One line of JSON with sorted keys.
func printResult(_ result: [String: Any]) throws {
    let data = try JSONSerialization.data(withJSONObject: result, options: [.sortedKeys])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
}

/// Seconds that some work takes, and what it makes.
func timed<Result>(_ work: () throws -> Result) rethrows -> (seconds: Double, result: Result) {
    let begin = ContinuousClock.now
    let result = try work()
    return ((ContinuousClock.now - begin) / .seconds(1), result)
}
