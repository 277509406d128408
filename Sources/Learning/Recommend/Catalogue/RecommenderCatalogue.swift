public import Commerce
public import Linear

/// The recommenders by the names that the command line, configuration and saved models use.
public enum RecommenderCatalogue {
    /// One kind of recommender.
    struct Entry: Sendable {
        let model: any Recommender.Type
        /// With default hyperparameters, for a shop with these items.
        let estimator: @Sendable (_ catalogue: [Item]) throws -> any RecommenderEstimator

        var name: String { model.name }
    }

    /// In the order of tables: from the plainest to the blend of all others.
    static let entries: [Entry] =
        singles + [
            Entry(model: BlendModel.self) { catalogue in
                try Blend(components: singles.map { try $0.estimator(catalogue) })
            }
        ]

    private static let singles: [Entry] = [
        Entry(model: PopularityModel.self) { _ in try Popularity() },
        Entry(model: MarkovModel.self) { _ in try Markov() },
        Entry(model: ItemKNNModel.self) { _ in try ItemKNN() },
        Entry(model: UserKNNModel.self) { _ in try UserKNN() },
        Entry(model: ContentModel.self) { Content(catalogue: $0) },
    ]

    /// All names, in the order of tables.
    public static var names: [String] { entries.map(\.name) }

    /// A recommender with its default hyperparameters, ready to fit.
    ///
    /// - Parameter catalogue: what is known about the items; content recommenders learn from it.
    /// - Throws: ``RecommendError`` `catalogue.name` for an unknown name.
    public static func estimator(named name: String, catalogue: [Item] = []) throws -> any RecommenderEstimator {
        try entry(named: name).estimator(catalogue)
    }

    /// Writes a fitted recommender with its name, so that ``load(from:shoppers:items:)`` knows what it is.
    public static func save(_ model: any Recommender, into bundle: inout ArrayBundle) {
        model.save(into: &bundle)
        bundle.metadata[nameKey] = type(of: model).name
    }

    /// The recommender that was saved with ``save(_:into:)``.
    ///
    /// - Throws: ``RecommendError`` or `LinearError` when the name is unknown or the content does not fit together.
    public static func load(
        from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>
    ) throws -> any Recommender {
        let model = try entry(named: try bundle.text(nameKey)).model
        return try model.init(from: bundle, shoppers: shoppers, items: items)
    }

    private static let nameKey = "model"

    static func entry(named name: String) throws -> Entry {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw RecommendError(
                code: "catalogue.name", message: "there is no recommender '\(name)'",
                remedy: "choose from \(names.joined(separator: ", "))")
        }
        return entry
    }
}
