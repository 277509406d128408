import Commerce

/// The order in which an epoch goes through its examples: by chance, with examples of like length in one batch, so that
/// batches without padding fall into few blocks and batches with padding waste little.
///
/// Pools of 64 batches are drawn by chance and sorted by length within; the batches then come in an order by chance. The
/// order depends on seed and epoch alone, so a training that stopped finds it again.
public struct LengthBuckets: Sendable {
    /// By example, its places.
    public let lengths: [Int]
    public let batchSize: Int
    public let seed: UInt64

    static let pool = 64

    public init(lengths: [Int], batchSize: Int, seed: UInt64) {
        precondition(batchSize > 0, "LengthBuckets.batchSize must be at least 1")
        self.lengths = lengths
        self.batchSize = batchSize
        self.seed = seed
    }

    public var batchesPerEpoch: Int { (lengths.count + batchSize - 1) / batchSize }

    /// Numbers of the examples, batch by batch. O(n log n).
    public func batches(epoch: Int) -> [[Int]] {
        var generator = SeededGenerator(seed: seed).split(UInt64(epoch))
        let examples = lengths.indices.shuffled(using: &generator)
        let size = Self.pool * batchSize
        var batches = stride(from: 0, to: examples.count, by: size).flatMap { start in
            // Sorting is stable here: the place in the draw decides between equal lengths.
            let pool = examples[start..<min(examples.count, start + size)].enumerated()
                .sorted { (lengths[$0.element], $0.offset) < (lengths[$1.element], $1.offset) }
                .map(\.element)
            return cut(pool)
        }
        batches.shuffle(using: &generator)
        return batches
    }

    /// The examples in order of length, the longest first: for passes in which order means nothing.
    public var byLength: [[Int]] {
        cut(lengths.indices.sorted { (lengths[$0], $1) > (lengths[$1], $0) })
    }

    private func cut(_ examples: [Int]) -> [[Int]] {
        stride(from: 0, to: examples.count, by: batchSize).map {
            Array(examples[$0..<min(examples.count, $0 + batchSize)])
        }
    }
}
