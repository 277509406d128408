import Commerce
import Evaluate
import Recommend

/// Fits models by name, and blends them.
struct ModelFitter {
    /// What is known of the items, for models that read.
    let catalogue: [Item]
    let seed: UInt64
    let progress: ProgressHandler

    struct Fitted {
        var model: any Recommender
        var seconds: Double
    }

    /// Each model draws from a stream of its own, so that asking for fewer models leaves the others as they were.
    func fit(_ name: String, on examples: Interactions) throws -> Fitted {
        progress(JobProgress(.fitting(model: name), completed: 0, .steps))
        var generator = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let begin = clock.now
        let model = try RecommenderRegistry.fit(name, to: examples, catalogue: catalogue, using: &generator)
        return Fitted(model: model, seconds: (clock.now - begin) / .seconds(1))
    }
}
