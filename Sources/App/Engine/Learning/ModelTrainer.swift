import Commerce
import Evaluate
import Recommend

/// Fits models by name, and blends them.
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

    /// Fits every named model to training and validation data together and hands it over; a blend comes last, with
    /// weights learned on the validation queries by components that have not seen them.
    ///
    /// - Returns: the blend's weights, when `names` holds it.
    func fitAll(
        _ names: [String], to split: InteractionSplit, _ body: (Fitted) throws -> Void
    ) throws -> BlendWeights? {
        let singles = names.filter { $0 != BlendModel.name }
        guard names.contains(BlendModel.name) else {
            for name in singles { try body(fit(name, to: split.trainingAndValidation)) }
            return nil
        }
        let components = Self.components(for: split.training)
        var reusable: [String: Fitted] = [:]
        for name in singles {
            let fitted = try fit(name, to: split.trainingAndValidation)
            if components.contains(name) { reusable[name] = fitted }
            try body(fitted)
        }
        let rehearsed = try components.map { try fit($0, to: split.training) }
        progress(JobProgress(.learningBlend, completed: 0, .steps))
        let clock = ContinuousClock()
        let begin = clock.now
        let weights = try Blend.learn(
            components: rehearsed.map(\.recommender), validation: Self.sample(of: split.validation))
        let learning = (clock.now - begin) / .seconds(1)
        var blend = try self.blend(weights) { try reusable[$0] ?? fit($0, to: split.trainingAndValidation) }
        blend.seconds += learning + rehearsed.reduce(0) { $0 + $1.seconds }
        try body(blend)
        return weights
    }

    /// A blend with known weights.
    ///
    /// - Parameter component: fits a component; called for those that have a weight.
    func blend(_ weights: BlendWeights, component: (String) throws -> Fitted) throws -> Fitted {
        var seconds = 0.0
        let model = try BlendModel(weights: weights) { name in
            let fitted = try component(name)
            seconds += fitted.seconds
            return fitted.recommender
        }
        return Fitted(name: BlendModel.name, recommender: model, seconds: seconds)
    }

    private static func components(for examples: Interactions) -> [String] {
        RecommenderCatalogue.names(suitedToItems: examples.items.count).filter { $0 != BlendModel.name }
    }

    /// Enough cases to tell good weights from bad ones, evenly over the queries.
    private static func sample(of queries: [RankingQuery], most: Int = 10_000) -> [ValidationCase] {
        let count = min(queries.count, most)
        return (0..<count).map { place in
            let query = queries[place * queries.count / count]
            return ValidationCase(history: query.history, targets: query.targets)
        }
    }
}
