/// What one source proposes for one moment: items by row, best first.
public struct CandidateList: Sendable {
    /// The source's name, such as `item-knn`.
    public var source: String
    /// Rows of the ``ItemTable``.
    public var items: [Int32]
    /// What the source thinks of each, on its own scale. Shape: that of `items`.
    public var scores: [Float]

    /// - Throws: ``ExploreError`` `candidates.shape` when items and scores differ in number, `candidates.score` when a
    ///   score is not a number, naming source and item.
    public init(source: String, items: [Int32], scores: [Float]) throws {
        guard items.count == scores.count else {
            throw ExploreError(
                code: "candidates.shape",
                message: "source '\(source)' proposes \(items.count) items with \(scores.count) scores")
        }
        if let place = scores.firstIndex(where: { !$0.isFinite }) {
            throw ExploreError(
                code: "candidates.score",
                message:
                    "source '\(source)' scores item row \(items[place]) as \(scores[place]); scores must be finite",
                remedy: "leave out items that the source cannot score")
        }
        self.source = source
        self.items = items
        self.scores = scores
    }
}
