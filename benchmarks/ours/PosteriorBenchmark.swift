import ArgumentParser
import Commerce
import Explore
import Linear

/// Times what it takes to learn one answer at forty features.
struct PosteriorBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "posterior")

    @Option(help: "Answers that each figure is of.") var rounds = 20_000

    private static let width = 40

    func run() throws {
        var generator = SeededGenerator(seed: 1)
        let answers = (0..<1_000).map { _ in
            Feedback(
                key: Int32.random(in: 0..<300, using: &generator),
                features: [1] + (1..<Self.width).map { _ in Float(generator.normal()) },
                reward: generator.bernoulli(0.1) ? 1 : 0)
        }
        var table = FigureTable(
            "posterior: one answer, \(Self.width) features, one thread", [("learner", "s")] + Measurements.columns)
        func add(_ name: String, _ learn: (Feedback) throws -> Void) throws {
            var measurements = Measurements(expecting: rounds)
            for answer in answers { try learn(answer) }
            for round in 0..<rounds {
                let answer = answers[round % answers.count]
                try measurements.measure { try learn(answer) }
            }
            table.append([.text(name)] + measurements.cells)
        }

        let prior = try CoefficientPrior(width: Self.width)
        var linear = try LinearPosterior(prior: prior)
        try add("linear posterior") { try linear.update(features: $0.features, reward: $0.reward) }
        var logistic = LogisticPosterior(prior: prior)
        try add("logistic posterior") { try logistic.update(features: $0.features, reward: $0.reward) }
        let names = (0..<Self.width).map { "feature-\($0)" }
        for likelihood in MixedEffectsRanker.Likelihood.allCases {
            var ranker = try MixedEffectsRanker(
                featureNames: names, settings: .init(likelihood: likelihood), lineage: "benchmark")
            try add("mixed-effects ranker, \(likelihood)") {
                try ranker.update(item: $0.key, features: $0.features, reward: $0.reward)
            }
        }
        var forgetting = try MixedEffectsRanker(
            featureNames: names, settings: .init(forgetting: .perAnswer(keep: 0.999)), lineage: "benchmark")
        try add("mixed-effects ranker, gaussian, forgetting") {
            try forgetting.update(item: $0.key, features: $0.features, reward: $0.reward)
        }
        var hybrid = try HybridLinUCB(alpha: 1, sharedWidth: Self.width, ownWidth: 1)
        try add("hybrid LinUCB, 300 arms") { answer in
            var answer = answer
            answer.context = DecisionContext(features: [1])
            try hybrid.update(with: answer)
        }
        try FigureTable.print(table)
    }
}
