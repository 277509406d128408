import Foundation
import Synchronization

/// Keeps two processes from importing into one ledger at the same time: an advisory lock on a file beside it,
/// which the system takes back when its holder ends, however it ends.
///
/// Held from the beginning of a first import to the end of the last one under way in this object.
final class ImportLock: Sendable {
    private struct State {
        var descriptor: Int32?
        var underWay: Set<ImportID> = []
    }

    private let path: String
    private let ledger: String
    private let state = Mutex(State())

    init(path: String, ledger: String) {
        self.path = path
        self.ledger = ledger
    }

    deinit {
        state.withLock { if let descriptor = $0.descriptor { _ = close(descriptor) } }
    }

    /// Takes the lock if this object has not got it already.
    ///
    /// - Throws: ``LedgerError`` `ledger.busy` with the number of the process that has it.
    func acquire() throws {
        try state.withLock { state in
            guard state.descriptor == nil else { return }
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw LedgerError(
                    code: "ledger.unwritable", message: "the lock file \(path) cannot be opened: \(reason())",
                    remedy: "check that this user may write to the data folder")
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                defer { _ = close(descriptor) }
                throw LedgerError(
                    code: "ledger.busy",
                    message: "another process\(holder(descriptor)) is importing into the ledger \(ledger)",
                    remedy: "wait until it has ended, or stop it: its import can be resumed")
            }
            let text = "\(getpid())\n"
            _ = ftruncate(descriptor, 0)
            // The number is only for the message above, so a failure to write it changes nothing.
            _ = unsafe text.utf8CString.withUnsafeBytes {
                unsafe pwrite(descriptor, $0.baseAddress, text.utf8.count, 0)
            }
            state.descriptor = descriptor
        }
    }

    /// Which process imports or serves, as it wrote down itself; nothing when none does.
    ///
    /// Looks without waiting, and disturbs nobody but one who takes the lock in that very moment.
    func holder() -> Int? {
        if state.withLock({ $0.descriptor != nil }) { return Int(getpid()) }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        // Shared, so that two who look do not take each other for a holder.
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return digits(descriptor).flatMap { Int($0) } ?? 0
    }

    func begin(_ id: ImportID) {
        state.withLock { _ = $0.underWay.insert(id) }
    }

    /// Gives the lock back unless another import is under way.
    func end(_ id: ImportID? = nil) {
        state.withLock { state in
            if let id { state.underWay.remove(id) }
            guard state.underWay.isEmpty, let descriptor = state.descriptor else { return }
            _ = close(descriptor)
            state.descriptor = nil
        }
    }

    private func holder(_ descriptor: Int32) -> String { digits(descriptor).map { " (\($0))" } ?? "" }

    private func digits(_ descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (48...57).contains($0) }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }

    private func reason() -> String { unsafe String(cString: strerror(errno)) }
}
