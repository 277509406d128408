public import Commerce
public import Linear

/// The recommenders by name: fitted with their usual settings, and loaded from what they saved.
public enum RecommenderRegistry {
    /// Every single model, in the order of tables.
    public static let names = [
        PopularityModel.name, MarkovModel.name, ItemKNNModel.name, UserKNNModel.name, EASEModel.name, ALSModel.name,
        BPRModel.name, ContentModel.name,
    ]

    /// Fits the model of that name.
    ///
    /// - Parameter catalogue: what is known of the items; the content model reads it.
    /// - Throws: ``RecommendError`` `model.unknown`, and whatever the model throws.
    public static func fit(
        _ name: String, to examples: Interactions, catalogue: [Item], using generator: inout SeededGenerator
    ) throws -> any Recommender {
        switch name {
        case PopularityModel.name: try Popularity().fit(examples, using: &generator)
        case MarkovModel.name: try Markov().fit(examples, using: &generator)
        case ItemKNNModel.name: try ItemKNN().fit(examples, using: &generator)
        case UserKNNModel.name: try UserKNN().fit(examples, using: &generator)
        case EASEModel.name: try EASE().fit(examples, using: &generator)
        case ALSModel.name: try ALS().fit(examples, using: &generator)
        case BPRModel.name: try BPR().fit(examples, using: &generator)
        case ContentModel.name: try Content(catalogue: catalogue).fit(examples, using: &generator)
        default: throw unknown(name)
        }
    }

    /// The model of that name from what it saved.
    ///
    /// - Throws: ``RecommendError`` `model.unknown`; `LinearError` when the bundle does not hold such a model.
    public static func load(
        _ name: String, from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>
    ) throws -> any Recommender {
        let types: [any Recommender.Type] = [
            PopularityModel.self, MarkovModel.self, ItemKNNModel.self, UserKNNModel.self, EASEModel.self, ALSModel.self,
            BPRModel.self, ContentModel.self,
        ]
        guard let type = types.first(where: { $0.name == name }) else { throw unknown(name) }
        return try type.init(from: bundle, shoppers: shoppers, items: items)
    }

    private static func unknown(_ name: String) -> RecommendError {
        RecommendError(
            code: "model.unknown", message: "there is no model '\(name)'",
            remedy: "use one of \(names.joined(separator: ", "))")
    }
}
