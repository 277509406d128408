public import Commerce
import Synchronization

/// Work that goes on beside the requests: a training, an evaluation.
public struct TaskRecord: Sendable, Hashable, Encodable {
    public enum State: String, Sendable, Hashable, Codable {
        case running, done, failed
    }

    /// From 1, in the order in which they began.
    public var id: Int
    public var kind: String
    public var state: State
    public var started: Timestamp
    public var ended: Timestamp?
    /// What it is doing, or did last.
    public var step: String?
    /// What it brought.
    public var result: String?
    /// Why it failed.
    public var error: String?
}

/// The tasks of a shop since it was opened; the newest hundred are remembered.
final class TaskBoard: Sendable {
    private struct State {
        var records: [TaskRecord] = []
        var last = 0
    }

    private static let remembered = 100
    private let state = Mutex(State())

    var all: [TaskRecord] { state.withLock { $0.records } }

    /// - Throws: ``EngineError`` `task.running` while one of the kind is under way.
    func begin(_ kind: String, at time: Timestamp) throws -> Int {
        try state.withLock { state in
            if let other = state.records.first(where: { $0.kind == kind && $0.state == .running }) {
                throw EngineError(
                    code: "task.running", message: "\(kind) is under way: task \(other.id)",
                    remedy: "wait until it has ended")
            }
            state.last += 1
            state.records.append(TaskRecord(id: state.last, kind: kind, state: .running, started: time))
            if state.records.count > Self.remembered { state.records.removeFirst() }
            return state.last
        }
    }

    /// - Precondition: it is remembered.
    func record(_ id: Int) -> TaskRecord {
        guard let record = all.first(where: { $0.id == id }) else { preconditionFailure("there is no task \(id)") }
        return record
    }

    func change(_ id: Int, _ edit: (inout TaskRecord) -> Void) {
        state.withLock { state in
            if let place = state.records.firstIndex(where: { $0.id == id }) { edit(&state.records[place]) }
        }
    }
}
