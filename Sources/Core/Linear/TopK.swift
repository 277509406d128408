/// The best `count` of some scores, best first; equal scores in order of index, so that lists are reproducible.
///
/// NaN never ranks. Scores of minus infinity never rank either: that is how a caller excludes an index.
/// O(scores + count log count) expected: a bounded heap that most scores never enter.
///
/// - Parameter isAllowed: whether an index may rank; asked for those only that would. Nothing allows all.
public func topK(
    _ scores: UnsafeBufferPointer<Float>, count: Int, where isAllowed: ((Int32) -> Bool)? = nil
) -> [(index: Int32, score: Float)] {
    var heap = BoundedHeap(capacity: min(count, scores.count))
    if let isAllowed { heap.offer(all: scores, where: isAllowed) } else { heap.offer(all: scores) }
    return heap.sorted()
}

public func topK(_ scores: some Sequence<Float>, count: Int) -> [(index: Int32, score: Float)] {
    var heap = BoundedHeap(capacity: count)
    for (index, score) in scores.enumerated() where score > -.infinity {
        heap.offer(Int32(index), score)
    }
    return heap.sorted()
}

/// Keeps the best entries seen, the worst of them on top.
struct BoundedHeap {
    private var entries: [(index: Int32, score: Float)] = []
    private let capacity: Int

    init(capacity: Int) {
        precondition(capacity >= 0, "topK: count must not be negative")
        self.capacity = capacity
    }

    @safe mutating func offer(all scores: UnsafeBufferPointer<Float>) {
        guard capacity > 0 else { return }
        entries.reserveCapacity(capacity)
        var index = 0
        while index < scores.count, entries.count < capacity {
            let score = unsafe scores[index]
            if score > -.infinity { offer(Int32(index), score) }
            index += 1
        }
        // From here on the common case is a comparison that fails, sixteen at a time: later indices lose ties, and
        // NaN is above nothing.
        let bytes = UnsafeRawBufferPointer(scores)
        while index &+ Self.stride <= scores.count {
            let group = unsafe bytes.loadUnaligned(
                fromByteOffset: index &* MemoryLayout<Float>.stride, as: SIMD16<Float>.self)
            if any(group .> entries[0].score) {
                for lane in 0..<Self.stride where group[lane] > entries[0].score {
                    replaceTop((Int32(truncatingIfNeeded: index &+ lane), group[lane]))
                }
            }
            index &+= Self.stride
        }
        while index < scores.count {
            let score = unsafe scores[index]
            if score > entries[0].score { replaceTop((Int32(index), score)) }
            index += 1
        }
    }

    private static let stride = 16

    @safe mutating func offer(all scores: UnsafeBufferPointer<Float>, where isAllowed: (Int32) -> Bool) {
        for unsafe(index, score) in unsafe scores.enumerated() where score > -.infinity {
            // Later indices lose ties.
            guard let least, entries.count < capacity || score > least, isAllowed(Int32(index)) else { continue }
            offer(Int32(index), score)
        }
    }

    /// What an entry must reach to stay; nothing when none can.
    var least: Float? { entries.count < capacity ? -.infinity : entries.first?.score }

    mutating func offer(_ index: Int32, _ score: Float) {
        if entries.count < capacity {
            entries.append((index, score))
            siftUp(entries.count - 1)
        } else if capacity > 0, Self.isBetter((index, score), entries[0]) {
            replaceTop((index, score))
        }
    }

    consuming func sorted() -> [(index: Int32, score: Float)] {
        entries.sorted(by: Self.isBetter)
    }

    private static func isBetter(
        _ left: (index: Int32, score: Float), _ right: (index: Int32, score: Float)
    ) -> Bool {
        left.score > right.score || (left.score == right.score && left.index < right.index)
    }

    private mutating func replaceTop(_ entry: (index: Int32, score: Float)) {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, Self.isBetter(entries[child], entries[child + 1]) { child += 1 }
            guard Self.isBetter(entry, entries[child]) else { break }
            entries[parent] = entries[child]
            parent = child
        }
        entries[parent] = entry
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.isBetter(entries[parent], entries[child]) else { return }
            entries.swapAt(parent, child)
            child = parent
        }
    }
}
