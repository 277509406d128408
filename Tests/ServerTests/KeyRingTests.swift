import Commerce
import Engine
import Foundation
import Synchronization
import Testing

@testable import Server

@Suite("Keys that come and go", .serialized)
struct KeyRingTests {
    private static func withFile(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appending(path: "keys.json"))
    }

    @Test("what another process makes or removes is noticed, and what cannot be read opens nothing")
    func noticed() throws {
        try Self.withFile { file in
            let (here, there) = (try KeyRing(file, patience: .zero), try KeyRing(file, patience: .zero))
            #expect(here.isOpen)
            let key = try there.make("a", role: .admin, at: SystemTime().now())
            let caller = try #require(here.caller(with: key))
            #expect(caller.name == "a" && here.isHeld(by: caller) && !here.isOpen)
            // Another of that name is somebody else.
            try there.remove("a")
            let second = try there.make("a", role: .admin, at: SystemTime().now())
            #expect(here.caller(with: key) == nil && !here.isHeld(by: caller) && here.caller(with: second) != nil)
            let whole = try Data(contentsOf: file)
            try Data("[{".utf8).write(to: file, options: .atomic)
            #expect(here.caller(with: second) == nil && !here.isOpen)
            try whole.write(to: file, options: .atomic)
            #expect(here.caller(with: second) != nil)
            // Without its last key nobody comes in, rather than everybody.
            try FileManager.default.removeItem(at: file)
            #expect(here.caller(with: second) == nil && here.all.isEmpty && !here.isOpen)
        }
    }

    @Test("two who write keep each other's keys, only the owner may read them, and a record that fails changes nothing")
    func written() throws {
        try Self.withFile { file in
            let (one, two) = (try KeyRing(file), try KeyRing(file))
            _ = try one.make("a", role: .ingest, at: SystemTime().now())
            _ = try two.make("b", role: .decide, at: SystemTime().now())
            #expect(try KeyRing(file).all.map(\.name) == ["a", "b"])
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(throws: CancellationError.self) { try one.remove("a") { _ in throw CancellationError() } }
            #expect(throws: CancellationError.self) {
                try one.make("c", role: .admin, at: SystemTime().now()) { _ in throw CancellationError() }
            }
            #expect(try KeyRing(file).all.map(\.name) == ["a", "b"])
        }
    }

    @Test("a removed key opens nothing within two seconds, and ends the session that it began")
    func removed() async throws {
        let made = Mutex("")
        try await ServedShop.with(keys: { ring in
            let key = try ring.make("operator", role: .operate, at: SystemTime().now())
            made.withLock { $0 = key }
        }) { served in
            let key = made.withLock { $0 }
            let door = try await served.send("POST", "/console/login", "key=\(key)")
            #expect(door.status == 200 && !door.text.contains("type=\"password\""))
            #expect(try await served.send("GET", "/v1/status", key: key).status == 200)
            try KeyRing(served.shop.folder.keys).remove("operator")
            try await Task.sleep(for: .seconds(2))
            #expect(try await served.send("GET", "/v1/status", key: key).status == 401)
            #expect(try await served.send("GET", "/console").text.contains("type=\"password\""))
        }
    }
}
