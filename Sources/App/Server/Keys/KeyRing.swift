public import Commerce
public import Foundation
import Intake
import Synchronization

/// The keys that may be used, in a file of which only hashes can be learned.
///
/// A key is 32 random bytes, so that its SHA-256 need not be slow to be safe.
public final class KeyRing: Sendable {
    /// What is kept of a key.
    public struct Entry: Sendable, Hashable, Codable {
        public var name: String
        public var role: Role
        /// SHA-256 of the key, in hexadecimal digits.
        public var hash: String
        public var created: Timestamp
    }

    private let url: URL
    private let entries: Mutex<[Entry]>

    /// - Parameter url: made when the first key is.
    /// - Throws: ``ServerError`` `keys.unreadable`.
    public init(_ url: URL) throws {
        self.url = url
        guard FileManager.default.fileExists(atPath: url.path) else {
            entries = Mutex([])
            return
        }
        do {
            entries = Mutex(try JSONDecoder().decode([Entry].self, from: Data(contentsOf: url)))
        } catch {
            throw ServerError(
                code: "keys.unreadable", message: "the keys in \(url.path) cannot be read",
                remedy: "restore the file, or remove it and make new keys", cause: error)
        }
    }

    public var isEmpty: Bool { entries.withLock(\.isEmpty) }
    public var all: [Entry] { entries.withLock { $0 } }

    /// Makes a key. It is told here and never again.
    ///
    /// - Throws: ``ServerError`` `keys.name` for a name that is taken or empty, `keys.unwritable`.
    public func make(_ name: String, role: Role, at time: Timestamp) throws -> String {
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
            entries.append(Entry(name: name, role: role, hash: Self.hash(key), created: time))
        }
        return key
    }

    /// - Throws: ``ServerError`` `keys.unknown`, `keys.unwritable`.
    public func remove(_ name: String) throws {
        try change { entries in
            guard entries.contains(where: { $0.name == name }) else {
                throw ServerError(code: "keys.unknown", message: "there is no key '\(name)'")
            }
            entries.removeAll { $0.name == name }
        }
    }

    /// The holder of a key; nobody for a key that is none.
    func caller(with key: String) -> Caller? {
        let hash = Self.hash(key)
        return entries.withLock { entries in
            // All are compared, so that time tells nothing.
            entries.reduce(Caller?.none) { found, entry in
                entry.hash == hash ? Caller(name: entry.name, role: entry.role) : found
            }
        }
    }

    private func change(_ edit: (inout [Entry]) throws -> Void) throws {
        try entries.withLock { entries in
            var changed = entries
            try edit(&changed)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            do {
                try encoder.encode(changed).write(to: url, options: .atomic)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
            } catch {
                throw ServerError(
                    code: "keys.unwritable", message: "the keys cannot be written to \(url.path)", cause: error)
            }
            entries = changed
        }
    }

    private static func hash(_ key: String) -> String { ContentHash(of: key.utf8).hexadecimal }
}
