public import Commerce
public import Linear

/// The recommenders by the names that the command line, configuration and saved models use.
public enum RecommenderCatalogue {
    /// One kind of recommender.
    struct Entry: Sendable {
        let model: any Recommender.Type
        /// Above this number of items fitting costs more than it is worth.
        var mostItems = Int.max
        /// With default hyperparameters, for a shop with these items.
        let estimator: @Sendable (_ shop: ShopFacts) throws -> any RecommenderEstimator

        var name: String { model.name }
    }

    /// What the choice of settings depends on.
    struct ShopFacts: Sendable {
        var catalogue: [Item]
        /// Items with events.
        var items: Int
        var holdOut: HoldOut
    }

    /// In the order of tables: from the plainest to the blend of all others.
    static let entries: [Entry] =
        singles + [
            Entry(model: BlendModel.self) { shop in
                let components = try singles.filter { shop.items <= $0.mostItems }.map { try $0.estimator(shop) }
                return try Blend(components: components, holdingOut: shop.holdOut)
            }
        ]

    private static let singles: [Entry] = [
        Entry(model: PopularityModel.self) { _ in try Popularity() },
        Entry(model: MarkovModel.self) { _ in try Markov() },
        Entry(model: ItemKNNModel.self) { _ in try ItemKNN() },
        Entry(model: UserKNNModel.self) { _ in try UserKNN() },
        // Cubic in the items: about a minute and 1.6 GB at this number.
        Entry(model: EASEModel.self, mostItems: 20_000) { _ in try EASE() },
        Entry(model: ALSModel.self) { _ in try ALS() },
        Entry(model: BPRModel.self) { _ in try BPR() },
        Entry(model: ContentModel.self) { Content(catalogue: $0.catalogue) },
    ]

    /// All names, in the order of tables.
    public static var names: [String] { entries.map(\.name) }

    /// The names of those whose cost suits a shop with so many items, the blend included.
    public static func names(suitedToItems items: Int) -> [String] {
        entries.filter { items <= $0.mostItems }.map(\.name)
    }

    /// A recommender with its default hyperparameters, ready to fit.
    ///
    /// - Parameters:
    ///   - catalogue: what is known about the items; content recommenders learn from it.
    ///   - examples: what it will be fitted to; the blend leaves out components that do not suit their number of items.
    ///   - holdOut: what the blend learns its weights from.
    /// - Throws: ``RecommendError`` `catalogue.name` for an unknown name.
    public static func estimator(
        named name: String, catalogue: [Item] = [], for examples: Interactions,
        holdingOut holdOut: HoldOut = .lastChoice
    ) throws -> any RecommenderEstimator {
        try entry(named: name).estimator(ShopFacts(catalogue: catalogue, items: examples.items.count, holdOut: holdOut))
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
