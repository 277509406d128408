import Foundation
import Testing

@testable import Engine

@Suite("The secret of a shop")
struct ShopSecretTests {
    private static func withFolder(_ body: (ShopFolder) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(ShopFolder(folder))
    }

    /// As `openssl dgst -sha256 -mac HMAC` says: the key of a purpose is the digest of its name under the secret, that of a
    /// person the digest of the name under the key.
    @Test("what a purpose calls somebody is the keyed hash of the name under the key of the purpose")
    func names() throws {
        try Self.withFolder { folder in
            try Data(0..<32).write(to: folder.secret)
            let secret = try ShopSecret(in: folder)
            #expect(secret.name(of: "ada", for: .logs) == "3defe31c906f595b")
            #expect(
                secret.name(of: "ada", for: .erasures)
                    == "c2b49b83e1c97588c63c045a0f5bead3c6cce3f4c65623a72725af8b5766cbd8")
            // A person who is called as a purpose learns nothing of its key.
            #expect(secret.name(of: "logs", for: .erasures).prefix(16) != secret.name(of: "logs", for: .logs))
        }
    }

    @Test("it is made once, for its owner alone, and all who begin at once have the same")
    func making() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask { try ShopSecret(in: ShopFolder(folder)).name(of: "ada", for: .logs) }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(names.count == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "secret.key").path)
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret.key"])
    }

    @Test("one of another length is refused, not used")
    func damaged() throws {
        try Self.withFolder { folder in
            try Data(0..<31).write(to: folder.secret)
            let error = #expect(throws: EngineError.self) { try ShopSecret(in: folder) }
            #expect(error?.code == "secret.unusable")
        }
    }
}
