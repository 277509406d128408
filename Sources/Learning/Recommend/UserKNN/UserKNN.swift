public import Commerce
import Linear

/// Recommends what shoppers with a like history chose: nearest neighbours between shoppers.
///
/// Shoppers are rows of the weighed matrix `W` (see ``Similarity``; documents are shoppers, terms are items). A
/// history is weighed like a row, each item then times the recency of its last event, giving `q`. Over the
/// `neighbours` training shoppers `N` with the largest `s(u) = q . W[u]`, the shopper's own row left out,
/// ```
/// score(j) = sum_{u in N} s(u) c(u, j) / sum_{u in N} s(u) + prior(j)
/// ```
/// where `c(u, j)` is 1 when `u` chose `j`, or the weight of that choice relative to the largest of `u` where
/// weights differ; so a score is the share of the neighbours, by likeness, that chose the item. The prior is
/// popularity scaled to at most 1e-6. With recency this is session-kNN as in Ludewig and Jannach,
/// "Evaluation of session-based recommendation algorithms", 2018 (V-SkNN).
public struct UserKNN: RecommenderEstimator {
    /// How many shoppers are asked.
    public let neighbours: Int
    public let similarity: Similarity
    /// How fast earlier events of the history lose weight.
    public let recency: Recency

    /// - Throws: ``RecommendError`` `parameter` when a number is out of its range.
    public init(neighbours: Int = 100, similarity: Similarity = .tfidf, recency: Recency = .gentle) throws {
        try RecommendError.check(neighbours >= 1, "UserKNN.neighbours", "at least 1", got: neighbours)
        try similarity.check(in: "UserKNN")
        self.neighbours = neighbours
        self.similarity = similarity
        self.recency = recency
    }

    /// O(events). Draws nothing from the generator.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> UserKNNModel {
        UserKNNModel(
            items: examples.items, shoppers: examples.shoppers, choices: examples.matrix(),
            similarity: similarity, neighbours: neighbours, recency: recency, prior: ItemPrior(examples))
    }
}
