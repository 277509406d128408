import Commerce

/// Lines of words: users and items by name, in order, without times.
///
/// The events are views, or what `--map kind==purchase` says. Times number the rows (see ``SourceLayout/hasTimes``).
/// A session's visitor is named after the file and the line's number among the rows, as in `clicks:12`.
struct WordsMapper: RowMapper {
    private let layout: WordsLayout
    private let kind: EventKind
    private let source: String

    /// - Parameter source: the file's name, without folders and extensions.
    init(layout: WordsLayout, kind: EventKind, source: String) {
        self.layout = layout
        self.kind = kind
        self.source = source
    }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        splitWords(of: &record)
        var first = 0
        var shopper: ShopperID?
        var session: SessionID?
        if layout == .sessions {
            session = SessionID("\(source):\(place.row + 1)")
        } else {
            shopper = ShopperID(record.text(record.fields[0]))
            first = 1
        }
        let items = record.fields.count - first
        guard items >= 1, layout != .pairs || items == 1 else {
            throw RowIssue(
                line: record.line, value: excerpt(words(of: record)), code: "words.count",
                message: layout == .pairs
                    ? "the line has \(record.fields.count) words where a user and an item are expected"
                    : "the line names a user and no item",
                remedy: "use the preset 'lines' for a user and many items, 'pairs' for one item a line")
        }
        for index in 0..<items {
            batch.events.append(
                Event(
                    kind, at: .ordinal(row: place.row, element: index), shopper: shopper,
                    visitor: session.map { VisitorID($0.rawValue) },
                    item: ItemID(record.text(record.fields[first + index])), session: session))
        }
        return .kept
    }

    /// Puts the words in place of the line.
    private func splitWords(of record: inout Record) {
        record.fields.removeAll(keepingCapacity: true)
        var start: Int32?
        for (index, byte) in record.bytes.enumerated() {
            let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
            if isBlank, let begun = start {
                record.fields.append(Record.Field(start: begun, end: Int32(index)))
                start = nil
            } else if !isBlank, start == nil {
                start = Int32(index)
            }
        }
        if let start { record.fields.append(Record.Field(start: start, end: Int32(record.bytes.count))) }
    }

    private func words(of record: Record) -> String {
        String(decoding: record.bytes.prefix(200), as: UTF8.self)
    }
}
