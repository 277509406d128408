/// Merges the proposals of several sources into one set of candidates.
///
/// First every source fills its quota, in the order of the lists, with its best items that are not taken yet; then the
/// free places go round the sources, one item each, until the pool is full or nothing is left. So a source that falls
/// short is made up for by the others, and one that proposes what others proposed still brings its quota of items.
/// Nothing is drawn: the same lists give the same pool.
public struct CandidatePool: Sendable, Hashable {
    public let capacity: Int
    /// Places kept for a source, by name; a source without a quota only fills free places.
    public let quotas: [String: Int]

    /// - Throws: ``ExploreError`` `parameter` when the capacity is not positive, a quota negative, or the quotas
    ///   together above the capacity.
    public init(capacity: Int = 300, quotas: [String: Int] = [:]) throws {
        try ExploreError.check(capacity > 0, "CandidatePool.capacity", "above 0", got: capacity)
        for (source, quota) in quotas {
            try ExploreError.check(quota >= 0, "CandidatePool.quotas[\(source)]", "at least 0", got: quota)
        }
        let total = quotas.values.reduce(0, +)
        try ExploreError.check(
            total <= capacity, "CandidatePool.quotas", "at most the capacity of \(capacity) together", got: total)
        self.capacity = capacity
        self.quotas = quotas
    }

    /// Merges lists; an item that several propose belongs to the one that ranks it highest, the first of equals, and
    /// keeps the score of each.
    ///
    /// - Parameter refusal: why an item may not be shown, or nothing; asked once for each item.
    /// - Returns: the candidates in the order in which they were taken.
    /// - Complexity: O(all proposals), memory likewise.
    public func merge(
        _ lists: [CandidateList], refusing refusal: (Int32) -> CandidateFilter.Refusal? = { _ in nil }
    ) throws -> PooledCandidates {
        guard lists.count < 255 else {
            throw ExploreError(code: "candidates.sources", message: "at most 254 sources; got \(lists.count)")
        }
        var proposals = Proposals(lists, refusing: refusal)
        var pooled = PooledCandidates(sources: lists.map(\.source), refused: proposals.refused)
        pooled.reserve(min(capacity, proposals.rows.count))
        for (source, list) in lists.enumerated() {
            var quota = quotas[list.source] ?? 0
            while quota > 0, pooled.count < capacity, let next = proposals.next(of: source) {
                pooled.append(next, from: proposals)
                quota -= 1
            }
        }
        var isEmpty = false
        while !isEmpty, pooled.count < capacity {
            isEmpty = true
            for source in lists.indices where pooled.count < capacity {
                guard let next = proposals.next(of: source) else { continue }
                pooled.append(next, from: proposals)
                isEmpty = false
            }
        }
        return pooled
    }
}

/// The candidates of one decision.
///
/// Shapes: `rows`, `sourceOf` [candidates]; `scores` [candidates, sources], row after row.
public struct PooledCandidates: Sendable {
    public let sources: [String]
    public private(set) var rows: [Int32] = []
    /// The source that each belongs to, as a place in `sources`; their number for an item that a rule put in.
    public private(set) var sourceOf: [UInt8] = []
    /// What each source thinks of each; not a number where the source did not propose it.
    public private(set) var scores: [Float] = []
    /// How many different items were left out, and why.
    public let refused: [CandidateFilter.Refusal: Int]

    public var count: Int { rows.count }

    init(sources: [String], refused: [CandidateFilter.Refusal: Int]) {
        self.sources = sources
        self.refused = refused
    }

    /// Where an item stands, which is put in at the end unless it was proposed.
    mutating func place(ofPinned row: Int32) -> Int {
        if let place = rows.firstIndex(of: row) { return place }
        rows.append(row)
        sourceOf.append(UInt8(sources.count))
        scores.append(contentsOf: repeatElement(.nan, count: sources.count))
        return rows.count - 1
    }

    /// What the source of a candidate thinks of it; 0 for one that a rule put in.
    func ownScore(of candidate: Int) -> Float {
        let source = Int(sourceOf[candidate])
        return source < sources.count ? scores[candidate * sources.count + source] : 0
    }

    fileprivate mutating func reserve(_ count: Int) {
        rows.reserveCapacity(count)
        sourceOf.reserveCapacity(count)
        scores.reserveCapacity(count * sources.count)
    }

    fileprivate mutating func append(_ proposal: Int, from proposals: Proposals) {
        rows.append(proposals.rows[proposal])
        sourceOf.append(proposals.owners[proposal])
        let start = proposal * sources.count
        scores.append(contentsOf: proposals.scores[start..<start + sources.count])
    }
}

/// Every different item that was proposed and may be shown.
private struct Proposals {
    private(set) var rows: [Int32] = []
    private(set) var owners: [UInt8] = []
    private(set) var scores: [Float] = []
    private(set) var refused: [CandidateFilter.Refusal: Int] = [:]
    private var ranks: [Int32] = []
    private var isTaken: [Bool] = []
    /// Proposals of each source in its order, and how far it has been read.
    private var order: [[Int32]] = []
    private var cursors: [Int]

    init(_ lists: [CandidateList], refusing refusal: (Int32) -> CandidateFilter.Refusal?) {
        cursors = Array(repeating: 0, count: lists.count)
        let total = lists.reduce(0) { $0 + $1.items.count }
        var known = RowSet(capacity: total)
        rows.reserveCapacity(total)
        for (source, list) in lists.enumerated() {
            var places: [Int32] = []
            places.reserveCapacity(list.items.count)
            for (rank, row) in list.items.enumerated() {
                guard row >= 0 else {
                    refused[.unknown, default: 0] += 1
                    continue
                }
                if let place = known[row] {
                    // -1 stands for refused; a source that repeats an item is heard once.
                    guard place >= 0, scores[Int(place) * lists.count + source].isNaN else { continue }
                    places.append(place)
                    note(Int(place), source, Int32(rank), list.scores[rank], lists.count)
                } else if let reason = refusal(row) {
                    refused[reason, default: 0] += 1
                    known.insert(row, -1)
                } else {
                    let place = rows.count
                    known.insert(row, Int32(place))
                    rows.append(row)
                    owners.append(UInt8(source))
                    ranks.append(.max)
                    isTaken.append(false)
                    scores.append(contentsOf: repeatElement(.nan, count: lists.count))
                    places.append(Int32(place))
                    note(place, source, Int32(rank), list.scores[rank], lists.count)
                }
            }
            order.append(places)
        }
    }

    private mutating func note(_ place: Int, _ source: Int, _ rank: Int32, _ score: Float, _ sources: Int) {
        scores[place * sources + source] = score
        guard rank < ranks[place] else { return }
        ranks[place] = rank
        owners[place] = UInt8(source)
    }

    /// The best proposal of a source that is not taken yet, which it takes.
    mutating func next(of source: Int) -> Int? {
        while cursors[source] < order[source].count {
            let place = Int(order[source][cursors[source]])
            cursors[source] += 1
            guard !isTaken[place] else { continue }
            isTaken[place] = true
            return place
        }
        return nil
    }
}
