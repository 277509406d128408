/// The largest values seen, with their indices; of equal values the lower indices. Reused from row to row.
struct NearestHeap {
    private var entries: [(index: Int32, value: Float)]
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        entries = []
        entries.reserveCapacity(capacity)
    }

    @inline(__always)
    mutating func offer(_ index: Int32, _ value: Float) {
        if entries.count < capacity {
            entries.append((index, value))
            if entries.count == capacity { heapify() }
        } else if capacity > 0, Self.isBetter((index, value), entries[0]) {
            siftDown(0, (index, value))
        }
    }

    /// Appends the entries in ascending order of index, empties the heap, and returns how many there were.
    mutating func drain(into indices: inout [Int32], _ values: inout [Float]) -> Int {
        entries.sort { $0.index < $1.index }
        for entry in entries {
            indices.append(entry.index)
            values.append(entry.value)
        }
        defer { entries.removeAll(keepingCapacity: true) }
        return entries.count
    }

    /// The entries in ascending order of index; empties the heap.
    mutating func drain() -> [(index: Int32, value: Float)] {
        defer { entries.removeAll(keepingCapacity: true) }
        return entries.sorted { $0.index < $1.index }
    }

    @inline(__always)
    private static func isBetter(_ left: (index: Int32, value: Float), _ right: (index: Int32, value: Float)) -> Bool {
        left.value > right.value || (left.value == right.value && left.index < right.index)
    }

    /// Floyd's bottom-up construction: the worst entry comes to the top. O(capacity).
    private mutating func heapify() {
        for place in stride(from: entries.count / 2 - 1, through: 0, by: -1) { siftDown(place, entries[place]) }
    }

    /// Puts `entry` at `start` or below it, where every parent is worse than its children.
    private mutating func siftDown(_ start: Int, _ entry: (index: Int32, value: Float)) {
        entries.withUnsafeMutableBufferPointer { heap in
            var hole = start
            while true {
                var child = 2 * hole + 1
                guard child < heap.count else { break }
                if child + 1 < heap.count, Self.isBetter(heap[child], heap[child + 1]) { child += 1 }
                guard Self.isBetter(entry, heap[child]) else { break }
                heap[hole] = heap[child]
                hole = child
            }
            heap[hole] = entry
        }
    }
}
