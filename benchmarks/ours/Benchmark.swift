import ArgumentParser
import Foundation

/// Our side of `benchmarks/compare.py`: each subcommand does one job and prints seconds and quality as one line of JSON.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "equipoise-benchmarks",
        subcommands: [RecommenderBenchmark.self, HashedBanditBenchmark.self, LearnedPolicyBenchmark.self],
        defaultSubcommand: RecommenderBenchmark.self)
}

/// One line of JSON with sorted keys.
func printResult(_ result: [String: Any]) throws {
    let data = try JSONSerialization.data(withJSONObject: result, options: [.sortedKeys])
    FileHandle.standardOutput.write(data + Data("\n".utf8))
}
