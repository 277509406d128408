import Foundation

/// Runs work that takes seconds of a processor on a thread of its own that gives way to the ones that answer requests:
/// the tasks of Swift share as many threads as there are processors, and one that calculates would keep others waiting.
///
/// On Linux the niceness of a thread is its own (`setpriority(2)`, "C library/kernel differences").
func inBackground<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
            BackgroundWork.begin(as: "equipoise.work")
            continuation.resume(with: Result { try work() })
        }
        thread.stackSize = 8 << 20
        thread.start()
    }
}

enum BackgroundWork {
    /// Of 19, at which a process gets what nobody else wants.
    private static let niceness: Int32 = 10

    /// Makes this thread one that gives way, under a name that tools show, of 15 bytes at most.
    static func begin(as name: String) {
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        // A name that is set before the thread runs is lost on Linux.
        Thread.current.name = name
    }
}
