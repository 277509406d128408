import Foundation
import Intake

/// The secret of a shop, by which people can be recognised in records and logs that do not name them.
///
/// It lies in the shop's folder and goes into no answer and no log. Each purpose has a key of its own that is derived from it:
/// what is called one thing in the logs is called another in the record of erasures, and neither can be found out from the
/// other. Without the secret nobody can find out from a ``name(of:for:)`` whose it is, not even by trying all names.
public struct ShopSecret: Sendable {
    public enum Purpose: String, Sendable {
        /// The record that somebody was erased.
        case erasures
        /// Lines of the log. The first 64 bits will do: of a million people, two share a name with a chance of 3 in 100 million.
        case logs

        fileprivate var digits: Int { self == .logs ? 16 : 64 }
    }

    private static let length = 32
    private let bytes: [UInt8]

    /// Reads a folder's secret, or makes it.
    ///
    /// - Throws: ``EngineError`` `secret.unusable`.
    public init(in folder: ShopFolder) throws {
        let path = folder.secret.path
        do {
            if !FileManager.default.fileExists(atPath: path) { try Self.make(path) }
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw EngineError(
                code: "secret.unusable", message: "the shop's secret \(path) can be neither read nor made",
                remedy: "check that this user may read and write the folder", cause: error)
        }
        guard bytes.count == Self.length else {
            throw EngineError(
                code: "secret.unusable", message: "the shop's secret \(path) is not \(Self.length) bytes long",
                remedy:
                    "restore it from a backup, or remove it: people then get other names in the logs, and erasures recorded "
                    + "so far can no longer be recognised")
        }
    }

    /// HMAC-SHA256 (RFC 2104) of the name under the key of the purpose, in hexadecimal digits. The key of a purpose is
    /// HMAC-SHA256 of its name under the secret.
    public func name(of person: String, for purpose: Purpose) -> String {
        let key = ContentHash(of: purpose.rawValue.utf8, keyedBy: bytes)
        return String(ContentHash(of: person.utf8, keyedBy: key.bytes).hexadecimal.prefix(purpose.digits))
    }

    /// Whole under its name, or not there: of two processes that begin, the first one's stands. Nobody else may read it, not
    /// even for a moment.
    private static func make(_ path: String) throws {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let draft = "\(path).\(UUID().uuidString)"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { unlink(draft) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(bytes))
        try file.synchronize()
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
        }
    }
}
