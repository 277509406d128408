import Commerce

/// Arrivals that wait for their turn: a binary heap in canonical order. O(log n) to add and to take.
struct ArrivalBuffer: Sendable {
    private var heap: [Arrival] = []

    var count: Int { heap.count }

    /// Everything that waits, in canonical order. O(n log n).
    func sorted() -> [Arrival] { heap.sorted(by: Arrival.precedes) }

    mutating func insert(_ arrival: Arrival) {
        heap.append(arrival)
        var child = heap.count - 1
        while child > 0, case let parent = (child - 1) / 2, Arrival.precedes(heap[child], heap[parent]) {
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The first arrival, when it happened before `time`.
    mutating func takeFirst(before time: Timestamp) -> Arrival? {
        guard let first = heap.first, first.time < time else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, Arrival.precedes(heap[child + 1], heap[child]) { child += 1 }
            guard Arrival.precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(parent, child)
            parent = child
        }
    }
}
