/// How much of their lists shoppers have in common: the average, over all pairs of shoppers, of the share of the first k
/// items that both lists hold.
///
/// Every pair is counted without visiting any: an item in n of the N lists is common to `n (n - 1) / 2` pairs, so
///
///     share = sum over items of n (n - 1) / (N (N - 1) k).
///
/// Lists shorter than k hold nothing in their missing places. Memory: O(different items).
public struct SharedShare<Item: Hashable & Sendable>: Sendable {
    /// How far down lists are compared: k.
    public let depth: Int
    public private(set) var lists = 0
    private var counts: [Item: Int] = [:]

    /// - Throws: ``ExploreError`` `parameter` when the depth is below 1.
    public init(depth: Int) throws {
        try ExploreError.check(depth >= 1, "SharedShare.depth", "at least 1", got: depth)
        self.depth = depth
    }

    /// Adds the list of one more shopper. O(depth).
    ///
    /// - Throws: ``ExploreError`` `lists.repeats` when an item stands twice in its first places; nothing is added then.
    public mutating func add(_ list: some Collection<Item>) throws {
        let top = list.prefix(depth)
        guard Set(top).count == top.count else {
            throw ExploreError(code: "lists.repeats", message: "list \(lists) holds an item twice")
        }
        for item in top { counts[item, default: 0] += 1 }
        lists += 1
    }

    /// Adds what another counter saw. O(different items).
    public mutating func merge(_ other: Self) {
        precondition(depth == other.depth, "SharedShare: counters of the same depth")
        counts.merge(other.counts, uniquingKeysWith: +)
        lists += other.lists
    }

    /// In [0, 1]; nothing before there are two lists. O(different items).
    public var value: Double? {
        guard lists > 1 else { return nil }
        let pairs = counts.values.reduce(0.0) { $0 + Double($1) * Double($1 - 1) }
        return pairs / (Double(lists) * Double(lists - 1) * Double(depth))
    }
}
