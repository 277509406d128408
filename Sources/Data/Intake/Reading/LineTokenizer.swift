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
            guard let (length, consumed) = try findLineEnd(in: &window) else {
                let beginning = encoding.lossyText(window.bytes[window.start..<window.end].prefix(200))
                try window.discardLine()
                line += 1
                return .rejected(.tooLong(raw: beginning + "…", line: record.line, column: nil, limit: rowLimit))
            }
            window.consume(consumed)
            line += 1
            let raw = window.bytes[window.lastConsumed].prefix(length)
            record.bytes.append(contentsOf: raw)
            record.fields.append(Record.Field(start: 0, end: Int32(length)))
            guard !record.trimmed(0).isEmpty else { continue }
            if !window.bytes.isASCII(in: raw.startIndex..<raw.endIndex), record.makeUTF8(from: encoding) != nil {
                let text = encoding.lossyText(raw)
                return .rejected(.notUTF8(raw: text, line: record.line, column: nil, value: excerpt(text)))
            }
            return .row
        }
    }

    /// Bytes of the line without its end and with it; nothing when the line is too long.
    private func findLineEnd(
        in window: inout ByteWindow
    ) throws(StreamFault) -> (length: Int, consumed: Int)? {
        var searched = 0
        while true {
            if let found = window.bytes.firstLineEnd(in: window.start + searched..<window.end) {
                let length = found - window.start
                guard length <= rowLimit else { return nil }
                guard window.bytes[found] == .carriageReturn else { return (length, length + 1) }
                if window.count == length + 1 { _ = try window.refill() }
                let isPair = window.count > length + 1 && window.bytes[window.start + length + 1] == .lineFeed
                return (length, length + (isPair ? 2 : 1))
            }
            searched = window.count
            if searched > rowLimit { return nil }
            if try !window.refill() { return (window.count, window.count) }
        }
    }
}
