import Commerce
public import Foundation

/// Writes our own log format; ``DecisionReader`` reads back exactly what was written, times to the millisecond.
public struct DecisionWriter {
    private let encoder = JSONEncoder()

    public init() { encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }

    /// One line without its end, with sorted keys: the same record gives the same bytes.
    ///
    /// - Throws: ``OffPolicyError`` `decision.write` when a number is not finite or a time is outside years 0 to 9999.
    public func line(_ record: DecisionRecord) throws -> Data {
        do { return try encoder.encode(record) } catch let error as EncodingError {
            guard case .invalidValue(let value, let context) = error else { throw error }
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw OffPolicyError(
                code: "decision.write", message: "the field '\(path)' cannot be written: \(value)",
                remedy: "numbers must be finite, and times in years 0 to 9999")
        }
    }
}
