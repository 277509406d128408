import Foundation
import Testing

@testable import Engine

@Suite("Work of an actor in the background")
struct BackgroundExecutorTests {
    private actor Counter {
        private nonisolated let executor: BackgroundExecutor
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var count = 0

        init(on executor: BackgroundExecutor) { self.executor = executor }

        func step() -> (count: Int, thread: String?, niceness: Int32) {
            count += 1
            return (count, Thread.current.name, getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
        }
    }

    @Test("is done one thing after the other, on one thread that gives way")
    func order() async {
        let counter = Counter(on: BackgroundExecutor(name: "equipoise.test"))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 { group.addTask { _ = await counter.step() } }
        }
        let last = await counter.step()
        #expect(last.count == 201)
        #expect(last.thread == "equipoise.test")
        #expect(last.niceness >= 10)
    }

    @Test("leaves no thread behind")
    func end() async throws {
        let name = "equipoise.gone"
        func threads() throws -> Int {
            // By name alone: threads of other tests end while they are listed.
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
                .count { (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)) == name + "\n" }
        }
        var counter: Counter? = Counter(on: BackgroundExecutor(name: name))
        _ = await counter?.step()
        #expect(try threads() == 1)
        counter = nil
        for _ in 0..<500 where try threads() > 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try threads() == 0)
    }
}
