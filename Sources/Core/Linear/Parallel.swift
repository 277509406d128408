import Dispatch
import Foundation

/// Work over all cores with results that do not depend on how many there are.
public enum Parallel {
    /// Cores that this process may use.
    public static let width = max(1, ProcessInfo.processInfo.activeProcessorCount)

    /// Calls `body` once for each of consecutive ranges that together make `0 ..< count`, several at a time.
    ///
    /// Ranges have `chunk` elements (the last may have fewer) whatever the machine, so a result that is reduced
    /// per chunk is the same everywhere. Returns when all are done.
    public static func forEachChunk(
        of count: Int, chunk: Int, _ body: @Sendable (_ range: Range<Int>) -> Void
    ) {
        precondition(chunk > 0, "Parallel.chunk must be positive")
        let chunks = (count + chunk - 1) / chunk
        guard chunks > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        DispatchQueue.concurrentPerform(iterations: chunks) { index in
            body(index * chunk..<min(count, (index + 1) * chunk))
        }
    }

    /// Maps 0, 1, ..., count - 1, several at a time; results in order.
    public static func map<Result: Sendable>(
        _ count: Int, _ transform: @Sendable (Int) -> Result
    ) -> [Result] {
        let slots = UnsafeMutableBufferPointer<Result?>.allocate(capacity: count)
        unsafe slots.initialize(repeating: nil)
        defer {
            unsafe slots.deinitialize()
            unsafe slots.deallocate()
        }
        // Each iteration writes its own slot, so there is no race.
        nonisolated(unsafe) let target = unsafe slots
        DispatchQueue.concurrentPerform(iterations: count) { index in
            unsafe target[index] = transform(index)
        }
        return unsafe slots.map { slot in
            guard let value = slot else { preconditionFailure("concurrentPerform skipped an iteration") }
            return value
        }
    }
}
