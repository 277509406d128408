import ArgumentParser
import Commerce
import Engine
import Evaluate
import Foundation
import Intake
import Recommend

/// Fits one model to a `lines` file without each line's last item, lists ten items for every shopper, and prints seconds
/// and quality.
struct RecommenderBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "recommender")

    @Argument(help: "als, bpr, ease or item-knn.") var model: String
    @Argument(help: "One shopper per line: shopper item item ..., oldest first.") var file: String
    @Option var factors = 64
    @Option var iterations = 15
    @Option var neighbours = 100
    @Option var seed: UInt64 = 1

    func run() throws {
        let log = try LearningLog(
            files: [file], preset: "lines", options: IntakeOptions(), preparation: .standard)
        let split = try LeaveLastOut().split(log.interactions)
        let result =
            switch model {
            case "als":
                try measure(
                    ALS(factors: factors, iterations: iterations, regularisation: 0.1, alpha: 4, recency: .none), split)
            case "bpr": try measure(BPR(factors: factors, iterations: iterations), split)
            case "ease": try measure(EASE(), split)
            case "item-knn": try measure(ItemKNN(neighbours: neighbours), split)
            default: throw ValidationError("unknown model '\(model)'")
            }
        try printResult(result)
    }

    private func measure(_ estimator: some RecommenderEstimator, _ split: InteractionSplit) throws -> [String: Any] {
        var generator = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let begin = clock.now
        let fitted = try estimator.fit(split.training, using: &generator)
        let afterFit = clock.now
        let lists = try fitted.topK(for: split.test.map(\.history), count: 10)
        let afterLists = clock.now
        var (hits, gain) = (0.0, 0.0)
        for (list, query) in zip(lists, split.test) {
            guard let place = list.firstIndex(where: { $0.item == query.targets[0] }) else { continue }
            hits += 1
            gain += 1 / log2(Double(place) + 2)
        }
        let count = Double(split.test.count)
        return [
            "model": model, "peer": "equipoise",
            "seconds": ["fit": (afterFit - begin) / .seconds(1), "recommend": (afterLists - afterFit) / .seconds(1)],
            "metrics": ["hr@10": hits / count, "ndcg@10": gain / count],
        ]
    }
}
