import CAllocations

/// What one job cost, many times over, on the calling thread.
struct Measurements {
    /// Microseconds by the clock on the wall.
    private var times: [Double] = []
    private var blocks: [Double] = []
    private var kilobytes: [Double] = []

    init(expecting count: Int) {
        times.reserveCapacity(count)
        blocks.reserveCapacity(count)
        kilobytes.reserveCapacity(count)
    }

    mutating func measure<Result>(_ job: () throws -> Result) rethrows -> Result {
        let (blocksBefore, bytesBefore) = (allocations_count(), allocations_bytes())
        let begin = ContinuousClock.now
        let result = try job()
        let time = ContinuousClock.now - begin
        blocks.append(Double(allocations_count() - blocksBefore))
        kilobytes.append(Double(allocations_bytes() - bytesBefore) / 1024)
        times.append(time / .microseconds(1))
        return result
    }

    /// The columns of ``cells``.
    static let columns: [(name: String, format: String)] = [
        ("median us", ".1f"), ("p99 us", ".1f"), ("allocations", ".0f"), ("allocated KB", ".1f"),
    ]

    /// Medians, and of times the 99th percentile.
    var cells: [FigureTable.Cell] {
        [
            .number(Self.quantile(0.5, of: times)), .number(Self.quantile(0.99, of: times)),
            .number(Self.quantile(0.5, of: blocks)), .number(Self.quantile(0.5, of: kilobytes)),
        ]
    }

    private static func quantile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }
}
