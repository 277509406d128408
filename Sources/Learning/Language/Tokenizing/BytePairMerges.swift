/// The merges of a byte-pair vocabulary: which two tokens become which, and in what order.
///
/// Source: Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words with Subword Units" (2016).
struct BytePairMerges: Sendable {
    /// Rank by pair of tokens.
    private var ranks: IntegerTable
    /// What each merge makes, by rank.
    private var results: [Int32] = []

    init(capacity: Int) {
        ranks = IntegerTable(capacity: capacity)
    }

    /// Adds the next merge in order. A pair that is there already takes the new rank, as in the reference.
    mutating func append(_ left: Int32, _ right: Int32, makes result: Int32) {
        ranks.store(Int32(results.count), for: Self.key(left, right))
        results.append(result)
    }

    @inline(__always)
    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }

    /// A token on its way to being merged, and its neighbours.
    struct Link {
        var id: Int32
        var end: Int32
        var previous: Int32
        var next: Int32
    }

    /// Merges neighbours, the lowest rank first and of equals the leftmost, until no pair has a rank.
    ///
    /// O(n log n) for n tokens: pairs wait in a heap, and one that a merge made stale is skipped when it comes up.
    func merge(_ links: inout [Link], using heap: inout MergeHeap) {
        heap.removeAll()
        for index in 0..<max(0, links.count - 1) { propose(index, links, &heap) }
        while let (rank, index) = heap.popFirst() {
            let left = links[index]
            guard left.id >= 0, left.next >= 0 else { continue }
            let right = links[Int(left.next)]
            guard ranks[Self.key(left.id, right.id)] == rank else { continue }
            links[Int(left.next)].id = -1
            links[index] = Link(id: results[Int(rank)], end: right.end, previous: left.previous, next: right.next)
            if right.next >= 0 { links[Int(right.next)].previous = Int32(index) }
            if left.previous >= 0 { propose(Int(left.previous), links, &heap) }
            propose(index, links, &heap)
        }
    }

    @inline(__always)
    private func propose(_ index: Int, _ links: borrowing [Link], _ heap: inout MergeHeap) {
        let link = links[index]
        guard link.next >= 0 else { return }
        let rank = ranks[Self.key(link.id, links[Int(link.next)].id)]
        if rank >= 0 { heap.insert(rank: rank, index: index) }
    }
}

/// Merges that wait, the first in rank and then in place on top: a binary heap of whole numbers.
struct MergeHeap: Sendable {
    private var keys: [UInt64] = []

    mutating func removeAll() { keys.removeAll(keepingCapacity: true) }

    @inline(__always)
    mutating func insert(rank: Int32, index: Int) {
        let key = UInt64(UInt32(bitPattern: rank)) << 32 | UInt64(index)
        var slot = keys.count
        keys.append(key)
        while slot > 0, keys[(slot - 1) / 2] > key {
            keys[slot] = keys[(slot - 1) / 2]
            slot = (slot - 1) / 2
        }
        keys[slot] = key
    }

    mutating func popFirst() -> (rank: Int32, index: Int)? {
        guard let first = keys.first, let moved = keys.popLast() else { return nil }
        if !keys.isEmpty {
            var slot = 0
            while true {
                var child = slot * 2 + 1
                guard child < keys.count else { break }
                if child + 1 < keys.count, keys[child + 1] < keys[child] { child += 1 }
                guard keys[child] < moved else { break }
                keys[slot] = keys[child]
                slot = child
            }
            keys[slot] = moved
        }
        return (Int32(truncatingIfNeeded: first >> 32), Int(first & 0xFFFF_FFFF))
    }
}
