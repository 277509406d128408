import Commerce
import Evaluate
import Linear
import Testing

@testable import Recommend

/// A recommender under the laws that every one obeys. To put another one under them, add it to ``all``.
struct Conformer: Sendable, CustomTestStringConvertible {
    let name: String
    let load: @Sendable (ArrayBundle, Vocabulary<Shopper>, Vocabulary<Item>) throws -> any Recommender
    private let make: @Sendable (Interactions) throws -> any RecommenderEstimator

    /// - Parameter make: the estimator for some examples, whose items ``Shop/catalogue(_:)`` describes.
    init<Estimator: RecommenderEstimator>(
        _ label: String? = nil, _ make: @escaping @Sendable (Interactions) throws -> Estimator
    ) {
        name = label ?? Estimator.Fitted.name
        load = { try Estimator.Fitted(from: $0, shoppers: $1, items: $2) }
        self.make = make
    }

    func fit(_ examples: Interactions, seed: UInt64 = 7) throws -> any Recommender {
        var generator = SeededGenerator(seed: seed)
        let estimator: any RecommenderEstimator = try make(examples)
        return try estimator.fit(examples, using: &generator)
    }

    var testDescription: String { name }

    static let all: [Conformer] = [
        Conformer { _ in try Popularity() },
        Conformer { _ in try Markov() },
        Conformer("markov first-order") { _ in Markov.firstOrder },
        Conformer { _ in try ItemKNN(neighbours: 5) },
        Conformer("item-knn cosine") { _ in try ItemKNN(neighbours: 5, similarity: .cosine, recency: .none) },
        Conformer { _ in try UserKNN(neighbours: 5) },
        Conformer("user-knn bm25") { _ in try UserKNN(neighbours: 5, similarity: .bm25, recency: .none) },
        Conformer { _ in try EASE() },
        Conformer("ease pruned") { _ in try EASE(keeping: .largest(5), recency: .none) },
        Conformer { _ in try ALS(factors: 8, iterations: 5) },
        Conformer("als exact") { _ in try ALS(factors: 5, iterations: 3, recency: .none, solver: .cholesky) },
        Conformer { _ in try BPR(factors: 8, iterations: 20) },
        Conformer { Content(catalogue: Shop.catalogue($0.items)) },
        Conformer("blend by random choices") { _ in
            try Blend(components: [UserKNN(), BPR(factors: 4, iterations: 5)], holdingOut: .randomChoices(share: 0.3))
        },
        Conformer { examples in
            try Blend(components: [
                Popularity(), Markov(), ItemKNN(neighbours: 5), Content(catalogue: Shop.catalogue(examples.items)),
            ])
        },
    ]
}
