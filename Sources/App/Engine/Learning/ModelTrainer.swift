import Commerce
import Evaluate
import Recommend

/// Fits models by name.
struct ModelTrainer {
    /// What is known of the items, for models that read.
    let catalogue: [Item]
    let seed: UInt64
    let progress: ProgressHandler

    struct Fitted {
        var name: String
        var recommender: any Recommender
        var seconds: Double
    }

    /// Each model draws from a generator of its own, so that asking for fewer leaves the others as they were.
    func fit(_ name: String, to examples: Interactions) throws -> Fitted {
        progress(JobProgress(.fitting(model: name), completed: 0, .steps))
        var generator = SeededGenerator(seed: seed)
        let clock = ContinuousClock()
        let begin = clock.now
        let recommender = try RecommenderCatalogue.estimator(named: name, catalogue: catalogue, for: examples)
            .fit(examples, using: &generator)
        return Fitted(name: name, recommender: recommender, seconds: (clock.now - begin) / .seconds(1))
    }
}
