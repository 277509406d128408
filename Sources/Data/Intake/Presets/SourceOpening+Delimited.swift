import Commerce

/// Opening of delimited text: the header, the delimiter, and the columns.
extension SourceOpening {
    mutating func openDelimited(delimiters: [UInt8], header: Preset.Header) throws -> OpenedSource {
        let candidates = options.delimiter.map { [$0] } ?? delimiters
        var found: [Candidate] = []
        for delimiter in candidates {
            let candidate = try read(header, delimitedBy: delimiter)
            if fit(candidate.columns) != nil { return try finish(candidate, header) }
            found.append(candidate)
        }
        // No delimiter gives the needed columns: explain with the one that gives the most.
        let best = found.max { $0.columns.count < $1.columns.count } ?? found[0]
        return try finish(best, header)
    }

    /// A header under one delimiter.
    private struct Candidate {
        var delimiter: UInt8
        var columns: [String]
        /// Of the first row in the file.
        var line: Int
        /// The first row holds data, not names.
        var isData = false
    }

    /// Reads the first row and takes it back.
    private mutating func read(_ header: Preset.Header, delimitedBy delimiter: UInt8) throws -> Candidate {
        var tokenizer = CSVTokenizer(
            delimiter: delimiter, encoding: options.encoding, rowLimit: options.rowLimit)
        var record = Record()
        switch try tokenizer.next(from: &window, into: &record) {
        case .end:
            throw StreamFault(
                code: "file.empty", message: "holds only empty lines",
                remedy: "check that the export that wrote it was complete")
        case .rejected(let row):
            // A wrong guess of the delimiter can make nonsense of quotes; what was consumed is still there.
            window.restore()
            guard options.delimiter == nil, row.issue.code.hasPrefix("quote.") else {
                throw IntakeError(
                    code: "header.unreadable",
                    message:
                        "\(path) has a header that cannot be read: \(row.issue.message), in line \(row.issue.line)",
                    remedy: row.issue.remedy)
            }
            return Candidate(delimiter: delimiter, columns: [], line: row.issue.line)
        case .row: window.restore()
        }
        let names = record.fields.indices.map { record.text(record.trimmed($0)) }
        switch header {
        case .firstRow: return Candidate(delimiter: delimiter, columns: names, line: record.line)
        case .typed:
            let plain = names.map { String($0.prefix { $0 != ":" }) }
            return Candidate(delimiter: delimiter, columns: plain, line: record.line)
        case .implied(let columns):
            // A header would repeat names where the time belongs.
            let isData = names.last.map { $0.utf8.contains { $0 >= 48 && $0 <= 57 } } ?? true
            let isFit = names.count == columns.count
            return Candidate(
                delimiter: delimiter, columns: isFit ? columns : [], line: record.line, isData: isData)
        }
    }

    /// The table of the preset that these columns make.
    private func fit(_ columns: [String]) -> TableMapping? { fit(columns, preset) }

    private func fit(_ columns: [String], _ preset: Preset) -> TableMapping? {
        let tables = preset.tables.filter { options.table == nil || $0.table == options.table }
        let first = FieldTable(header: columns, mapping: preset.tables[0].overridden(by: options.map))
        return tables.first { table in
            let fields = FieldTable(header: columns, mapping: table.overridden(by: options.map))
            return table.required.allSatisfy { $0.contains { fields.has($0) } }
                && !(options.table == nil && table.excluded.contains { $0.allSatisfy { first.has($0) } })
        }
    }

    private mutating func finish(_ candidate: Candidate, _ header: Preset.Header) throws -> OpenedSource {
        try checkNames(candidate)
        guard let table = fit(candidate.columns) else { throw try missingColumns(candidate, header) }
        let mapping = table.overridden(by: options.map)
        try checkMap(candidate.columns, mapping)
        let fields = FieldTable(header: candidate.columns, mapping: mapping)
        if fields.has(.price), !fields.has(.currency), options.currency == nil, mapping.makeMapper == nil {
            throw IntakeError(
                code: "currency.needed",
                message: "\(path) has prices in column '\(fields.name(.price))' and does not say in which currency",
                remedy: "name it with --currency GBP, or its column with --map currency=COLUMN")
        }
        var tokenizer = CSVTokenizer(
            delimiter: candidate.delimiter, encoding: options.encoding, rowLimit: options.rowLimit)
        tokenizer.line = candidate.line
        if !candidate.isData {
            var record = Record()
            _ = try tokenizer.next(from: &window, into: &record)
        }
        tokenizer.columns = candidate.columns
        var mapper = try mapping.mapper(reading: fields, options: options)
        if !fields.constants.isEmpty { mapper = ConstantsMapper(fields: fields, inner: mapper) }
        let used = fields.usedSlots
        return OpenedSource(
            tokenizer: tokenizer, mapper: mapper,
            width: candidate.columns.count,
            layout: SourceLayout(
                preset: preset.name, table: mapping.table,
                format: "CSV, delimiter \(Self.name(of: candidate.delimiter))", encoding: options.encoding,
                fields: fields.described,
                unused: candidate.columns.indices.filter { !used.contains($0) }.map { candidate.columns[$0] },
                hasTimes: fields.has(.time) || mapping.table != .events))
    }

    // MARK: Errors

    private func checkNames(_ candidate: Candidate) throws {
        var seen: Set<String> = []
        for name in candidate.columns where !name.isEmpty && !seen.insert(name).inserted {
            throw IntakeError(
                code: "columns.duplicate",
                message: "\(path) has two columns named '\(name)', in line \(candidate.line)",
                remedy: "rename one of them; the columns are \(Self.list(candidate.columns))")
        }
    }

    /// Every column that the user names must be there.
    private func checkMap(_ columns: [String], _ mapping: TableMapping) throws {
        let fields = FieldTable(header: columns, mapping: mapping)
        for (field, column) in options.map.columns.sorted(by: { $0.value < $1.value }) where !fields.has(field) {
            throw unknownColumn(column, field.name, columns)
        }
        for (name, column) in options.map.attributes where !fields.attributes.contains(where: { $0.name == name }) {
            throw unknownColumn(column, "attributes.\(name)", columns)
        }
    }

    private func unknownColumn(_ column: String, _ field: String, _ columns: [String]) -> IntakeError {
        IntakeError(
            code: "map.column", message: "\(path) has no column '\(column)', which --map \(field)=\(column) names",
            remedy: "the columns are \(Self.list(columns))")
    }

    private func missingColumns(_ candidate: Candidate, _ header: Preset.Header) throws -> any Error {
        let delimiter = Self.name(of: candidate.delimiter)
        if case .implied(let names) = header {
            return IntakeError(
                code: "columns.missing",
                message: "\(path) is not \(names.joined(separator: ",")) in line \(candidate.line), "
                    + "with \(delimiter) between the fields",
                remedy: "check the preset and --delimiter")
        }
        let table = try options.table.map(preset.table) ?? preset.tables[0]
        let fields = FieldTable(header: candidate.columns, mapping: table.overridden(by: options.map))
        let missing = table.required.filter { !$0.contains { fields.has($0) } }.map { group in
            group.map { "'\($0.name)'" }.joined(separator: " or ")
        }
        let example = table.required.first { !$0.contains { fields.has($0) } }?.first?.name ?? "kind"
        var remedy = "say which column it is with --map \(example)=COLUMN"
        if example == "kind" { remedy += ", or give all rows one with --map kind==view" }
        let other = Preset.all.first { other in
            other.name != preset.name && other.hasHeader && fit(candidate.columns, other)?.table == .events
        }
        if let other {
            remedy = "these are the columns of --preset \(other.name); or \(remedy)"
        }
        // A table that was passed over because the rows look like events.
        let described = preset.tables.dropFirst().first { table in
            let fields = FieldTable(header: candidate.columns, mapping: table.overridden(by: options.map))
            return table.required.allSatisfy { $0.contains { fields.has($0) } }
        }
        if options.table == nil, let described {
            remedy +=
                "; if the rows describe \(described.table.rawValue), say so with --table \(described.table.rawValue)"
        }
        if candidate.columns.count < 2 { remedy = "name the delimiter with --delimiter, or " + remedy }
        return IntakeError(
            code: "columns.missing",
            message: "\(path) has no column for \(missing.joined(separator: ", ")) of its \(table.table.rawValue); "
                + "with \(delimiter) between the fields, the columns are \(Self.list(candidate.columns))",
            remedy: remedy)
    }

    private static func list(_ columns: [String]) -> String {
        columns.prefix(40).map { "'\(excerpt($0, limit: 40))'" }.joined(separator: ", ")
            + (columns.count > 40 ? ", …" : "")
    }

    private static func name(of delimiter: UInt8) -> String {
        delimiter == UInt8(ascii: "\t") ? "a tab" : "'\(Character(Unicode.Scalar(delimiter)))'"
    }
}

/// Puts constants behind the fields of each row.
private struct ConstantsMapper: RowMapper {
    let fields: FieldTable
    var inner: any RowMapper

    mutating func forget(_ items: ArraySlice<Item>) { inner.forget(items) }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        fields.complete(&record)
        return try inner.map(&record, at: place, into: &batch)
    }
}
