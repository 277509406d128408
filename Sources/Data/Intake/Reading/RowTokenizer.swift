/// Cuts a stream into rows and a row into fields.
protocol RowTokenizer {
    /// Line of the file on which the next row starts, from 1.
    var line: Int { get set }

    /// Takes the next row from the window.
    mutating func next(
        from window: inout ByteWindow, into record: inout Record
    ) throws(StreamFault) -> RowOutcome
}

enum RowOutcome {
    /// The record holds a row.
    case row
    /// The stream is at its end.
    case end
    /// A row that cannot be taken apart; reading can go on behind it.
    case rejected(RejectedRow)
}

extension RejectedRow {
    /// A row longer than the limit, of which only the beginning is kept.
    static func tooLong(raw: String, line: Int, column: String?, limit: Int) -> RejectedRow {
        RejectedRow(
            raw: raw,
            issue: RowIssue(
                line: line, column: column, code: "row.too-long",
                message: "the row is longer than \(limit) bytes" + (column.map { ", in column '\($0)'" } ?? ""),
                remedy: "look for a missing line end or quote near it, or raise the limit with --row-limit"))
    }

    /// A row that is not the UTF-8 it should be.
    static func notUTF8(raw: String, line: Int, column: String?, value: String) -> RejectedRow {
        RejectedRow(
            raw: raw,
            issue: RowIssue(
                line: line, column: column, value: value, code: "text.encoding",
                message: "the text is not valid UTF-8",
                remedy: "if the whole file is like this, read it with --encoding latin1"))
    }
}

/// A value as it is shown in a message: its beginning, on one line.
func excerpt(_ text: some StringProtocol, limit: Int = 80) -> String {
    let line = text.prefix(limit).map { $0.isNewline ? " " : $0 }
    return String(line) + (text.dropFirst(limit).isEmpty ? "" : "…")
}
