import CTorch
import Dispatch
import Synchronization

/// The threads that libtorch's operators share.
public enum Threads {
    /// How many an operator that is called on this thread may use.
    public static var count: Int {
        get { Int(ct_threads()) }
        set { ct_set_threads(Int32(clamping: newValue)) }
    }

    /// The results of 0, 1, ..., total - 1, in order, several at a time in ``inference(_:)`` mode: each of ``count`` threads
    /// takes the next that is left, and operators that it calls run on it alone.
    ///
    /// Faster than one after the other with every operator on all threads, which wait for each other at the end of each.
    /// After an error none is begun any more, and it is thrown when those under way have ended.
    /// - Parameters:
    ///   - workers: how many threads at most; one after the other on this thread, and operators on all of them, with 1.
    ///   - body: must only read what it shares with its other calls.
    public static func map<Result: Sendable>(
        _ total: Int, workers: Int = count, _ body: (Int) throws -> Result
    ) throws -> [Result] {
        let workers = min(workers, count, total)
        guard workers > 1 else { return try inference { try (0..<total).map(body) } }
        let slots = UnsafeMutableBufferPointer<Result?>.allocate(capacity: total)
        unsafe slots.initialize(repeating: nil)
        defer {
            unsafe slots.deinitialize()
            unsafe slots.deallocate()
        }
        let progress = Mutex<(next: Int, error: (any Error)?)>((0, nil))
        withoutActuallyEscaping(body) { body in
            // Only read; and each slot is one thread's.
            nonisolated(unsafe) let (work, target) = unsafe (body, slots)
            DispatchQueue.concurrentPerform(iterations: workers) { _ in
                let before = ct_run_alone()
                defer { ct_set_threads(before) }
                inference {
                    while let place = progress.withLock({ Self.next(&$0, of: total) }) {
                        do {
                            unsafe target[place] = try unsafe work(place)
                        } catch {
                            progress.withLock { $0.error = $0.error ?? error }
                        }
                    }
                }
            }
        }
        if let error = progress.withLock(\.error) { throw error }
        return unsafe slots.compactMap(\.self)
    }

    private static func next(_ progress: inout (next: Int, error: (any Error)?), of total: Int) -> Int? {
        guard progress.error == nil, progress.next < total else { return nil }
        defer { progress.next += 1 }
        return progress.next
    }
}
