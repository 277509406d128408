import Commerce
import Foundation

/// Identifiers in a file, one JSON string a line, in order of their rows. JSON escapes a newline, so any
/// identifier fits on its line.
enum NameFile {
    static func data<Subject>(_ vocabulary: Vocabulary<Subject>) -> Data {
        var bytes: [UInt8] = []
        for identifier in vocabulary.identifiers {
            CompactJSON.append(string: identifier.rawValue, to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return Data(bytes)
    }

    /// - Throws: ``LedgerError`` `snapshot.corrupt` naming the line.
    static func vocabulary<Subject>(_ data: Data, file: String) throws -> Vocabulary<Subject> {
        var vocabulary = Vocabulary<Subject>()
        for (index, line) in Array(data).split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let name = CompactJSON.string(line), Int(vocabulary.insert(Identifier(name))) == index
            else {
                throw LedgerError.corrupt("line \(index + 1) of \(file) is not a new identifier")
            }
        }
        return vocabulary
    }
}

extension LedgerError {
    static func corrupt(_ what: String, cause: (any Error)? = nil) -> LedgerError {
        LedgerError(
            code: "snapshot.corrupt", message: "the snapshot is damaged: \(what)",
            remedy: "train again, or restore the folder from a backup; an older snapshot is used meanwhile",
            cause: cause)
    }
}
