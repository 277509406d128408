import Commerce
import Foundation
import OffPolicy

/// A file that lives as long as the value's scope.
final class LogFile {
    let path: String

    init(_ bytes: [UInt8], named name: String = "log.json") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent(name).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String, named name: String = "log.json") throws {
        try self.init(Array(text.utf8), named: name)
    }

    deinit {
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }
}

/// A gzip member that stores the bytes without packing them (RFC 1952 around RFC 1951, block type 0).
func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
    precondition(bytes.count < 65_536)
    let (length, crc) = (UInt16(bytes.count), checksum(bytes))
    func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + littleEndian(UInt32(length), 2)
        + littleEndian(UInt32(~length), 2) + bytes + littleEndian(crc, 4) + littleEndian(UInt32(bytes.count), 4)
}

private func checksum(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = ~0
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
}

/// Every entry of a log.
func readAll<Reader: LogReader>(_ reader: Reader) throws -> [Reader.Entry] {
    var reader = reader
    var entries: [Reader.Entry] = []
    while let entry = try reader.next() { entries.append(entry) }
    return entries
}

/// Where the public data lies, beside the checkout.
enum PublicData {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/data").standardizedFileURL

    static func path(_ name: String) -> String { folder.appending(path: name).path }
    static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
