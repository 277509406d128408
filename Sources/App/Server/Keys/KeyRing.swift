public import Commerce
public import Foundation
import Intake
import Synchronization

/// The keys that may be used, in a file of which only hashes can be learned.
///
/// A key is 32 random bytes, so that its SHA-256 need not be slow to be safe. Keys that another process makes or removes
/// are noticed within a second.
public final class KeyRing: Sendable {
    /// What is kept of a key.
    public struct Entry: Sendable, Hashable, Codable {
        public var name: String
        public var role: Role
        /// SHA-256 of the key, in hexadecimal digits.
        public var hash: String
        public var created: Timestamp
    }

    /// A key that was made or removed.
    public enum Change: Sendable {
        case made(Entry)
        case removed(Entry)
    }

    private struct State {
        var entries: [Entry] = []
        /// As of which the file was read; nothing when there was none.
        var version: FileVersion?
        var checked = ContinuousClock.now
        /// Whether there was never a key: only then may anybody on this machine come in.
        var isOpen = true
    }

    private let url: URL
    private let state: Mutex<State>
    /// How old what is known of the file may be.
    private let patience: Duration

    /// - Parameter url: made when the first key is.
    /// - Throws: ``ServerError`` `keys.unreadable`.
    public convenience init(_ url: URL) throws { try self.init(url, patience: .seconds(1)) }

    init(_ url: URL, patience: Duration) throws {
        self.url = url
        self.patience = patience
        var state = State()
        try Self.read(url, into: &state)
        self.state = Mutex(state)
    }

    /// Whether there are no keys, nor were any since it was opened.
    ///
    /// Removing the last key opens nothing: whoever runs a server with keys does not mean to run it without.
    public var isOpen: Bool { current(\.isOpen) }
    public var all: [Entry] { current(\.entries) }

    /// Makes a key. It is told here and never again.
    ///
    /// - Parameter recording: called before anything is written; when it throws, nothing is.
    /// - Throws: ``ServerError`` `keys.name` for a name that is taken or empty, `keys.unwritable`.
    public func make(
        _ name: String, role: Role, at time: Timestamp, recording: (Change) throws -> Void = { _ in }
    ) throws -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        var generator = SystemRandomNumberGenerator()
        for place in bytes.indices { bytes[place] = UInt8.random(in: .min ... .max, using: &generator) }
        let key = "eqp_" + Data(bytes).base64EncodedString().filter { $0.isLetter || $0.isNumber }
        try change { entries in
            guard !name.isEmpty, !entries.contains(where: { $0.name == name }) else {
                throw ServerError(
                    code: "keys.name", message: "a key needs a name of its own; got '\(name)'",
                    remedy: "name another, or remove the one of this name")
            }
            let entry = Entry(name: name, role: role, hash: Self.hash(key), created: time)
            try recording(.made(entry))
            entries.append(entry)
        }
        return key
    }

    /// - Parameter recording: as of ``make(_:role:at:recording:)``.
    /// - Throws: ``ServerError`` `keys.unknown`, `keys.unwritable`.
    public func remove(_ name: String, recording: (Change) throws -> Void = { _ in }) throws {
        try change { entries in
            guard let place = entries.firstIndex(where: { $0.name == name }) else {
                throw ServerError(code: "keys.unknown", message: "there is no key '\(name)'")
            }
            try recording(.removed(entries[place]))
            entries.remove(at: place)
        }
    }

    /// The holder of a key; nobody for a key that is none.
    func caller(with key: String) -> Caller? {
        let hash = Self.hash(key)
        // All are compared, so that time tells nothing.
        return all.reduce(Caller?.none) { found, entry in
            entry.hash == hash ? Caller(name: entry.name, role: entry.role, keyHash: hash) : found
        }
    }

    /// Whether somebody who came in with a key may stay.
    func isHeld(by caller: Caller) -> Bool { all.contains { $0.hash == caller.keyHash } }

    // MARK: The file

    /// Tells one state of the file from another: it is never changed in place.
    private struct FileVersion: Equatable {
        var number: UInt64
        var seconds: Int
        var nanoseconds: Int

        init?(_ url: URL) {
            var found = stat()
            guard stat(url.path, &found) == 0 else { return nil }
            number = UInt64(found.st_ino)
            (seconds, nanoseconds) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec)
        }
    }

    private static func read(_ url: URL, into state: inout State) throws {
        let version = FileVersion(url)
        state.checked = .now
        guard version != nil else {
            (state.entries, state.version) = ([], nil)
            return
        }
        do {
            state.entries = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: url))
        } catch {
            throw ServerError(
                code: "keys.unreadable", message: "the keys in \(url.path) cannot be read",
                remedy: "restore the file, or remove it and make new keys", cause: error)
        }
        state.version = version
        if !state.entries.isEmpty { state.isOpen = false }
    }

    /// What is known, and not older than a second.
    private func current<Value>(_ part: (State) -> Value) -> Value {
        state.withLock { state in
            if ContinuousClock.now - state.checked >= patience {
                state.checked = .now
                if FileVersion(url) != state.version {
                    // What cannot be read opens nothing.
                    do { try Self.read(url, into: &state) } catch { state.entries = [] }
                }
            }
            return part(state)
        }
    }

    private func change(_ edit: (inout [Entry]) throws -> Void) throws {
        try state.withLock { state in
            try Self.read(url, into: &state)
            var changed = state.entries
            try edit(&changed)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            do {
                try encoder.encode(changed).write(to: url, options: .atomic)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
                try giveAway()
            } catch {
                throw ServerError(
                    code: "keys.unwritable", message: "the keys cannot be written to \(url.path)", cause: error)
            }
            try Self.read(url, into: &state)
        }
    }

    /// What root writes belongs to the owner of the folder, or the server that runs as that user could no longer read it.
    private func giveAway() throws {
        var folder = stat()
        guard geteuid() == 0, stat(url.deletingLastPathComponent().path, &folder) == 0 else { return }
        guard chown(url.path, folder.st_uid, folder.st_gid) == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
        }
    }

    private static func hash(_ key: String) -> String { ContentHash(of: key.utf8).hexadecimal }
}
