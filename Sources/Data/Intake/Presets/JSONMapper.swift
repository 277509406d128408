import Commerce

/// Takes a row of JSON lines apart by the paths of a table, and hands each record that comes out to a mapper.
///
/// A row is one object. Where a path has `[]`, the row gives one record for each element of that array, all of which
/// share what the row says outside it; where the array is missing or empty, one record without it.
struct JSONMapper: RowMapper {
    /// Joins the elements of a category path given as an array; no text holds it.
    static let listSeparator: Character = "\u{1F}"

    private let paths: PathTree
    private let fields: FieldTable
    /// Fields and attributes that the paths fill.
    private let slotCount: Int
    private let keepsOtherMembers: Bool
    private var inner: any RowMapper
    private var tree = JSONTree()
    /// Rank of the path that filled each slot.
    private var ranks: [Int] = []
    /// By path node: the child for each member name met, or that there is none, so that a name is normalised once.
    private var resolved: [[String: Int?]]
    /// The array whose elements become records, and the paths inside it.
    private var expansion: (array: Int, paths: Int)?

    init(mapping: TableMapping, options: IntakeOptions) throws {
        var paths = PathTree(matchesLoosely: mapping.matchesLoosely)
        for field in Field.allCases {
            for (rank, path) in (mapping.columns[field] ?? []).enumerated() {
                try paths.add(path, slot: field.rawValue, rank: rank)
            }
        }
        for (index, attribute) in mapping.attributes.enumerated() {
            try paths.add(attribute.column, slot: Field.allCases.count + index, rank: 0)
        }
        self.paths = paths
        resolved = Array(repeating: [:], count: paths.nodes.count)
        fields = FieldTable(paths: mapping)
        slotCount = Field.allCases.count + mapping.attributes.count
        keepsOtherMembers = mapping.keepsOtherColumns
        inner = try mapping.mapper(reading: fields, options: options)
    }

    mutating func forget(_ items: ArraySlice<Item>) { inner.forget(items) }

    mutating func map(
        _ record: inout Record, at place: RowPlace, into batch: inout IntakeBatch
    ) throws(RowIssue) -> RowVerdict {
        try parse(&record)
        clear(&record)
        expansion = nil
        walk(0, paths: 0, into: &record)
        guard let expansion, tree.nodes[expansion.array].next > Int32(expansion.array + 1) else {
            fields.complete(&record)
            return try inner.map(&record, at: place, into: &batch)
        }
        let shared = (fields: record.fields, ranks: ranks)
        let elements = elements(of: expansion.array)
        var verdict = RowVerdict.kept
        for (index, element) in elements.enumerated() {
            record.fields = shared.fields
            ranks = shared.ranks
            visit(element, paths: expansion.paths, into: &record)
            fields.complete(&record)
            let place = RowPlace(row: place.row, element: index, elements: elements.count)
            verdict = try inner.map(&record, at: place, into: &batch)
            if case .kept = verdict { continue }
            return verdict
        }
        return verdict
    }

    /// Whether each of these groups has a field in the row: tells what table a file is.
    mutating func finds(_ groups: [[Field]], in record: Record) throws(RowIssue) -> Bool {
        var record = record
        try parse(&record)
        clear(&record)
        expansion = nil
        walk(0, paths: 0, into: &record)
        if let expansion, let first = elements(of: expansion.array).first {
            visit(first, paths: expansion.paths, into: &record)
        }
        fields.complete(&record)
        return groups.allSatisfy { group in group.contains { fields.find($0, in: record) != nil } }
    }

    // MARK: Walking

    private mutating func parse(_ record: inout Record) throws(RowIssue) {
        do throws(JSONTree.Malformed) {
            try tree.parse(&record.bytes)
        } catch {
            throw RowIssue(
                line: record.line, value: excerpt(String(decoding: record.bytes.prefix(200), as: UTF8.self)),
                code: "json.malformed", message: "the line is not JSON: \(error.reason), at byte \(error.offset + 1)",
                remedy: "write one JSON object on each line")
        }
        guard tree.nodes[0].kind == .object else {
            throw RowIssue(
                line: record.line, code: "json.not-object", message: "the line is JSON but not an object",
                remedy: "write one JSON object on each line; turn an array into lines with `jq -c '.[]'`")
        }
    }

    private mutating func clear(_ record: inout Record) {
        record.fields.removeAll(keepingCapacity: true)
        record.fields.append(contentsOf: repeatElement(.absent, count: slotCount))
        ranks.removeAll(keepingCapacity: true)
        ranks.append(contentsOf: repeatElement(Int.max, count: slotCount))
    }

    private mutating func walk(_ node: Int, paths path: Int, into record: inout Record) {
        guard tree.nodes[node].kind == .object else { return }
        let end = Int(tree.nodes[node].next)
        var key = node + 1
        while key < end {
            let value = key + 1
            let name = record.text(tree.nodes[key].field)
            if let child = child(of: path, named: name) {
                visit(value, paths: child, into: &record)
            } else if path == 0 {
                keep(value, named: name, in: &record)
            }
            key = Int(tree.nodes[value].next)
        }
    }

    private mutating func child(of path: Int, named name: String) -> Int? {
        if let known = resolved[path][name] { return known }
        let child = paths.child(of: path, named: name)
        // Members are few; an object used as a dictionary must not fill the memory.
        if resolved[path].count < 1000 { resolved[path].updateValue(child, forKey: name) }
        return child
    }

    private mutating func visit(_ value: Int, paths path: Int, into record: inout Record) {
        let node = paths.nodes[path]
        switch tree.nodes[value].kind {
        case .null: return
        case .object: walk(value, paths: path, into: &record)
        case .array:
            if let element = node.element, expansion == nil, !elements(of: value).isEmpty {
                expansion = (value, element)
            }
            for selection in node.selections {
                select(selection.member, selection.value, in: value, paths: selection.node, into: &record)
            }
            if node.targets.contains(where: { ranks[$0.slot] > $0.rank }) {
                let isPath = node.targets.contains { $0.slot == Field.category.rawValue }
                let list = joined(value, by: isPath ? Self.listSeparator : ",", into: &record)
                fill(node.targets, with: list, in: &record)
            }
        case .string, .number, .word: fill(node.targets, with: tree.nodes[value].field, in: &record)
        }
    }

    private mutating func fill(
        _ targets: [(slot: Int, rank: Int)], with value: Record.Field, in record: inout Record
    ) {
        guard !value.isEmpty else { return }
        for (slot, rank) in targets where rank < ranks[slot] {
            record.fields[slot] = value
            ranks[slot] = rank
        }
    }

    private mutating func select(
        _ member: String, _ wanted: String, in array: Int, paths path: Int, into record: inout Record
    ) {
        for element in elements(of: array) {
            guard let found = tree.member(member, of: element, in: record),
                record.equals(tree.nodes[found].field, wanted)
            else { continue }
            walk(element, paths: path, into: &record)
            return
        }
    }

    /// A member that no path asks for, kept as an attribute where the table wants those.
    private func keep(_ value: Int, named name: String, in record: inout Record) {
        let node = tree.nodes[value]
        if name == "attributes" || name == "attribute", node.kind == .object {
            var key = value + 1
            while key < node.next {
                let inner = tree.nodes[key + 1]
                if [.string, .number, .word].contains(inner.kind) {
                    record.extras.append((record.text(tree.nodes[key].field), inner.field))
                }
                key = Int(inner.next)
            }
        } else if keepsOtherMembers, [.string, .number, .word].contains(node.kind) {
            record.extras.append((name, node.field))
        }
    }

    private func elements(of array: Int) -> [Int] {
        guard tree.nodes[array].kind == .array else { return [] }
        var elements: [Int] = []
        var index = array + 1
        while index < tree.nodes[array].next {
            elements.append(index)
            index = Int(tree.nodes[index].next)
        }
        return elements
    }

    /// The plain values of an array as one field.
    private func joined(_ array: Int, by separator: Character, into record: inout Record) -> Record.Field {
        let start = Int32(record.bytes.count)
        for element in elements(of: array) where [.string, .number, .word].contains(tree.nodes[element].kind) {
            if record.bytes.count > start { record.bytes.append(contentsOf: String(separator).utf8) }
            let field = tree.nodes[element].field
            record.bytes.append(contentsOf: record.bytes[Int(field.start)..<Int(field.end)])
        }
        return Record.Field(start: start, end: Int32(record.bytes.count))
    }
}
