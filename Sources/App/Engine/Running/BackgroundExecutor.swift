import Dispatch
import Foundation
import Synchronization

/// Runs an actor on a thread of its own that gives way to the ones that answer requests; see ``inBackground(_:)``.
///
/// The thread ends when the executor goes and nothing waits for it any more.
final class BackgroundExecutor: SerialExecutor {
    /// What the thread and the executor share; the thread must not hold the executor itself, or neither would ever go.
    private final class Jobs: Sendable {
        private struct State {
            var waiting: [UnownedJob] = []
            var isOver = false
        }

        private let state = Mutex(State())
        private let signal = DispatchSemaphore(value: 0)

        func add(_ job: UnownedJob) {
            state.withLock { $0.waiting.append(job) }
            signal.signal()
        }

        func end() {
            state.withLock { $0.isOver = true }
            signal.signal()
        }

        /// The next jobs, in order, once there are any; nothing when there will be none.
        func next() -> [UnownedJob]? {
            while true {
                let (jobs, isOver) = state.withLock { state in
                    defer { state.waiting = [] }
                    return (state.waiting, state.isOver)
                }
                if !jobs.isEmpty { return jobs }
                if isOver { return nil }
                signal.wait()
            }
        }
    }

    private let jobs = Jobs()

    init(name: String) {
        let (jobs, executor) = (jobs, asUnownedSerialExecutor())
        let thread = Thread {
            BackgroundWork.begin(as: name)
            while let batch = jobs.next() {
                for job in batch { job.runSynchronously(on: executor) }
            }
        }
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { jobs.end() }

    func enqueue(_ job: consuming ExecutorJob) { jobs.add(UnownedJob(job)) }
}
