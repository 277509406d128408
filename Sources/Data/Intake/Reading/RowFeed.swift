/// The rows of one file taken apart, plain or gzip, for readers of other rooms that know what the rows mean.
///
/// Memory: one block and the longest row. A row that cannot be taken apart is handed out as an issue, and reading can
/// go on behind it; a source that fails (cut off, unreadable) throws.
package struct RowFeed {
    package enum Layout: Sendable {
        /// One row a line, as a single field.
        case lines
        /// RFC 4180 with commas.
        case table
    }

    package enum Step {
        /// ``RowFeed/record`` holds a row.
        case row
        /// The row in that line was consumed and cannot be used.
        case rejected(RowIssue)
        case end
    }

    package let path: String
    /// The row read last. Whoever parses JSON unescapes strings where they stand.
    package var record = Record()
    private var window: ByteWindow
    private var tokenizer: any RowTokenizer

    /// - Throws: ``IntakeError`` as ``IntakeSource/open(_:preset:options:startingAt:)`` for a file that cannot be opened.
    package init(path: String, layout: Layout, rowLimit: Int = 1 << 26, blockSize: Int = 1 << 18) throws {
        self.path = path
        do throws(StreamFault) {
            window = try ByteWindow(over: try ByteStream(path: path, blockSize: blockSize), blockSize: blockSize)
        } catch {
            throw IntakeError(error, file: path)
        }
        switch layout {
        case .lines: tokenizer = LineTokenizer(encoding: .utf8, rowLimit: rowLimit)
        case .table: tokenizer = CSVTokenizer(delimiter: UInt8(ascii: ","), encoding: .utf8, rowLimit: rowLimit)
        }
    }

    /// Bytes of the file consumed so far, compressed where it is compressed.
    package var bytesRead: Int64 { window.stream.bytesRead }

    /// Size of the file; nothing for a pipe.
    package var totalBytes: Int64? { window.stream.totalBytes }

    /// - Throws: ``IntakeError`` when the source itself fails.
    package mutating func next() throws -> Step {
        do throws(StreamFault) {
            return switch try tokenizer.next(from: &window, into: &record) {
            case .row: .row
            case .rejected(let row): .rejected(row.issue)
            case .end: .end
            }
        } catch {
            throw IntakeError(error, file: path, line: tokenizer.line)
        }
    }

    /// Reads the row's one field as JSON.
    ///
    /// - Throws: `JSONTree.Malformed`.
    package mutating func parse(into tree: inout JSONTree) throws(JSONTree.Malformed) {
        try tree.parse(&record.bytes)
    }
}
