import Commerce
import Evaluate
import Recommend

/// Fits models by name, and learns how to blend them.
struct ModelTrainer {
    /// Names, in the order of tables.
    let models: [String]
    /// What is known of the items, for models that read.
    let catalogue: [Item]
    let seed: UInt64
    let progress: ProgressHandler

    struct Fitted {
        var name: String
        var recommender: any Recommender
        var seconds: Double
    }

    /// Models whose cost suits a shop of this size.
    static func suited(to examples: Interactions) -> [String] {
        RecommenderRegistry.names.filter { $0 != EASEModel.name || examples.items.count <= 20_000 }
    }

    /// Fits one model. Each draws from a stream of its own, so that asking for fewer leaves the others as they were.
    func fit(_ name: String, to examples: Interactions) throws -> Fitted {
        progress(JobProgress(.fitting(model: name), completed: 0, .steps))
        var generator = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let begin = clock.now
        let recommender = try RecommenderRegistry.fit(name, to: examples, catalogue: catalogue, using: &generator)
        return Fitted(name: name, recommender: recommender, seconds: (clock.now - begin) / .seconds(1))
    }
}

/// Stand-in until the blend lands.
struct BlendWeights: Sendable {}
enum Blend { static let name = "blend" }

extension ModelTrainer {
    func fitAll(_ split: InteractionSplit, keepsHistory: Bool, _ body: (Fitted) throws -> Void) throws -> BlendWeights? {
        for name in models where name != Blend.name { try body(fit(name, to: split.trainingAndValidation)) }
        return nil
    }

    func useful(in weights: BlendWeights?, of names: [String]) -> [String] { names }

    func refit(_ names: [String], to examples: Interactions, weights: BlendWeights?) throws -> [Fitted] {
        try names.map { try fit($0, to: examples) }
    }
}
