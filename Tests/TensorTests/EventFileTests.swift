import Foundation
import Testing

@testable import Tensor

extension TensorRoom {
    @Suite("Event files")
    struct EventFileTests {
        /// What `Tests/Oracles/event_file.py` printed.
        static let expected =
            "GAAAAAAAAACjf0siCQAAEED8VNlBGg1icmFpbi5FdmVudDoyM40v6SAAAAAAAAAAKe2pUAkAAGBA/FTZQRABKhMKEQoKdHJh"
            + "aW4vbG9zcxUAAAA/DbM+kCAAAAAAAAAAKe2pUAkAAGBA/FTZQRCsAioSChAKCeWtpuS5oOeOhxUK16O6bbEY0OYAAAAAAAAA"
            + "cSNPhwkAAGBA/FTZQRCAgICAgCAq0wEK0AEKyAF4"
            + String(repeating: "eHh4", count: 66)
            + "eBUAAIB/sEk76A=="

        @Test("the bytes are those that the tensorboard package writes")
        func bytes() throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "equipoise-events-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = try EventFile(folder: folder.appending(path: "run").path, at: 1_700_000_000.25)
            try file.scalar("train/loss", 0.5, step: 1, at: 1_700_000_001.5)
            try file.scalar("学习率", -1.25e-3, step: 300, at: 1_700_000_001.5)
            try file.scalar(String(repeating: "x", count: 200), .infinity, step: 1 << 40, at: 1_700_000_001.5)
            #expect(try Data(contentsOf: URL(filePath: file.path)).base64EncodedString() == Self.expected)
        }

        @Test("two runs that begin in one second keep their files; no folder is an error")
        func names() throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "equipoise-events-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let first = try EventFile(folder: folder.path, at: 5)
            let second = try EventFile(folder: folder.path, at: 5)
            #expect(first.path != second.path)
            #expect(first.path.contains("events.out.tfevents.5"))
            let error = try #require(throws: TensorError.self) { _ = try EventFile(folder: first.path, at: 5) }
            #expect(error.code == "events.unwritable")
        }

        /// The check value of RFC 3720, appendix B.4, and of the CRC catalogue.
        @Test("checksums that others publish")
        func checksums() {
            #expect(CRC32C.checksum("123456789".utf8) == 0xE306_9283)
            #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        }
    }
}
