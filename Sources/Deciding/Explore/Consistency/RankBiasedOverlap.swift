/// How alike two ranked lists are, the top counting most: 1 for equal lists, 0 for lists without a common item.
///
/// Rank-biased overlap, extrapolated to lists that go on as they have begun (Webber, Moffat and Zobel, "A similarity
/// measure for indefinite rankings", ACM TOIS 28(4), 2010, equation 32). With `X_d` the items common to both down to
/// depth d, lists of lengths s <= l, and persistence p:
///
///     (1 - p) / p * ( sum_(d=1..l) X_d / d p^d  +  sum_(d=s+1..l) X_s (d - s) / (s d) p^d )
///         + ( (X_l - X_s) / l + X_s / s ) p^l
public struct RankBiasedOverlap: Sendable, Hashable {
    /// Chance of reading on at each depth: the first `1 / (1 - p)` positions carry most of the weight. In (0, 1).
    public let persistence: Double

    /// - Throws: ``ExploreError`` `parameter` when the persistence is not between 0 and 1.
    public init(persistence: Double = 0.9) throws {
        try ExploreError.check(
            persistence > 0 && persistence < 1, "RankBiasedOverlap.persistence", "in (0, 1)", got: persistence)
        self.persistence = persistence
    }

    /// O(length of the longer list).
    ///
    /// - Throws: ``ExploreError`` `lists.empty` when a list is empty: nothing can be said then; `lists.repeats` when one
    ///   holds an item twice.
    public func callAsFunction<Item: Hashable>(_ one: [Item], _ other: [Item]) throws -> Double {
        guard !one.isEmpty, !other.isEmpty else {
            throw ExploreError(code: "lists.empty", message: "the overlap with an empty list is not defined")
        }
        let (short, long) = one.count <= other.count ? (one, other) : (other, one)
        let s = Double(short.count)
        var seenShort = Set<Item>(minimumCapacity: short.count)
        var seenLong = Set<Item>(minimumCapacity: long.count)
        var common = 0.0
        var commonAtShort = 0.0
        var power = 1.0
        var sum = 0.0
        for place in long.indices {
            let depth = Double(place + 1)
            let item = long[place]
            try Self.insert(item, into: &seenLong, at: place)
            if place < short.count {
                let mate = short[place]
                try Self.insert(mate, into: &seenShort, at: place)
                if item == mate {
                    common += 1
                } else {
                    common += (seenShort.contains(item) ? 1 : 0) + (seenLong.contains(mate) ? 1 : 0)
                }
                commonAtShort = common
            } else if seenShort.contains(item) {
                common += 1
            }
            power *= persistence
            sum += (common / depth + commonAtShort * max(0, depth - s) / (s * depth)) * power
        }
        let rest = (common - commonAtShort) / Double(long.count) + commonAtShort / s
        return (1 - persistence) / persistence * sum + rest * power
    }

    private static func insert<Item: Hashable>(_ item: Item, into seen: inout Set<Item>, at place: Int) throws {
        guard seen.insert(item).inserted else {
            throw ExploreError(code: "lists.repeats", message: "position \(place + 1) holds an item a second time")
        }
    }
}
