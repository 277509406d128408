public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``Popularity``: the same list for everybody.
public struct PopularityModel: Recommender {
    public static let name = "popularity"

    public let items: Vocabulary<Item>
    /// Each item's share of the aged events; shape [items], sum 1 (0 without events).
    let shares: [Float]
    /// All items, best first.
    private let ranked: [ScoredItem]

    init(items: Vocabulary<Item>, shares: [Float]) {
        self.items = items
        self.shares = shares
        ranked = Linear.topK(shares, count: shares.count).map { ScoredItem(item: $0.index, score: $0.score) }
    }

    /// Every row is the items' shares. O(histories × items).
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try scoreRows(histories, into: &scores, from: shares) { _, _ in }
    }

    /// The first that are allowed. O(count), and as many more as are not.
    public func best(
        _ count: Int, for history: History, where isAllowed: ((Int32) -> Bool)?
    ) throws -> [ScoredItem] {
        guard let isAllowed else { return Array(ranked.prefix(count)) }
        return Array(ranked.lazy.filter { isAllowed($0.item) }.prefix(count))
    }

    /// One reason without evidence, whose strength is the item's share of all events.
    public func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] {
        guard limit > 0, shares.indices.contains(Int(item)), shares[Int(item)] > 0 else { return [] }
        return [Reason(.popular, source: Self.name, strength: Double(shares[Int(item)]))]
    }

    public func save(into bundle: inout ArrayBundle) {
        bundle.store(shares, as: "shares")
    }

    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        let shares = try bundle.floats("shares")
        try Self.checkItems(shares.count, in: "shares", against: items)
        self.init(items: items, shares: shares)
    }
}
