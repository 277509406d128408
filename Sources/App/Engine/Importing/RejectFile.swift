import Commerce
import Foundation
import Intake

/// The rows that an import set aside, one JSON object a line: what is wrong, and the row as it stood.
///
/// A line is on disk before the batch it belongs to is committed, so a crash can leave lines of rows that will be
/// read again, never miss one; ``init(at:keepingRowsBefore:)`` removes those.
struct RejectFile {
    private struct Line: Codable {
        var file: String
        /// `rejected` or `set aside`.
        var status: String
        var line: Int
        var column: String?
        var value: String?
        var code: String
        var message: String
        var remedy: String
        var raw: String
    }

    let url: URL
    /// The source's name.
    private let file: String
    private var handle: FileHandle?

    /// - Parameters:
    ///   - file: the source's name; rows of other sources stay as they are.
    ///   - line: the file line from which the source will be read; what was written for later lines goes.
    /// - Throws: ``EngineError`` `rejects.foreign` when the file holds something else, which is left as it was.
    init(at url: URL, of file: String, keepingRowsBefore line: Int) throws {
        self.url = url
        self.file = file
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let decoder = JSONDecoder()
        var kept = Data()
        let content = try Data(contentsOf: url)
        let lines = content.split(separator: UInt8(ascii: "\n"))
        for (number, text) in lines.enumerated() {
            guard let entry = try? decoder.decode(Line.self, from: text) else {
                // A last line cut off by a crash belongs to a row that will be read again.
                if number == lines.count - 1, content.last != UInt8(ascii: "\n"), text.first == UInt8(ascii: "{") {
                    break
                }
                throw EngineError(
                    code: "rejects.foreign", message: "\(url.path) holds something that is not a list of rejected rows",
                    remedy: "name another file with --rejects")
            }
            if entry.file != file || entry.line < line { kept += text + [UInt8(ascii: "\n")] }
        }
        if kept.isEmpty {
            try FileManager.default.removeItem(at: url)
        } else {
            try kept.write(to: url, options: .atomic)
        }
    }

    /// Appends rows and forces them to the disk. Makes the file when there is something to write.
    mutating func append(rejected: [RejectedRow], setAside: [RejectedRow]) throws {
        guard !rejected.isEmpty || !setAside.isEmpty else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes = Data()
        let rows = rejected.map { ("rejected", $0) } + setAside.map { ("set aside", $0) }
        for (status, row) in rows.sorted(by: { $0.1.issue.line < $1.1.issue.line }) {
            let issue = row.issue
            bytes += try encoder.encode(
                Line(
                    file: file, status: status, line: issue.line, column: issue.column, value: issue.value,
                    code: issue.code,
                    message: issue.message, remedy: issue.remedy, raw: row.raw))
            bytes.append(UInt8(ascii: "\n"))
        }
        do {
            let handle = try openedHandle()
            try handle.write(contentsOf: bytes)
            try handle.synchronize()
        } catch let error as any Failure {
            throw error
        } catch {
            throw EngineError(
                code: "rejects.unwritable", message: "cannot write the reject file \(url.path)",
                remedy: "free some space, or name another file with --rejects", cause: error)
        }
    }

    private mutating func openedHandle() throws -> FileHandle {
        if let handle { return handle }
        let manager = FileManager.default
        try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        if !manager.fileExists(atPath: url.path) { try Data().write(to: url) }
        let opened = try FileHandle(forWritingTo: url)
        try opened.seekToEnd()
        handle = opened
        return opened
    }
}
