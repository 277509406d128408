import Commerce
import Foundation
import Intake

/// Names that logs have for shoppers and visitors: the same person always has the same, and nobody can tell who it is
/// without the shop's secret.
///
/// HMAC-SHA-256 of the identifier, the first 64 bits: of a million people, two share one with a chance of 3 in 100 million.
public struct Pseudonyms: Sendable {
    private let secret: [UInt8]

    /// - Parameter folder: keeps the secret, which is made when there is none.
    /// - Throws: ``EngineError`` `pseudonyms.unreadable`, `pseudonyms.unwritable`.
    public init(_ folder: ShopFolder) throws {
        let path = folder.pseudonyms.path
        if let known = try Self.read(path) {
            secret = known
            return
        }
        var made = [UInt8](repeating: 0, count: 32)
        var generator = SystemRandomNumberGenerator()
        for place in made.indices { made[place] = UInt8.random(in: .min ... .max, using: &generator) }
        // Nobody else may read it, not even for a moment; and of two processes that begin, one makes it.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor < 0, errno == EEXIST, let known = try Self.read(path) {
            secret = known
            return
        }
        guard descriptor >= 0 else { throw Self.unwritable(path, POSIXError(.init(rawValue: errno) ?? .EIO)) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: made)
            try handle.synchronize()
        } catch {
            throw Self.unwritable(path, error)
        }
        secret = made
    }

    /// 16 hexadecimal digits.
    public func name(of person: String) -> String {
        String(ContentHash(of: person.utf8, keyedBy: secret).hexadecimal.prefix(16))
    }

    private static func unwritable(_ path: String, _ cause: any Error) -> EngineError {
        EngineError(
            code: "pseudonyms.unwritable", message: "the secret of the shop's pseudonyms cannot be written to \(path)",
            remedy: "check that this user may write to the shop's folder", cause: cause)
    }

    /// Nothing when there is none.
    private static func read(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let bytes = try? Data(contentsOf: URL(filePath: path))
        guard let bytes, bytes.count == 32 else {
            throw EngineError(
                code: "pseudonyms.unreadable", message: "\(path) is not the secret of a shop's pseudonyms",
                remedy: "restore it from a backup, or remove it: people then get other names in the logs")
        }
        return Array(bytes)
    }
}
