public import Commerce
import Linear

/// Recommends items chosen by the same shoppers as those of the history: nearest neighbours between items.
///
/// Items are rows of the weighed matrix `W` (see ``Similarity``; documents are items, terms are shoppers). With
/// `S = W W^T` restricted to each row's largest entries, diagonal left out, the score is
/// ```
/// score(j) = sum_e recency(e) weight(e) S[item(e), j] + prior(j)
/// ```
/// over the events `e` of the history; the prior is popularity scaled to at most 1e-6.
/// Source: Deshpande and Karypis, "Item-based top-N recommendation algorithms", 2004.
public struct ItemKNN: RecommenderEstimator {
    /// How many neighbours an item keeps.
    public let neighbours: Int
    public let similarity: Similarity
    /// How fast earlier events of the history lose weight.
    public let recency: Recency

    /// - Throws: ``RecommendError`` `parameter` when a number is out of its range.
    public init(
        neighbours: Int = 100, similarity: Similarity = .bm25(k1: 0.5, b: 0.5), recency: Recency = .gentle
    ) throws {
        try RecommendError.check(neighbours >= 1, "ItemKNN.neighbours", "at least 1", got: neighbours)
        try similarity.check(in: "ItemKNN")
        self.neighbours = neighbours
        self.similarity = similarity
        self.recency = recency
    }

    /// O(sum over shoppers of items²) time, O(items × neighbours) memory. Draws nothing from the generator.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> ItemKNNModel {
        let choosers = examples.matrix().transposed()
        let weighed = SimilarityWeights(similarity, documents: choosers).applied(to: choosers)
        return ItemKNNModel(
            items: examples.items, similarities: GramNeighbours(of: weighed, count: neighbours).product(),
            prior: ItemPrior(examples), recency: recency)
    }
}
