import CAllocations
import Foundation

/// What one job cost, many times over, on the calling thread.
struct Measurements {
    /// Microseconds by the clock on the wall.
    private var times: [Double] = []
    /// Microseconds that the processor worked on it: what else runs on the machine does not count.
    private var processorTimes: [Double] = []
    private var blocks: [Double] = []
    private var kilobytes: [Double] = []

    init(expecting count: Int) {
        times.reserveCapacity(count)
        processorTimes.reserveCapacity(count)
        blocks.reserveCapacity(count)
        kilobytes.reserveCapacity(count)
    }

    mutating func measure<Result>(_ job: () throws -> Result) rethrows -> Result {
        let (blocksBefore, bytesBefore) = (allocations_count(), allocations_bytes())
        let processorBefore = Self.processorTime
        let begin = ContinuousClock.now
        let result = try job()
        let time = ContinuousClock.now - begin
        processorTimes.append(Self.processorTime - processorBefore)
        blocks.append(Double(allocations_count() - blocksBefore))
        kilobytes.append(Double(allocations_bytes() - bytesBefore) / 1024)
        times.append(time / .microseconds(1))
        return result
    }

    /// The columns of ``cells``.
    static let columns: [(name: String, format: String)] = [
        ("median us", ".1f"), ("p99 us of CPU", ".1f"), ("allocations", ".0f"), ("allocated KB", ".1f"),
    ]

    /// Medians; of the processor's time the 99th percentile, which on the wall would be that of other programs.
    var cells: [FigureTable.Cell] {
        [
            .number(Self.quantile(0.5, of: times)), .number(Self.quantile(0.99, of: processorTimes)),
            .number(Self.quantile(0.5, of: blocks)), .number(Self.quantile(0.5, of: kilobytes)),
        ]
    }

    private static func quantile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
    }

    /// Microseconds that the calling thread has been at work.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}
