import Foundation
import Intake

/// A secret of a shop, by which a name can be recognised in a record that does not tell it.
///
/// It lies in the shop's folder and goes into no answer and no log. Without it nobody can find out from a
/// ``pseudonym(of:)`` whose it is, not even by trying all names.
struct ShopSecret: Sendable {
    private static let length = 32
    private let key: [UInt8]

    /// Reads a folder's secret, or makes it.
    ///
    /// - Throws: ``EngineError`` `secret.unusable`.
    init(in folder: ShopFolder) throws {
        let url = folder.url.appending(path: "secret.key")
        do {
            if FileManager.default.fileExists(atPath: url.path) {
                key = Array(try Data(contentsOf: url))
            } else {
                var random = SystemRandomNumberGenerator()
                key = (0..<Self.length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
                let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
                guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
                let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
                try file.write(contentsOf: Data(key))
                try file.synchronize()
            }
        } catch {
            throw EngineError(
                code: "secret.unusable", message: "the shop's secret \(url.path) can be neither read nor made",
                remedy: "check that this user may read and write the folder", cause: error)
        }
        guard key.count == Self.length else {
            throw EngineError(
                code: "secret.unusable", message: "the shop's secret \(url.path) is not \(Self.length) bytes long",
                remedy: "restore it from a backup, or remove it: erasures recorded so far can then not be recognised")
        }
    }

    /// HMAC-SHA256 (RFC 2104), in hexadecimal digits.
    func pseudonym(of name: String) -> String {
        ContentHash(of: name.utf8, keyedBy: key).hexadecimal
    }
}
