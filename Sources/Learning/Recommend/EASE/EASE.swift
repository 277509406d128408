public import Commerce
import Linear

/// Embarrassingly shallow auto-encoder: a linear model of items by items, fitted in closed form.
///
/// With `X` [shoppers, items] holding 1 where a shopper chose an item, the weights `B` minimise
/// `|X - X B|² + regularisation |B|²` under a zero diagonal, which forbids an item to explain itself:
/// ```
/// P = (X^T X + regularisation I)^-1,   B[i, j] = -P[i, j] / P[j, j] for i ≠ j
/// score(j) = sum_i x_i B[i, j]
/// ```
/// where `x_i` is 1 for an item of the history, aged by ``recency``. Unlike neighbours, weights can be negative and
/// account for what other items of the history explain already.
///
/// Source: Steck, "Embarrassingly shallow autoencoders for sparse data" (WWW 2019), equation 8. Departures: recency,
/// and weights kept per item (``Kept``). Fits where items are at most some tens of thousands: time grows with
/// their cube, memory with their square.
public struct EASE: RecommenderEstimator {
    /// How much of the weight matrix stays in the model.
    public enum Kept: Sendable, Hashable {
        /// Every weight: exact, 4 bytes × items².
        case all
        /// Each item's largest weights by magnitude among those that speak for or against it.
        case largest(Int)
    }

    /// The penalty on weights; larger trusts rare items less.
    public let regularisation: Double
    public let kept: Kept
    /// How fast earlier events of the history lose weight when scoring; learning has no order.
    public let recency: Recency
    /// Above this number of items `fit` throws rather than exhaust memory.
    public let maximumItems: Int

    /// - Throws: ``RecommendError`` `parameter` when a number is out of its range.
    public init(
        regularisation: Double = 100, keeping kept: Kept = .largest(500), recency: Recency = .gentle,
        maximumItems: Int = 40_000
    ) throws {
        try RecommendError.check(
            regularisation > 0 && regularisation.isFinite, "EASE.regularisation", "positive and finite",
            got: regularisation)
        if case .largest(let count) = kept {
            try RecommendError.check(count >= 1, "EASE.kept", "at least 1", got: count)
        }
        try RecommendError.check(maximumItems >= 1, "EASE.maximumItems", "at least 1", got: maximumItems)
        self.regularisation = regularisation
        self.kept = kept
        self.recency = recency
        self.maximumItems = maximumItems
    }

    /// O(sum over shoppers of items² + items³) time on all cores; the working memory is one dense matrix of items by
    /// items. Draws nothing from the generator.
    ///
    /// - Throws: ``RecommendError`` `ease.items` when there are more than ``maximumItems``.
    public func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> EASEModel {
        guard examples.items.count <= maximumItems else {
            throw RecommendError(
                code: "ease.items",
                message: "EASE needs \(examples.items.count)² numbers; "
                    + "EASE.maximumItems allows \(maximumItems) items",
                remedy: "drop rare items (k-core), use als or item-knn, or raise EASE.maximumItems if memory allows")
        }
        let inverse = try Cholesky(regularised(examples.distinctItems(recency: .none))).inverse()
        return EASEModel(items: examples.items, weights: EASEWeights(inverse: inverse, keeping: kept), recency: recency)
    }

    private func regularised(_ choices: SparseMatrix) -> Matrix {
        var gram = choices.denseGram()
        for item in 0..<gram.rows { gram[item, item] += Float(regularisation) }
        return gram
    }
}
