import Commerce
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Synchronization

/// Answers of requests that were sent with an `Idempotency-Key`, so that one sent again is not done again.
///
/// In memory, for a day: after a restart a request that is repeated is done anew. Bounded by number and bytes: in two
/// generations, of which the older goes when the younger is full.
final class RepeatedRequests: Sendable {
    private struct Entry {
        let fingerprint: String
        let time: Timestamp
        /// Nothing while it is being answered.
        var answer: (status: Int, body: Data)?
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var older: [String: Entry] = [:]
        /// When the younger generation began, and what its answers take.
        var start: Timestamp
        var bytes = 0
    }

    static let longestKey = 255
    private static let life = Duration.hours(24)
    /// Of a generation.
    private static let most = 50_000
    private static let mostBytes = 32 << 20

    private let time: any TimeSource
    private let state: Mutex<State>

    init(time: any TimeSource) {
        self.time = time
        state = Mutex(State(start: time.now()))
    }

    /// Answers as the first request of its key was answered, or with what `make` makes of the first.
    ///
    /// A failure is not kept: it may be tried again.
    /// - Throws: ``Problem`` 422 `repeat.body` for a key that came with another body, 409 `repeat.underway` while the first
    ///   is being answered, 400 `repeat.key` for a key that is none.
    func answer(
        _ request: Request, _ context: ServerContext, _ make: (Request) async throws -> Response
    ) async throws -> Response {
        guard let key = request.headers[.idempotencyKey] else { return try await make(request) }
        guard (1...Self.longestKey).contains(key.utf8.count) else {
            throw Problem(
                .badRequest, code: "repeat.key",
                detail: "'Idempotency-Key' must have 1 ... \(Self.longestKey) characters")
        }
        // Who asks, and what: keys of different callers and paths have nothing to do with each other.
        let name = [context.asked.name ?? "", context.author, request.uri.path, key].joined(separator: "\n")
        let bytes = try await request.bytes(upTo: 1 << 16)
        var request = request
        request.body = RequestBody(buffer: ByteBuffer(bytes: bytes))
        let fingerprint = ContentHash(of: bytes).hexadecimal
        if let known = try known(name, fingerprint) {
            return Server.answer(json: known.body, status: HTTPResponse.Status(code: known.status))
        }
        do {
            let response = try await make(request)
            guard response.status.kind == .successful else {
                forget(name)
                return response
            }
            let body = try await response.bytes()
            keep(name, status: response.status.code, body: body)
            return Server.answer(json: body, status: response.status)
        } catch {
            forget(name)
            throw error
        }
    }

    /// - Returns: nothing for the first, which is then under way.
    private func known(_ name: String, _ fingerprint: String) throws -> (status: Int, body: Data)? {
        let now = time.now()
        return try state.withLock { state in
            if state.entries.count >= Self.most || state.bytes >= Self.mostBytes || now - Self.life >= state.start {
                (state.older, state.entries, state.start, state.bytes) = (state.entries, [:], now, 0)
            }
            guard let entry = state.entries[name] ?? state.older[name], entry.time > now - Self.life else {
                state.entries[name] = Entry(fingerprint: fingerprint, time: now)
                return nil
            }
            guard entry.fingerprint == fingerprint else {
                throw Problem(
                    .unprocessableContent, code: "repeat.body",
                    detail: "this 'Idempotency-Key' came with another body before", remedy: "make a new key")
            }
            guard let answer = entry.answer else {
                throw Problem(
                    .conflict, code: "repeat.underway", detail: "the first request of this key is being answered",
                    remedy: "send it again in a second")
            }
            return answer
        }
    }

    private func keep(_ name: String, status: Int, body: Data) {
        state.withLock { state in
            if state.entries[name] != nil {
                state.entries[name]?.answer = (status, body)
                state.bytes += body.count
            } else {
                state.older[name]?.answer = (status, body)
            }
        }
    }

    private func forget(_ name: String) {
        state.withLock { state in
            state.entries[name] = nil
            state.older[name] = nil
        }
    }
}

extension Response {
    /// The whole body, of an answer that is not streamed.
    fileprivate func bytes() async throws -> Data {
        let collector = Collector()
        try await body.write(Writer(collector: collector))
        return collector.data.withLock { $0 }
    }

    private final class Collector: Sendable {
        let data = Mutex(Data())
    }

    private struct Writer: ResponseBodyWriter {
        let collector: Collector

        mutating func write(_ buffer: ByteBuffer) async throws {
            collector.data.withLock { $0 += Data(buffer.readableBytesView) }
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
