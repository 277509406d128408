public import Commerce
import Evaluate
public import Linear

/// The fitted form of ``Popularity``: the same list for everybody.
public struct PopularityModel: Recommender {
    public static let name = "popularity"

    public let items: Vocabulary<Item>
    /// Each item's share of the aged events; shape [items], sum 1 (0 without events).
    let shares: [Float]

    init(items: Vocabulary<Item>, shares: [Float]) {
        self.items = items
        self.shares = shares
    }

    /// Every row is the items' shares. O(histories × items).
    public func score(_ histories: [History], into scores: inout Matrix) throws {
        try scoreRows(histories, into: &scores, from: shares) { _, _ in }
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
        shares = try bundle.floats("shares")
        self.items = items
        try Self.checkItems(shares.count, in: "shares", against: items)
    }
}
