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
            _ = try window.skipLineEnds(line: &skippedLines)
            let isJSON = window.count > 0 && window.bytes[window.start] == UInt8(ascii: "{")
            return try isJSON
                ? openJSON() : openDelimited(delimiters: Preset.commonDelimiters, header: .firstRow)
        case .words(let layout):
            return try openWords(layout)
        }
    }

    private var skippedLines = 1

    init(path: String, preset: Preset, options: IntakeOptions, window: ByteWindow) {
        self.path = path
        self.preset = preset
        self.options = options
        self.window = window
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
        tokenizer.line = skippedLines
        let mapping = try jsonTable(firstRow: tokenizer).overridden(by: options.map)
        let fields = FieldTable(paths: mapping)
        return OpenedSource(
            tokenizer: tokenizer, mapper: try JSONMapper(mapping: mapping, options: options), width: nil,
            layout: SourceLayout(
                preset: preset.name, table: mapping.table, format: "JSON lines", encoding: options.encoding,
                fields: fields.described, unused: [], hasTimes: true))
    }

    /// The table that the first row fits; the first one when none does, so that each row can say what it lacks.
    private mutating func jsonTable(firstRow tokenizer: LineTokenizer) throws -> TableMapping {
        if let table = options.table { return try preset.table(table) }
        var tokenizer = tokenizer
        var record = Record()
        let before = window
        guard preset.tables.count > 1, case .row = try tokenizer.next(from: &window, into: &record) else {
            window = before
            return preset.tables[0]
        }
        window.restore()
        for table in preset.tables {
            var own = try JSONMapper(mapping: table.overridden(by: options.map), options: options)
            var first = try JSONMapper(mapping: preset.tables[0].overridden(by: options.map), options: options)
            let fits = try? own.finds(table.required, in: record)
            let isOther = try? table.excluded.contains { try first.finds($0.map { [$0] }, in: record) }
            if fits == true, isOther == false { return table }
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
