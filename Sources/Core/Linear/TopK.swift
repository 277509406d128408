/// The best `count` of some scores, best first; equal scores in order of index, so that lists are reproducible.
///
/// NaN never ranks. Scores of minus infinity never rank either: that is how a caller excludes an index.
/// O(scores + count log count) expected: a bounded heap that most scores never enter.
public func topK(_ scores: UnsafeBufferPointer<Float>, count: Int) -> [(index: Int32, score: Float)] {
    var heap = BoundedHeap(capacity: count)
    heap.offer(all: scores)
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
        entries.reserveCapacity(capacity)
    }

    @safe mutating func offer(all scores: UnsafeBufferPointer<Float>) {
        guard capacity > 0 else { return }
        var index = 0
        while index < scores.count, entries.count < capacity {
            let score = unsafe scores[index]
            if score > -.infinity { offer(Int32(index), score) }
            index += 1
        }
        // From here on later indices lose ties, and nearly all scores lose: sixteen of them are refused at once.
        var bar = entries.first?.score ?? .infinity
        while index < scores.count {
            let end = min(index + 16, scores.count)
            if end - index == 16 {
                let lanes = unsafe UnsafeRawPointer(scores.baseAddress.unsafelyUnwrapped + index)
                    .loadUnaligned(as: SIMD16<Float>.self)
                guard any(lanes .> bar) else {
                    index = end
                    continue
                }
            }
            while index < end {
                let score = unsafe scores[index]
                if score > bar {
                    replaceTop((Int32(index), score))
                    bar = entries[0].score
                }
                index += 1
            }
        }
    }

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
        entries[0] = entry
        var parent = 0
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if Self.isBetter(entries[worst], entries[child]) { worst = child }
            }
            if worst == parent { return }
            entries.swapAt(parent, worst)
            parent = worst
        }
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
