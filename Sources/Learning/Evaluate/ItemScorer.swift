public import Commerce
public import Linear

/// Anything that can score every item for a shopper: the least that an evaluation needs to know of a model.
public protocol ItemScorer: Sendable {
    /// The items scored, by row.
    var items: Vocabulary<Item> { get }

    /// Scores all items for each history, higher is better; minus infinity means "never".
    ///
    /// - Parameters:
    ///   - histories: the questions; item rows refer to ``items``.
    ///   - scores: [histories, items], overwritten whole. Row `i` depends on history `i` alone (batch equals single).
    func score(_ histories: [History], into scores: inout Matrix) throws
}
