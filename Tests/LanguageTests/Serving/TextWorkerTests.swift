import Foundation
import Linear
import Synchronization
import Testing

@testable import Language

@Suite("Texts answered off the event loop")
struct TextWorkerTests {
    /// A model that counts letters, tells what it was asked together, and can be held up.
    private final class Recorder: Sendable {
        let batches = Mutex<[[String]]>([])
        let gate = DispatchSemaphore(value: 0)
        let isGone = Mutex(false)

        func answer(_ texts: [String]) throws -> [Int] {
            batches.withLock { $0.append(texts) }
            if texts.first == "hold" { gate.wait() }
            if texts.contains("bad") { throw LanguageError(code: "test.bad", message: "a bad text") }
            return texts.map(\.count)
        }
    }

    /// Sets a flag when it goes.
    private final class Tail: Sendable {
        private let recorder: Recorder
        init(_ recorder: Recorder) { self.recorder = recorder }
        deinit { recorder.isGone.withLock { $0 = true } }
    }

    private func worker(
        _ recorder: Recorder, limits: TextWorkerLimits = TextWorkerLimits()
    ) async throws -> TextWorker<Int> {
        try await TextWorker(limits: limits) {
            let tail = Tail(recorder)
            return { texts in try withExtendedLifetime(tail) { try recorder.answer(texts) } }
        }
    }

    /// Waits until something holds, ten seconds at most.
    private func wait(until holds: () -> Bool) async throws {
        for _ in 0..<1000 where !holds() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(holds())
    }

    /// Holds the model up with one request, and waits until it has it.
    private func hold(_ worker: TextWorker<Int>, _ recorder: Recorder) async throws -> Task<[Int], any Error> {
        let held = Task { try await worker.answers(to: ["hold"]) }
        try await wait { recorder.batches.withLock { $0.count } == 1 }
        return held
    }

    @Test("gives each of many callers the answers to their texts, in order")
    func manyCallers() async throws {
        let worker = try await worker(Recorder())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<200 {
                group.addTask {
                    let texts = (0..<caller % 7).map { String(repeating: "字", count: caller + $0) }
                    let answers = try await worker.answers(to: texts)
                    #expect(answers == texts.map(\.count))
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("answers together what came while the model was at work, up to its limit")
    func together() async throws {
        let recorder = Recorder()
        let worker = try await worker(recorder, limits: TextWorkerLimits(together: 5))
        let held = try await hold(worker, recorder)
        let others = (1...4).map { number in
            Task { try await worker.answers(to: Array(repeating: "x", count: number)) }
        }
        try await wait { worker.waitingTexts == 10 }
        recorder.gate.signal()
        #expect(try await held.value == [4])
        for (number, other) in others.enumerated() { #expect(try await other.value.count == number + 1) }
        let sizes = recorder.batches.withLock { $0.map(\.count) }
        #expect(sizes.reduce(0, +) == 11 && sizes.allSatisfy { $0 <= 5 } && sizes.count <= 4, "\(sizes)")
    }

    @Test("one caller's bad text is nobody else's")
    func badText() async throws {
        let recorder = Recorder()
        let worker = try await worker(recorder)
        let held = try await hold(worker, recorder)
        let good = Task { try await worker.answers(to: ["good"]) }
        let bad = Task { try await worker.answers(to: ["fine", "bad"]) }
        try await wait { worker.waitingTexts == 3 }
        recorder.gate.signal()
        _ = try await held.value
        #expect(try await good.value == [4])
        await #expect(throws: LanguageError.self) { try await bad.value }
        #expect(try await worker.answers(to: ["still there"]) == [11])
    }

    @Test("refuses more than may wait, and forgets who went away")
    func waiting() async throws {
        let recorder = Recorder()
        let worker = try await worker(recorder, limits: TextWorkerLimits(waiting: 3))
        let held = try await hold(worker, recorder)
        let waiting = Task { try await worker.answers(to: ["a", "b"]) }
        try await wait { worker.waitingTexts == 2 }
        let refused = await #expect(throws: LanguageError.self) { try await worker.answers(to: ["c", "d"]) }
        #expect(refused?.code == "worker.busy" && refused?.remedy != nil)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(worker.waitingTexts == 0)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await worker.answers(to: ["late"])
        }
        await #expect(throws: CancellationError.self) { try await late.value }
        recorder.gate.signal()
        _ = try await held.value
        #expect(recorder.batches.withLock { $0 } == [["hold"]])
    }

    @Test("the model goes with its worker")
    func end() async throws {
        let recorder = Recorder()
        var worker: TextWorker<Int>? = try await worker(recorder)
        #expect(try await worker?.answers(to: ["x"]) == [1])
        #expect(!recorder.isGone.withLock { $0 })
        worker = nil
        try await wait { recorder.isGone.withLock { $0 } }
    }

    @Test("a folder's vectors are those of its encoder; a folder that cannot be read is an error")
    func vectors() async throws {
        let folder = EncoderFixture.folder("bert")
        let worker = try await TextWorker.embedding(folder)
        let texts = ["a red dress", "", "shoes", "红色"]
        let vectors = try await worker.answers(to: texts)
        let expected = try SentenceEncoder(folder: folder).embed(texts)
        for (row, vector) in vectors.enumerated() {
            #expect(zip(vector, expected[row: row]).allSatisfy { abs($0 - $1) < 1e-6 })
        }
        await #expect(throws: (any Error).self) { try await TextWorker.classifying(folder) }
    }
}
