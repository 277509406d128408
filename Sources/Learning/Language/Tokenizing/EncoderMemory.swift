import Synchronization

/// Working memory that encoders on several threads take and give back, so that each text does not allocate its own.
final class EncoderMemory<Memory: Sendable>: Sendable {
    private let spare = Mutex<[Memory]>([])

    /// Runs `body` with memory that no other thread has: some that was used before, or `fresh`.
    func with<Result>(_ fresh: @autoclosure () -> Memory, _ body: (inout Memory) -> Result) -> Result {
        var memory = spare.withLock { $0.popLast() } ?? fresh()
        let result = body(&memory)
        let returned = memory
        spare.withLock { $0.append(returned) }
        return result
    }
}
