import Foundation

/// A log of scalars over steps that TensorBoard shows: a file `events.out.tfevents...` in a folder of one run.
///
/// Each record is: its length (8 bytes, little-endian), the length's masked CRC-32C, an `Event` in protocol buffers'
/// encoding, and its masked CRC-32C (TFRecord, https://www.tensorflow.org/tutorials/load_data/tfrecord). A record is
/// handed to the system when `scalar` returns, so that a running training can be watched.
public final class EventFile {
    public let path: String
    private let file: FileHandle

    /// Makes the folder if it must, and a file of its own in it.
    ///
    /// - Parameter seconds: now, since 1970.
    public init(folder: String, at seconds: Double) throws {
        let manager = FileManager.default
        do {
            try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let name = "events.out.tfevents.\(Int(seconds)).equipoise"
            // Two runs that begin in one second both keep their file: TensorBoard reads all of them.
            path =
                (0...).lazy.map { "\(folder)/\(name).\($0)" }.first { !manager.fileExists(atPath: $0) }
                ?? "\(folder)/\(name)"
            try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
            file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.write(contentsOf: Self.record(ProtocolBuffer.event(seconds: seconds, version: "brain.Event:2")))
        } catch {
            throw Self.failure(folder, error)
        }
    }

    /// Adds one number, such as `train/loss` at step 40.
    ///
    /// - Parameter seconds: now, since 1970.
    public func scalar(_ tag: String, _ value: Double, step: Int, at seconds: Double) throws {
        do {
            try file.write(
                contentsOf: Self.record(
                    ProtocolBuffer.event(seconds: seconds, step: step, tag: tag, value: Float(value))))
        } catch {
            throw Self.failure(path, error)
        }
    }

    /// A record with its length and checksums.
    static func record(_ event: [UInt8]) -> Data {
        let length = ProtocolBuffer.littleEndian(UInt64(event.count))
        return Data(
            length + ProtocolBuffer.littleEndian(CRC32C.masked(length)) + event
                + ProtocolBuffer.littleEndian(CRC32C.masked(event)))
    }

    private static func failure(_ path: String, _ error: any Error) -> TensorError {
        TensorError(
            code: "events.unwritable", message: "\(path) cannot be written",
            remedy: "check that there is space and that this user may write there", cause: error)
    }
}

/// The few fields of TensorBoard's messages that a scalar needs, by number:
/// `Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }`,
/// `Summary { repeated Value value = 1; }`, `Value { string tag = 1; float simple_value = 2; }`.
private enum ProtocolBuffer {
    static func event(seconds: Double, version: String) -> [UInt8] {
        [0x09] + littleEndian(seconds.bitPattern) + bytes(field: 3, Array(version.utf8))
    }

    static func event(seconds: Double, step: Int, tag: String, value: Float) -> [UInt8] {
        let value = bytes(field: 1, Array(tag.utf8)) + [0x15] + littleEndian(value.bitPattern)
        return [0x09] + littleEndian(seconds.bitPattern) + [0x10] + variable(UInt64(bitPattern: Int64(step)))
            + bytes(field: 5, bytes(field: 1, value))
    }

    static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// A field of text, bytes or another message.
    private static func bytes(field: UInt8, _ content: [UInt8]) -> [UInt8] {
        [field << 3 | 2] + variable(UInt64(content.count)) + content
    }

    private static func variable(_ number: UInt64) -> [UInt8] {
        var (rest, bytes) = (number, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
