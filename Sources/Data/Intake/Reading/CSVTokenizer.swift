/// RFC 4180 on bytes, with any one-byte delimiter.
///
/// Fields may be quoted, then hold delimiters, line ends and `""` for a quote. A line ends with LF, CRLF or CR; empty
/// lines are passed over. A quote inside an unquoted field is a character like any other.
///
/// When a quoted field is never closed, is longer than the limit, or is followed by something other than a delimiter,
/// there is no telling where its row ends. The lines up to and including the one where that quote opened are
/// rejected, and reading goes on at the next line: one stray quote costs one row, not the rest of the file.
///
/// Complexity: O(bytes); each row is copied once. Memory: one row.
struct CSVTokenizer: RowTokenizer {
    let delimiter: UInt8
    let encoding: TextEncoding
    /// The longest row, in bytes.
    let rowLimit: Int
    /// Names for messages, once the header is known.
    var columns: [String] = []
    var line = 1

    /// What ends an unquoted field has a mark here.
    private let stops: InlineArray<256, Bool>
    /// Of the row just scanned: fields that hold `""`.
    private var escaped: [Int] = []

    init(delimiter: UInt8, encoding: TextEncoding, rowLimit: Int) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.rowLimit = rowLimit
        var stops = InlineArray<256, Bool>(repeating: false)
        for byte in [delimiter, .lineFeed, .carriageReturn] { stops[Int(byte)] = true }
        self.stops = stops
    }

    mutating func next(
        from window: inout ByteWindow, into record: inout Record
    ) throws(StreamFault) -> RowOutcome {
        guard try window.skipLineEnds(line: &line) else { return .end }
        while true {
            record.reset(line: line)
            // Never looks past the limit, so that what is rejected does not depend on the size of the blocks.
            let visible = min(window.count, rowLimit + 2)
            let scan = scan(
                window.bytes.span.extracting(window.start..<window.start + visible),
                atEnd: window.isAtEnd && visible == window.count, into: &record)
            switch scan {
            case .row(let row): return finish(row, in: &window, into: &record)
            case .brokenQuote(let opened, let isClosed):
                return try reject(openedAt: opened, isClosed: isClosed, in: &window)
            case .more(let quote):
                if visible < rowLimit + 2 {
                    _ = try window.refill()
                } else if let quote, endOfLine(after: quote, in: window) != nil {
                    return try reject(openedAt: quote, isClosed: false, in: &window)
                } else {
                    return try rejectTooLong(in: &window, column: record.fields.count)
                }
            }
        }
    }

    // MARK: Scanning

    private struct ScannedRow {
        /// Bytes of the row without its line end.
        var length: Int
        /// With it.
        var consumed: Int
        /// Line ends inside quotes.
        var innerLines: Int
        var isASCII: Bool
    }

    private enum Scan {
        case row(ScannedRow)
        /// The bytes ran out; a quote may be open, at this offset.
        case more(openQuote: Int?)
        /// A quoted field that is not closed before the end, or whose closing quote is followed by text.
        case brokenQuote(opened: Int, isClosed: Bool)
    }

    /// Finds the fields of the row at the front of `bytes`, as offsets from there.
    private mutating func scan(_ bytes: Span<UInt8>, atEnd: Bool, into record: inout Record) -> Scan {
        var index = 0
        var union: UInt8 = 0
        var innerLines = 0
        if !escaped.isEmpty { escaped.removeAll(keepingCapacity: true) }
        while true {
            var field = Record.Field(start: Int32(truncatingIfNeeded: index), end: 0)
            if index < bytes.count, bytes[index] == .quote {
                let opened = index
                index += 1
                field.start += 1
                quoted: while true {
                    while index < bytes.count, bytes[index] != .quote {
                        union |= bytes[index]
                        if bytes[index] == .lineFeed { innerLines += 1 }
                        index += 1
                    }
                    if index + 1 >= bytes.count, !atEnd { return .more(openQuote: opened) }
                    guard index < bytes.count else { return .brokenQuote(opened: opened, isClosed: false) }
                    guard index + 1 < bytes.count, bytes[index + 1] == .quote else { break quoted }
                    if escaped.last != record.fields.count { escaped.append(record.fields.count) }
                    index += 2
                }
                field.end = Int32(truncatingIfNeeded: index)
                index += 1
                if index < bytes.count, !stops[Int(bytes[index])] {
                    return .brokenQuote(opened: opened, isClosed: true)
                }
            } else {
                while index < bytes.count, !stops[Int(bytes[index])] {
                    union |= bytes[index]
                    index += 1
                }
                field.end = Int32(truncatingIfNeeded: index)
            }
            guard index < bytes.count else {
                guard atEnd else { return .more(openQuote: nil) }
                record.fields.append(field)
                return .row(
                    ScannedRow(length: index, consumed: index, innerLines: innerLines, isASCII: union < 0x80))
            }
            if bytes[index] == delimiter {
                record.fields.append(field)
                index += 1
                continue
            }
            let isReturn = bytes[index] == .carriageReturn
            if isReturn, index + 1 == bytes.count, !atEnd { return .more(openQuote: nil) }
            record.fields.append(field)
            let isPair = isReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed
            return .row(
                ScannedRow(
                    length: index, consumed: index + (isPair ? 2 : 1), innerLines: innerLines,
                    isASCII: union < 0x80))
        }
    }

    /// Copies the row out of the window, undoes `""`, and sees to the encoding.
    private mutating func finish(
        _ row: ScannedRow, in window: inout ByteWindow, into record: inout Record
    ) -> RowOutcome {
        record.bytes.append(contentsOf: window.bytes[window.start..<window.start + row.length])
        window.consume(row.consumed)
        line += row.innerLines + 1
        for index in escaped { unescape(&record.fields[index], in: &record.bytes) }
        if !row.isASCII, let wrong = record.makeUTF8(from: encoding) {
            let raw = window.bytes[window.lastConsumed].prefix(row.length)
            return .rejected(
                .notUTF8(
                    raw: encoding.lossyText(raw), line: record.line, column: columnName(wrong),
                    value: excerpt(record.text(record.fields[wrong]))))
        }
        return .row
    }

    private func unescape(_ field: inout Record.Field, in bytes: inout [UInt8]) {
        var (from, to) = (Int(field.start), Int(field.start))
        while from < Int(field.end) {
            bytes[to] = bytes[from]
            from += bytes[from] == .quote ? 2 : 1
            to += 1
        }
        field.end = Int32(to)
    }

    // MARK: Rejecting

    /// Rejects through the end of the line on which the quote opened.
    private mutating func reject(
        openedAt offset: Int, isClosed: Bool, in window: inout ByteWindow
    ) throws(StreamFault) -> RowOutcome {
        while endOfLine(after: offset, in: window) == nil {
            guard window.count < rowLimit + 2 else { return try rejectTooLong(in: &window, column: 0) }
            guard try window.refill() else { break }
        }
        let end = endOfLine(after: offset, in: window) ?? window.count
        let raw = window.bytes[window.start..<window.start + end]
        let rowLine = line
        let before = raw.prefix(offset).count { $0 == .lineFeed }
        window.consume(end)
        line += before + 1
        let place = before == 0 ? "" : " on line \(rowLine + before)"
        let text = withoutLineEnd(encoding.lossyText(raw))
        return .rejected(
            RejectedRow(
                raw: text,
                issue: RowIssue(
                    line: rowLine, value: excerpt(withoutLineEnd(encoding.lossyText(raw.dropFirst(offset)))),
                    code: isClosed ? "quote.stray" : "quote.unclosed",
                    message: isClosed
                        ? "the quoted field opened\(place) is followed by text after its closing quote"
                        : "the quote opened\(place) is not closed within \(rowLimit) bytes or before the end",
                    remedy: "write a quote inside a quoted field twice, and close the field before the delimiter")))
    }

    private mutating func rejectTooLong(in window: inout ByteWindow, column: Int) throws(StreamFault) -> RowOutcome {
        let beginning = encoding.lossyText(window.bytes[window.start..<window.end].prefix(200))
        let rowLine = line
        try window.discardLine()
        line += 1
        return .rejected(
            .tooLong(raw: beginning + "…", line: rowLine, column: columnName(column), limit: rowLimit))
    }

    /// Offset behind the line end that follows `offset`; nothing when it is not in the window.
    private func endOfLine(after offset: Int, in window: ByteWindow) -> Int? {
        let visible = window.start + min(window.count, rowLimit + 2)
        return window.bytes.firstIndex(of: .lineFeed, in: window.start + offset..<visible)
            .map { $0 - window.start + 1 }
    }

    private func columnName(_ index: Int) -> String? {
        columns.indices.contains(index) ? columns[index] : nil
    }
}

/// The text of a row without the line end behind it.
func withoutLineEnd(_ text: String) -> String {
    var text = text[...]
    while let last = text.last, last == "\n" || last == "\r" || last == "\r\n" { text = text.dropLast() }
    return String(text)
}
