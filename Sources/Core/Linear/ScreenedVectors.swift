import CKernels

/// Vectors laid out for finding the few with the largest products, without working out all products.
///
/// Each vector is held in bytes as well, `x = scale codes + e`, with the lengths of `x` and of what was lost, `e`. With the
/// query rounded likewise, `q = scale' codes' + e'`,
/// ```
/// q . x  <=  scale scale' (codes . codes') + |q| |e| + |e'| |x|
/// ```
/// A product is worked out only where this, and what the rounding of sums can add, reaches the least of the largest so
/// far. Vectors stand in order of length, and the search ends where `|q| |x|` no longer reaches it. So the result is the
/// one of ``PackedVectors`` and ``topK(_:count:where:)``, to the last bit and with equals in the same order. What is not
/// finite, very large or very small is always worked out.
///
/// Takes `width + 28` bytes a vector, beside the vectors themselves, which are shared with their owner.
///
/// Source: the order and its end are those of Teflioudi, Gemulla, "Exact and approximate maximum inner product search
/// with LEMP" (TODS 2017), section 3; the bound of bytes is Cauchy's inequality for what was lost.
public struct ScreenedVectors: Sendable {
    private let vectors: Matrix
    private let bias: [Float]
    /// Rows of the vectors, long ones first.
    private let order: [Int32]
    /// See `eq_screen_pack`. In elements of a register, which lie within one line of the cache each.
    private let panels: [SIMD16<Int32>]
    /// For each block, what lengths and biases are at most in it and in all that follow.
    private let limits: [Limit]
    /// The share of lengths and biases that rounding can add: more than twice what a chain of `width` sums can (Higham,
    /// "Accuracy and stability of numerical algorithms", 3.1), for the bounds are rounded too.
    private let slack: Float

    private struct Limit {
        var norm: Float = 0
        var ceiling = -Float.infinity
    }

    private static let panel = Int(EQ_SCREEN_PANEL)
    /// Vectors that are screened against one threshold.
    private static let block = 16 * panel

    /// Lays vectors out. O(count × (width + log count)), on all cores.
    ///
    /// - Parameters:
    ///   - vectors: shape [count, width], of at most 4096 numbers each, so that sums of bytes cannot overflow.
    ///   - bias: added to each vector's products, shape [count]; empty for none.
    public init(_ vectors: Matrix, bias: [Float] = []) {
        precondition(bias.isEmpty || bias.count == vectors.rows, "ScreenedVectors.bias must be as long as the vectors")
        precondition(vectors.columns <= 4096, "ScreenedVectors: a vector must have at most 4096 numbers")
        self.vectors = vectors
        self.bias = bias.isEmpty ? [Float](repeating: 0, count: vectors.rows) : bias
        slack = Float(vectors.columns + 32) * 0x1p-23
        order = Self.longestFirst(vectors)
        (panels, limits) = Self.packed(vectors, bias: self.bias, order: order, slack: slack)
    }

    public var count: Int { vectors.rows }

    /// Whatever is not a number counts as the longest.
    private static func longestFirst(_ vectors: Matrix) -> [Int32] {
        let squares = Parallel.map(vectors.rows) { row in
            let square = unsafe vectors.values.withUnsafeBufferPointer { values in
                guard let start = values.baseAddress else { return Float(0) }
                let row = unsafe start + row * vectors.columns
                return unsafe Kernels.dot(row, row, count: vectors.columns)
            }
            return square.isNaN ? .infinity : square
        }
        return (0..<Int32(vectors.rows)).sorted { left, right in
            let (a, b) = (squares[Int(left)], squares[Int(right)])
            return a > b || (a == b && left < right)
        }
    }

    private static func packed(
        _ vectors: Matrix, bias: [Float], order: [Int32], slack: Float
    ) -> (panels: [SIMD16<Int32>], limits: [Limit]) {
        let (width, bytes) = (vectors.columns, eq_screen_bytes(vectors.columns))
        let stride = bytes / MemoryLayout<SIMD16<Int32>>.size
        let count = (order.count + panel - 1) / panel
        var panels = [SIMD16<Int32>](repeating: .zero, count: count * stride)
        let ofPanels = unsafe panels.withUnsafeMutableBufferPointer { buffer -> [Limit] in
            // Each panel is written by one iteration.
            nonisolated(unsafe) let target = buffer.baseAddress
            return Parallel.map(count) { number in
                var limit = Limit()
                let rows = Array(order[number * panel..<min(order.count, (number + 1) * panel)])
                var codes = [Int8](repeating: 0, count: eq_screen_codes(width))
                unsafe eq_screen_pack(
                    vectors.values, bias, width, rows, rows.count, slack, target?.advanced(by: number * stride), &codes,
                    &limit.norm, &limit.ceiling)
                return limit
            }
        }
        let ofBlock = block / panel
        var limits = [Limit](repeating: Limit(), count: (count + ofBlock - 1) / ofBlock)
        var rest = Limit()
        for number in (0..<count).reversed() {
            rest.norm = max(rest.norm, ofPanels[number].norm)
            rest.ceiling = max(rest.ceiling, ofPanels[number].ceiling)
            limits[number / ofBlock] = rest
        }
        return (panels, limits)
    }

    /// The `count` largest of `bias[v] + query . vector[v]`, largest first, and equals in order of their rows; as
    /// ``topK(_:count:where:)`` of all products.
    ///
    /// O(count × width) at worst, with a quarter of the memory to be read; less where lengths differ. On the calling thread.
    ///
    /// - Parameter isAllowed: whether a row may be among them; asked for those only that would be. Nothing allows all.
    /// - Precondition: the query has the vectors' width.
    public func largest(
        _ count: Int, times query: [Float], where isAllowed: ((Int32) -> Bool)? = nil
    ) -> [(index: Int32, score: Float)] {
        precondition(query.count == vectors.columns, "ScreenedVectors: the query must have the width of the vectors")
        let width = vectors.columns
        var heap = BoundedHeap(capacity: min(count, vectors.rows))
        var codes = [Int8](repeating: 0, count: eq_screen_codes(width))
        let rounding = unsafe eq_screen_round(query, width, &codes)
        var found = [Int32](repeating: 0, count: Self.block)
        var products = [Float](repeating: 0, count: Self.block)
        for (number, limit) in limits.enumerated() {
            guard let least = heap.least else { break }
            if limit.norm * rounding.norm * (1 + 2 * slack) + limit.ceiling < least { break }
            let first = number * Self.block
            let foundCount = unsafe eq_screen_find(
                panels, width, Int32(first), min(Self.block, vectors.rows - first), codes, rounding, slack, least,
                &found)
            var rows = found[..<foundCount].map { order[Int($0)] }
            if let isAllowed { rows.removeAll { !isAllowed($0) } }
            unsafe eq_chains(query, width, vectors.values, bias, rows, rows.count, &products)
            for (row, product) in zip(rows, products) where product > -.infinity { heap.offer(row, product) }
        }
        return heap.sorted()
    }
}
