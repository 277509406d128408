import CCrypto

/// The SHA-256 of some bytes (FIPS 180-4): by it a file is known again under any name.
public struct ContentHash: Sendable, Hashable {
    /// 64 lower-case digits.
    public let hexadecimal: String

    /// The hash of a file as it lies on disk, compressed or not.
    ///
    /// Complexity: O(bytes) in constant memory.
    /// - Throws: ``IntakeError`` `file.missing`, `file.folder` or `file.unreadable`.
    public init(ofFile path: String) throws {
        let digest = Digest()
        do throws(StreamFault) {
            let file = try SourceFile(path: path)
            var block = [UInt8](repeating: 0, count: 1 << 18)
            while case let count = try file.fill(&block, at: 0..<block.count), count > 0 {
                digest.update(with: block[..<count])
            }
        } catch {
            throw IntakeError(error, file: path)
        }
        hexadecimal = digest.finish()
    }

    /// The hash of bytes in memory.
    public init(of bytes: some Sequence<UInt8>) {
        let digest = Digest()
        digest.update(with: ArraySlice(bytes))
        hexadecimal = digest.finish()
    }
}

extension ContentHash {
    /// The keyed hash HMAC-SHA-256 (RFC 2104): who has not the key can neither make it nor tell what it is of.
    public init(of bytes: some Sequence<UInt8>, keyedBy key: [UInt8]) {
        let short = key.count > 64 ? ContentHash(of: key).bytes : key
        let block = short + [UInt8](repeating: 0, count: 64 - short.count)
        let inner = ContentHash(of: block.map { $0 ^ 0x36 } + Array(bytes))
        self.init(of: block.map { $0 ^ 0x5C } + inner.bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        let digits = hexadecimal.utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

extension ContentHash: CustomStringConvertible {
    public var description: String { hexadecimal }
}

extension ContentHash: Codable {
    public init(from decoder: any Decoder) throws {
        hexadecimal = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal)
    }
}

/// One running digest: the one place where libcrypto is called. Its calls fail only for want of memory or for a build
/// of the library without SHA-256, neither of which the program could survive.
@safe
private final class Digest {
    private let context: OpaquePointer

    init() {
        guard let made = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(made, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto cannot compute SHA-256")
        }
        unsafe context = made
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    func update(with bytes: ArraySlice<UInt8>) {
        let status = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
        precondition(status == 1, "libcrypto cannot compute SHA-256")
    }

    /// The digest's 64 digits; the context is spent afterwards.
    func finish() -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        let status = unsafe digest.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        precondition(status == 1, "libcrypto cannot compute SHA-256")
        return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
