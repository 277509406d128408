/// How much the lists of the same shopper stay alike from one to the next: the average rank-biased overlap of consecutive
/// lists, and the share of the earlier list that is kept.
///
/// Each shopper's last list is remembered. Memory: O(shoppers * length).
public struct ListStability<Person: Hashable & Sendable, Item: Hashable & Sendable>: Sendable {
    public let overlap: RankBiasedOverlap
    /// Pairs of consecutive lists.
    public private(set) var pairs = 0
    private var overlaps = 0.0
    private var kept = 0.0
    private var last: [Person: [Item]] = [:]

    public init(overlap: RankBiasedOverlap) { self.overlap = overlap }

    /// Adds the next list of a person; lists come in order of time. O(length).
    ///
    /// - Throws: ``ExploreError`` `lists.empty`, `lists.repeats`; nothing is added then.
    public mutating func add(_ list: [Item], of person: Person) throws {
        // Compared with itself when it is the first, so that a bad list is refused at once.
        let before = last[person]
        let value = try overlap(before ?? list, list)
        if let before {
            pairs += 1
            overlaps += value
            let present = Set(list)
            kept += Double(before.count { present.contains($0) }) / Double(before.count)
        }
        last[person] = list
    }

    /// In [0, 1]; nothing before a person has two lists.
    public var meanOverlap: Double? { pairs > 0 ? overlaps / Double(pairs) : nil }

    /// Share of a list's items that the next one holds too; nothing before a person has two lists.
    public var meanKeptShare: Double? { pairs > 0 ? kept / Double(pairs) : nil }
}
