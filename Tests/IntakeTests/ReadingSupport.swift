import CZlib
import Commerce
import Foundation
import Intake

/// A file that lives as long as the value's scope.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8], named name: String = "data.txt") throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent(name).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String, named name: String = "data.txt") throws {
        try self.init(Array(text.utf8), named: name)
    }

    deinit {
        try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
    }
}

/// One gzip member that holds the bytes.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let written = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
            return target.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<written])
}

/// All batches of a source in one.
func readAll(
    _ path: String, preset: String, options: IntakeOptions = IntakeOptions(),
    from position: SourcePosition = .start, limit: Int = 1000
) throws -> IntakeBatch {
    var reader = try IntakeSource.open(path, preset: preset, options: options, startingAt: position)
    var all = IntakeBatch(end: position)
    while let batch = try reader.nextBatch(limit: limit) { all.append(batch) }
    return all
}

func readAll(
    text: String, preset: String, options: IntakeOptions = IntakeOptions(), named name: String = "data.txt"
) throws -> IntakeBatch {
    let file = try TemporaryFile(text, named: name)
    return try readAll(file.path, preset: preset, options: options)
}

extension IntakeBatch {
    mutating func append(_ other: IntakeBatch) {
        events += other.events
        items += other.items
        shoppers += other.shoppers
        rejects += other.rejects
        setAside += other.setAside
        skipped.merge(other.skipped, uniquingKeysWith: +)
        warnings += other.warnings
        rows += other.rows
        end = other.end
    }

    /// Codes of the rejects, in order.
    var rejectCodes: [String] { rejects.map(\.issue.code) }

    /// What is known of each item in the end.
    var catalogue: [ItemID: Item] { Dictionary(items.map { ($0.id, $0) }) { _, last in last } }
}

/// The error that opening and reading a text gives.
func failure(
    reading bytes: [UInt8], preset: String, options: IntakeOptions = IntakeOptions(), named name: String = "data.txt"
) throws -> IntakeError? {
    let file = try TemporaryFile(bytes, named: name)
    do {
        _ = try readAll(file.path, preset: preset, options: options)
        return nil
    } catch let error as IntakeError {
        return error
    }
}
