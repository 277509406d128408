/// One row a line, as a single field: what JSON lines and the plain-text presets take apart themselves.
///
/// Lines end with LF, CRLF or CR; lines of blanks are passed over. Complexity: O(bytes).
struct LineTokenizer: RowTokenizer {
    let encoding: TextEncoding
    let rowLimit: Int
    var line = 1

    init(encoding: TextEncoding, rowLimit: Int) {
        self.encoding = encoding
        self.rowLimit = rowLimit
    }

    mutating func next(
        from window: inout ByteWindow, into record: inout Record
    ) throws(StreamFault) -> RowOutcome {
        while true {
            guard try window.skipLineEnds(line: &line) else { return .end }
            record.reset(line: line)
            guard let length = try findLineEnd(in: &window) else {
                let beginning = encoding.lossyText(window.bytes[window.start..<window.end].prefix(200))
                try window.discardLine()
                line += 1
                return .rejected(.tooLong(raw: beginning + "…", line: record.line, column: nil, limit: rowLimit))
            }
            // The line end itself is passed over, and counted, before the next row.
            window.consume(length)
            let raw = window.bytes[window.lastConsumed]
            record.bytes.append(contentsOf: raw)
            record.fields.append(Record.Field(start: 0, end: Int32(length)))
            guard !record.trimmed(0).isEmpty else { continue }
            if raw.contains(where: { $0 >= 0x80 }), record.makeUTF8(from: encoding) != nil {
                let text = encoding.lossyText(raw)
                return .rejected(.notUTF8(raw: text, line: record.line, column: nil, value: excerpt(text)))
            }
            return .row
        }
    }

    /// Bytes before the line end; nothing when the row is too long.
    private func findLineEnd(in window: inout ByteWindow) throws(StreamFault) -> Int? {
        var searched = 0
        while true {
            if let found = window.bytes.firstLineEnd(in: window.start + searched..<window.end) {
                let length = found - window.start
                return length <= rowLimit ? length : nil
            }
            searched = window.count
            if searched > rowLimit { return nil }
            if try !window.refill() { return window.count }
        }
    }
}
