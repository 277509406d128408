import Commerce

/// What the user says about a source's columns with `--map`, over what the preset says.
///
/// | argument | meaning |
/// | --- | --- |
/// | `price=UnitPrice` | our field is read from that column, or, in JSON, from that path |
/// | `kind==purchase` | our field is always this value |
/// | `attributes.country=Country` | an attribute of the event, item or shopper |
/// | `kind:bought=purchase` | a word of the source and the ``EventKind`` it stands for |
/// | `kind:heartbeat=skip` | rows with this word are counted and left out |
///
/// Fields: `kind time shopper visitor item id session order decision surface position quantity price currency value
/// text title title_en title_zh category category2 ... category5 brand stock status available_from available_until`.
///
/// A JSON path names members from the outside in: `user.id`; `[]` takes each element of an array in turn and makes an
/// event of it (`items[].item_id`; one array a row); `params[key=currency].value` takes the element whose member
/// `key` is `currency`.
public struct FieldMap: Sendable {
    var columns: [Field: String] = [:]
    var constants: [Field: String] = [:]
    var attributes: [(name: String, column: String)] = []
    /// By normalised word.
    var kinds: [String: KindRule] = [:]

    public init() {}

    /// - Throws: ``IntakeError`` `map.invalid` that quotes the argument and says what was expected.
    public init(_ arguments: [String]) throws {
        for argument in arguments { try add(argument) }
    }

    private mutating func add(_ argument: String) throws {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else {
            throw Self.invalid(argument, "has no field before '='")
        }
        let name = String(argument[..<sign])
        var target = argument[argument.index(after: sign)...]
        if name.hasPrefix("kind:") {
            let word = normalised(name.dropFirst("kind:".count))
            guard !word.isEmpty else { throw Self.invalid(argument, "has no word after 'kind:'") }
            kinds[word] = try Self.rule(String(target), in: argument)
            return
        }
        let isConstant = target.first == "="
        if isConstant { target = target.dropFirst() }
        guard !target.isEmpty else { throw Self.invalid(argument, "has nothing after '='") }
        if name.hasPrefix("attributes."), name.count > "attributes.".count, !isConstant {
            attributes.append((String(name.dropFirst("attributes.".count)), String(target)))
            return
        }
        guard let field = Field(name: name) else {
            throw Self.invalid(argument, "names no field of ours ('\(name)')")
        }
        if isConstant {
            constants[field] = String(target)
            columns[field] = nil
        } else {
            columns[field] = String(target)
            constants[field] = nil
        }
    }

    private static func rule(_ word: String, in argument: String) throws -> KindRule {
        if word == "skip" { return .skip }
        guard let kind = EventKind(rawValue: word) else {
            let known = EventKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw invalid(argument, "wants an event kind or 'skip'; the kinds are \(known)")
        }
        return .kind(kind)
    }

    private static func invalid(_ argument: String, _ reason: String) -> IntakeError {
        let fields = Field.allCases.map(\.name).joined(separator: ", ")
        return IntakeError(
            code: "map.invalid", message: "--map '\(argument)' \(reason)",
            remedy: "write --map field=column, field==constant, attributes.name=column or kind:word=kind; "
                + "the fields are \(fields)")
    }
}
