public import Commerce
public import Evaluate
public import Linear

/// A fitted recommender: an immutable value that scores, explains and can be saved.
///
/// Laws, which a shared test suite runs on every conformer: batch equals single; filters and exclusions hold; a
/// shopper not seen in training is served from their events; what is loaded answers as what was saved; the same
/// seed gives the same model; reasons name items of the shopper's own history.
public protocol Recommender: ItemScorer {
    /// The name in tables and on the command line, such as `item-knn`.
    static var name: String { get }

    /// The best `count` allowed items for one history, best first and equals in order of row: what ``score(_:into:)``
    /// gives, ranked, which a model may find without scoring every item.
    ///
    /// - Parameter isAllowed: whether an item row may appear; nothing allows all.
    func best(_ count: Int, for history: History, where isAllowed: ((Int32) -> Bool)?) throws -> [ScoredItem]

    /// Why `item` scores as it does for this shopper: the strongest evidence first, at most `limit`.
    /// Empty when nothing in the history speaks for the item.
    func reasons(for item: Int32, given history: History, limit: Int) -> [Reason]

    /// Writes everything needed to answer again, vocabularies excepted.
    func save(into bundle: inout ArrayBundle)

    /// - Throws: `LinearError` when an array is missing, mistyped or of the wrong shape.
    init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws
}

/// Hyperparameters, checked when made, that can be fitted to examples.
public protocol RecommenderEstimator: Sendable {
    associatedtype Fitted: Recommender

    /// Forgets nothing from earlier fits because there is nothing to forget: the result is a new value.
    func fit(_ examples: Interactions, using generator: inout SeededGenerator) throws -> Fitted
}
