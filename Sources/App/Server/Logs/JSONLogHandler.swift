import Foundation
import Logging

/// A JSON object on each line: `time`, `level`, `message`, and what belongs to it by name.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.notice
    var metadata = Logger.Metadata()
    /// Is given whole lines.
    let write: @Sendable (Data) -> Void

    init(write: @escaping @Sendable (Data) -> Void) { self.write = write }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues(Self.json)
        fields["time"] = Date.now.ISO8601Format(.init(includingFractionalSeconds: true))
        fields["level"] = event.level.rawValue
        fields["message"] = "\(event.message)"
        // Of texts, arrays and objects alone: such JSON can always be written.
        guard
            var line = try? JSONSerialization.data(
                withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
        else { return }
        line.append(UInt8(ascii: "\n"))
        write(line)
    }

    private static func json(_ value: Logger.Metadata.Value) -> Any {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value): value as? Double ?? value as? Int ?? "\(value)"
        case .dictionary(let members): members.mapValues(json)
        case .array(let elements): elements.map(json)
        @unknown default: "\(value)"
        }
    }
}
