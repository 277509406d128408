/// A question to a recommender whose answer is known: a history, and what the shopper chose next.
public struct RankingQuery: Sendable, Hashable {
    /// What the model may see.
    public var history: History
    /// Item rows that count as right, distinct, in the order in which they were chosen.
    public let targets: [Int32]
    /// Whose question it is. Questions of one owner depend on each other, so statistics resample them together;
    /// a question without an owner stands alone.
    public var owner: Int32?

    /// Keeps the first of repeated targets.
    public init(history: History, targets: [Int32], owner: Int32? = nil) {
        var seen: Set<Int32> = []
        self.history = history
        self.targets = targets.count == 1 ? targets : targets.filter { seen.insert($0).inserted }
        self.owner = owner
    }
}
