/// What one shopper did, oldest first, in row numbers of an item ``Vocabulary``: the question put to a recommender.
///
/// A shopper the model has never seen is asked about in the same way, with `shopper` empty.
public struct History: Sendable, Hashable {
    /// The shopper's row in the training data, if there.
    public var shopper: Int32?
    /// Item rows, oldest first; an item may occur again.
    public var items: [Int32]
    /// Strength of each event, aligned with `items`; positive.
    public var weights: [Float]
    /// When each happened, aligned with `items`; empty when the source has no times.
    public var times: [Timestamp]

    /// - Precondition: `weights` is as long as `items`, and `times` too unless empty.
    public init(shopper: Int32? = nil, items: [Int32], weights: [Float], times: [Timestamp] = []) {
        precondition(weights.count == items.count, "History.weights must be as long as History.items")
        precondition(
            times.isEmpty || times.count == items.count, "History.times must be empty or as long as items")
        self.shopper = shopper
        self.items = items
        self.weights = weights
        self.times = times
    }

    /// Events of equal weight without times.
    public init(shopper: Int32? = nil, items: [Int32]) {
        self.init(shopper: shopper, items: items, weights: Array(repeating: 1, count: items.count))
    }

    public var count: Int { items.count }
}
