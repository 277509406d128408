import Dispatch
public import Foundation
import Linear
import Synchronization

/// Has a model answer texts on a thread of its own, for callers that must not be kept from other work, such as a server's
/// event loop.
///
/// ```swift
/// let encoder = try await TextWorker.embedding(folder)
/// let vectors = try await encoder.answers(to: ["a red dress", "红色连衣裙"])   // [[Float]], in the order given
/// ```
/// What several callers ask while the model is at work is answered together afterwards, texts of like length side by side:
/// the more are waiting, the better the processor is used. The model lives and dies on the thread and is seen by no other.
/// The thread ends when the worker goes.
public final class TextWorker<Answer: Sendable>: Sendable {
    private let requests: Requests<Answer>

    /// - Parameters:
    ///   - name: of the thread; Linux shows 15 bytes.
    ///   - limits: how much may be taken together, and how much may wait.
    ///   - load: makes the model, on the thread; what it returns gives one answer for each text.
    /// - Throws: what `load` throws.
    public init(
        name: String = "equipoise.texts", limits: TextWorkerLimits = TextWorkerLimits(),
        load: @escaping @Sendable () throws -> ([String]) throws -> [Answer]
    ) async throws {
        let requests = Requests<Answer>(limits)
        self.requests = requests
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let thread = Thread {
                // A name that is set before the thread runs is lost on Linux.
                Thread.current.name = name
                let model: ([String]) throws -> [Answer]
                do {
                    model = try load()
                } catch {
                    return continuation.resume(throwing: error)
                }
                continuation.resume()
                while let batch = requests.next() { Self.answer(batch, by: model) }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { requests.end() }

    /// One answer for each text, in their order; waits its turn.
    ///
    /// - Throws: `LanguageError` `worker.busy` when too many texts are waiting already; `CancellationError` when the task is
    ///   cancelled before its turn; what the model throws.
    public func answers(to texts: [String]) async throws -> [Answer] {
        guard !texts.isEmpty else { return [] }
        let number = requests.number()
        // Held until the answer is there, or the thread would end before.
        defer { withExtendedLifetime(self) {} }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { requests.add(Request(number, texts, $0)) }
        } onCancel: {
            requests.cancel(number)
        }
    }

    /// Texts whose turn has not come.
    public var waitingTexts: Int { requests.waitingTexts }

    /// Together; when that fails each alone, so that nobody pays for another's texts.
    private static func answer(_ batch: [Request<Answer>], by model: ([String]) throws -> [Answer]) {
        do {
            let texts = batch.flatMap(\.texts)
            let answers = try model(texts)
            precondition(answers.count == texts.count, "TextWorker: a model gives one answer for each text")
            var start = 0
            for request in batch {
                request.continuation.resume(returning: Array(answers[start..<start + request.texts.count]))
                start += request.texts.count
            }
        } catch {
            guard batch.count > 1 else { return batch[0].continuation.resume(throwing: error) }
            for request in batch { answer([request], by: model) }
        }
    }
}

extension TextWorker<[Float]> {
    /// Vectors from the folder of a sentence encoder.
    ///
    /// - Throws: as `SentenceEncoder(folder:)`.
    public static func embedding(_ folder: URL, limits: TextWorkerLimits = TextWorkerLimits()) async throws
        -> TextWorker
    {
        try await TextWorker(limits: limits) {
            let encoder = try SentenceEncoder(folder: folder)
            return { texts in
                let vectors = try encoder.embed(texts)
                return (0..<vectors.rows).map { Array(vectors[row: $0]) }
            }
        }
    }
}

extension TextWorker<TextClassifier.Answer> {
    /// Labels from the folder of a classifier.
    ///
    /// - Throws: as `TextClassifier(folder:)`.
    public static func classifying(_ folder: URL, limits: TextWorkerLimits = TextWorkerLimits()) async throws
        -> TextWorker
    {
        try await TextWorker(limits: limits) {
            let classifier = try TextClassifier(folder: folder)
            return { try classifier.classify($0) }
        }
    }
}

/// How much a ``TextWorker`` takes on.
public struct TextWorkerLimits: Sendable {
    /// Texts answered together; a request of more is answered alone.
    public var together: Int
    /// Texts that may wait; requests beyond are refused at once, which is better than an answer that comes too late.
    public var waiting: Int

    public init(together: Int = 256, waiting: Int = 10_000) {
        precondition(together > 0 && waiting > 0, "TextWorkerLimits: both must be positive")
        (self.together, self.waiting) = (together, waiting)
    }
}

private struct Request<Answer: Sendable>: Sendable {
    let number: Int
    let texts: [String]
    let continuation: CheckedContinuation<[Answer], any Error>

    init(_ number: Int, _ texts: [String], _ continuation: CheckedContinuation<[Answer], any Error>) {
        (self.number, self.texts, self.continuation) = (number, texts, continuation)
    }
}

/// What waits; the thread holds this and not the worker, or neither would ever go.
private final class Requests<Answer: Sendable>: Sendable {
    private struct State {
        var waiting: [Request<Answer>] = []
        var texts = 0
        var numbers = 0
        /// Numbers given to requests that have not come yet, and those of them that were cancelled meanwhile.
        var expected: Set<Int> = []
        var cancelled: Set<Int> = []
        var isOver = false
    }

    private let limits: TextWorkerLimits
    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    init(_ limits: TextWorkerLimits) { self.limits = limits }

    var waitingTexts: Int { state.withLock { $0.texts } }

    func number() -> Int {
        state.withLock { state in
            state.numbers += 1
            state.expected.insert(state.numbers)
            return state.numbers
        }
    }

    func add(_ request: Request<Answer>) {
        let refusal: (any Error)? = state.withLock { state in
            state.expected.remove(request.number)
            if state.cancelled.remove(request.number) != nil { return CancellationError() }
            guard state.waiting.isEmpty || state.texts + request.texts.count <= limits.waiting else {
                return LanguageError(
                    code: "worker.busy", message: "\(state.texts) texts are waiting for the model already",
                    remedy: "Ask again later, or let more wait (TextWorkerLimits.waiting).")
            }
            state.waiting.append(request)
            state.texts += request.texts.count
            return nil
        }
        if let refusal { return request.continuation.resume(throwing: refusal) }
        signal.signal()
    }

    func cancel(_ number: Int) {
        let request: Request<Answer>? = state.withLock { state in
            guard let place = state.waiting.firstIndex(where: { $0.number == number }) else {
                // One that is being answered gets its answer.
                if state.expected.contains(number) { state.cancelled.insert(number) }
                return nil
            }
            state.texts -= state.waiting[place].texts.count
            return state.waiting.remove(at: place)
        }
        request?.continuation.resume(throwing: CancellationError())
    }

    func end() {
        state.withLock { $0.isOver = true }
        signal.signal()
    }

    /// The next requests, in order, once there are any; nothing when there will be none.
    func next() -> [Request<Answer>]? {
        while true {
            let (batch, isOver) = state.withLock { state in
                var (count, texts) = (0, 0)
                for request in state.waiting {
                    if count > 0, texts + request.texts.count > limits.together { break }
                    count += 1
                    texts += request.texts.count
                }
                let batch = Array(state.waiting.prefix(count))
                state.waiting.removeFirst(count)
                state.texts -= texts
                return (batch, state.isOver)
            }
            if !batch.isEmpty { return batch }
            if isOver { return nil }
            signal.wait()
        }
    }
}
