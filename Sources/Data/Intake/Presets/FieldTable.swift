import Commerce

/// Where each field of ours stands in a ``Record``.
struct FieldTable: Sendable {
    /// Index into the record's fields by ``Field``; -1 where the source does not have it.
    private var slots = Array(repeating: -1, count: Field.allCases.count)
    /// The source's name for it, by ``Field``.
    private var names = Field.allCases.map(\.name)
    private(set) var attributes: [(name: String, slot: Int)] = []
    /// By `attributes.` and the name, for ``described``.
    private var attributeColumns: [String: String] = [:]
    /// Values put behind the fields of every record.
    private(set) var constants: [[UInt8]] = []
    private let missingWords: [String]

    /// Fields by the names of columns.
    ///
    /// - Parameter header: the columns in the order of the file.
    init(header: [String], mapping: TableMapping) {
        missingWords = mapping.missingWords
        let index = ColumnIndex(header, loosely: mapping.matchesLoosely)
        var used: Set<Int> = []
        for field in Field.allCases {
            for candidate in mapping.columns[field] ?? [] {
                guard let column = index[candidate] else { continue }
                set(field, to: column, named: header[column])
                used.insert(column)
                break
            }
        }
        for (name, candidate) in mapping.attributes {
            guard let column = index[candidate] else { continue }
            add(attribute: name, at: column, named: header[column])
            used.insert(column)
        }
        for (column, name) in header.enumerated() where !used.contains(column) {
            if let attribute = Self.attributeName(name) {
                add(attribute: attribute, at: column, named: name)
            } else if mapping.keepsOtherColumns, !name.isEmpty {
                add(attribute: name, at: column, named: name)
            }
        }
        addConstants(mapping.constants, behind: header.count)
        if slots[Field.kind.rawValue] < 0 {
            for (field, kind) in mapping.impliedKinds where slots[field.rawValue] >= 0 {
                addConstants([.kind: kind], behind: header.count)
                break
            }
        }
    }

    /// Fields at fixed places, as ``JSONMapper`` fills them: first every ``Field``, then the attributes.
    init(paths mapping: TableMapping) {
        missingWords = mapping.missingWords
        for field in Field.allCases {
            guard let paths = mapping.columns[field], let first = paths.first else { continue }
            set(field, to: field.rawValue, named: first)
        }
        for (index, attribute) in mapping.attributes.enumerated() {
            add(attribute: attribute.name, at: Field.allCases.count + index, named: attribute.column)
        }
        addConstants(mapping.constants, behind: Field.allCases.count + attributes.count)
    }

    private mutating func set(_ field: Field, to slot: Int, named name: String) {
        slots[field.rawValue] = slot
        names[field.rawValue] = name
    }

    private mutating func add(attribute: String, at slot: Int, named column: String) {
        attributes.append((attribute, slot))
        attributeColumns["attributes.\(attribute)"] = column
    }

    private mutating func addConstants(_ values: [Field: String], behind width: Int) {
        for (field, value) in values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            set(field, to: width + constants.count, named: "'\(value)'")
            constants.append(Array(value.utf8))
        }
    }

    /// `attributes.colour` and `attribute.colour` name themselves.
    private static func attributeName(_ column: String) -> String? {
        for prefix in ["attributes.", "attribute."] where column.hasPrefix(prefix) && column.count > prefix.count {
            return String(column.dropFirst(prefix.count))
        }
        return nil
    }

    // MARK: Access

    func has(_ field: Field) -> Bool { slots[field.rawValue] >= 0 }

    /// The source's name for a field, for messages.
    func name(_ field: Field) -> String { names[field.rawValue] }

    /// What each field and attribute is read from; a constant stands in quotes.
    var described: [String: String] {
        var described = attributeColumns
        for field in Field.allCases where has(field) { described[field.name] = name(field) }
        return described
    }

    /// Indices of the columns that some field or attribute reads.
    var usedSlots: Set<Int> { Set(slots.filter { $0 >= 0 } + attributes.map(\.slot)) }

    /// Puts the constants behind the fields.
    func complete(_ record: inout Record) {
        for constant in constants { record.append(constant) }
    }

    /// The field's bytes without blanks around them; nothing when they are missing, empty, or a word for nothing.
    func find(_ field: Field, in record: Record) -> Record.Field? {
        let slot = slots[field.rawValue]
        guard slot >= 0 else { return nil }
        return present(slot, in: record)
    }

    func present(_ slot: Int, in record: Record) -> Record.Field? {
        let found = record.trimmed(slot)
        guard !found.isEmpty else { return nil }
        for word in missingWords where record.equals(found, word) { return nil }
        return found
    }

    func text(_ field: Field, in record: Record) -> String? {
        find(field, in: record).map(record.text)
    }

    /// The attributes that the row has.
    func attributes(of record: Record) -> [String: String] {
        if attributes.isEmpty, record.extras.isEmpty { return [:] }
        var result: [String: String] = [:]
        for (name, slot) in attributes {
            if let found = present(slot, in: record) { result[name] = record.text(found) }
        }
        for (name, field) in record.extras where result[name] == nil && !field.isEmpty {
            result[name] = record.text(field)
        }
        return result
    }
}

/// Columns by name, exactly, and else loosely.
private struct ColumnIndex {
    private var exact: [String: Int] = [:]
    private var loose: [String: Int] = [:]

    init(_ header: [String], loosely: Bool) {
        for (index, name) in header.enumerated() {
            if exact[name] == nil { exact[name] = index }
            if loosely, loose[normalised(name)] == nil { loose[normalised(name)] = index }
        }
    }

    subscript(name: String) -> Int? { exact[name] ?? loose[normalised(name)] }
}
