import Commerce

/// Finds out how a file is laid out from its preset and its first row, and makes the reader for it.
struct SourceOpening {
    let path: String
    let preset: Preset
    let options: IntakeOptions
    var window: ByteWindow

    /// - Throws: ``IntakeError`` or ``StreamFault``.
    mutating func reader(from position: SourcePosition) throws -> IntakeReader {
        var opened = try open()
        var start = SourcePosition(row: 0, line: opened.tokenizer.line, byteOffset: window.offset)
        if position.byteOffset > window.offset {
            try window.skip(to: position.byteOffset)
            opened.tokenizer.line = position.line
            start = position
        }
        return IntakeReader(file: path, window: window, opened: opened, position: start)
    }

    private mutating func open() throws -> OpenedSource {
        switch preset.form {
        case .delimited(let delimiters, let header):
            return try openDelimited(delimiters: delimiters, header: header)
        case .jsonLines:
            return try openJSON()
        case .jsonOrDelimited:
            let isJSON = try startsWithBrace()
            return try isJSON
                ? openJSON() : openDelimited(delimiters: Preset.commonDelimiters, header: .firstRow)
        case .words(let layout):
            return try openWords(layout)
        }
    }

    private mutating func startsWithBrace() throws -> Bool {
        var index = 0
        while true {
            if index == window.count, try !window.refill() { return false }
            let byte = window.bytes[window.start + index]
            if byte > UInt8(ascii: " ") { return byte == UInt8(ascii: "{") }
            index += 1
        }
    }

    // MARK: Words

    private mutating func openWords(_ layout: WordsLayout) throws -> OpenedSource {
        let tokenizer = LineTokenizer(encoding: options.encoding, rowLimit: options.rowLimit)
        let word = options.map.constants[.kind] ?? "view"
        guard case .kind(let kind) = KindWords.common[word] else {
            throw IntakeError(
                code: "map.invalid", message: "--map kind==\(word) names no kind of event",
                remedy: "use one such as view, click, cart or purchase")
        }
        guard options.map.columns.isEmpty, options.map.attributes.isEmpty else {
            throw IntakeError(
                code: "map.column", message: "the preset '\(preset.name)' has no columns to map",
                remedy: "only --map kind==KIND applies to it; for named columns use the preset csv")
        }
        let roles = layout == .sessions ? ["item": "each word"] : ["shopper": "first word", "item": "other words"]
        return OpenedSource(
            tokenizer: tokenizer, mapper: WordsMapper(layout: layout, kind: kind, source: sourceName), width: nil,
            layout: SourceLayout(
                preset: preset.name, table: .events, format: "plain text", encoding: options.encoding,
                fields: roles.merging(["kind": "'\(kind.rawValue)'"]) { old, _ in old }, unused: [], hasTimes: false))
    }

    /// The file's name without folders and extensions.
    private var sourceName: String {
        let name = path.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." })
    }

    // MARK: JSON lines

    private mutating func openJSON() throws -> OpenedSource {
        var tokenizer = LineTokenizer(encoding: options.encoding, rowLimit: options.rowLimit)
        let first = try peek(&tokenizer)
        let mapping = try jsonTable(fitting: first).overridden(by: options.map)
        let fields = FieldTable(paths: mapping)
        return OpenedSource(
            tokenizer: tokenizer, mapper: try JSONMapper(mapping: mapping, options: options), width: nil,
            layout: SourceLayout(
                preset: preset.name, table: mapping.table, format: "JSON lines", encoding: options.encoding,
                fields: fields.described, unused: [], hasTimes: true))
    }

    /// The first row, which stays in the window; nothing when it is to be rejected or there is none.
    private mutating func peek(_ tokenizer: inout LineTokenizer) throws -> Record? {
        var record = Record()
        var reading = tokenizer
        switch try reading.next(from: &window, into: &record) {
        case .end: return nil
        case .rejected(let row) where row.issue.code == "row.too-long":
            throw StreamFault(
                code: "json.array", message: "has a first line longer than \(options.rowLimit) bytes",
                remedy: Self.arrayRemedy)
        case .rejected(let row):
            window.restore()
            tokenizer.line = row.issue.line
            return nil
        case .row:
            window.restore()
            tokenizer.line = record.line
            guard record.bytes[Int(record.trimmed(0).start)] != UInt8(ascii: "[") else {
                throw StreamFault(
                    code: "json.array", message: "is a JSON array, not one object a line", remedy: Self.arrayRemedy)
            }
            return record
        }
    }

    private static let arrayRemedy = "write one JSON object on each line; `jq -c '.[]'` turns an array into lines"

    /// The table that the first row fits; the first one when none does, so that each row can say what it lacks.
    private func jsonTable(fitting record: Record?) throws -> TableMapping {
        if let table = options.table { return try preset.table(table) }
        guard preset.tables.count > 1, let record else { return preset.tables[0] }
        var first = try JSONMapper(mapping: preset.tables[0].overridden(by: options.map), options: options)
        for table in preset.tables {
            var own = try JSONMapper(mapping: table.overridden(by: options.map), options: options)
            do throws(RowIssue) {
                guard try own.finds(table.required, in: record) else { continue }
                var isOther = false
                for group in table.excluded where try first.finds(group.map { [$0] }, in: record) { isOther = true }
                if !isOther { return table }
            } catch {
                // Not JSON: the row says so itself when it is read.
                return preset.tables[0]
            }
        }
        return preset.tables[0]
    }
}

/// What ``SourceOpening`` found.
struct OpenedSource {
    var tokenizer: any RowTokenizer
    var mapper: any RowMapper
    /// Fields a row must have, where that is fixed.
    var width: Int?
    var layout: SourceLayout
}

extension Preset {
    /// - Throws: ``IntakeError`` `table.unknown`.
    func table(_ wanted: IntakeTable) throws -> TableMapping {
        guard let table = tables.first(where: { $0.table == wanted }) else {
            let known = tables.map(\.table.rawValue).joined(separator: ", ")
            throw IntakeError(
                code: "table.unknown", message: "the preset '\(name)' has no table '\(wanted.rawValue)'",
                remedy: "it has \(known)")
        }
        return table
    }
}
