import Foundation

/// Runs work that takes seconds of a processor on a thread of its own that gives way to the ones that answer requests:
/// the tasks of Swift share as many threads as there are processors, and one that calculates would keep others waiting.
///
/// On Linux the niceness of a thread is its own (`setpriority(2)`, "C library/kernel differences").
func inBackground<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, BackgroundWork.niceness)
            continuation.resume(with: Result { try work() })
        }
        thread.name = "equipoise.work"
        thread.stackSize = 8 << 20
        thread.start()
    }
}

enum BackgroundWork {
    /// Of 19, at which a process gets what nobody else wants.
    static let niceness: Int32 = 10
}
