/// A JSON value that keeps what tokeniser files need and general readers lose: the order of an object's members, names
/// that occur twice, names that Swift would call equal though their bytes differ, and where a mistake is.
enum JSONText: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONText])
    case object([(name: String, value: JSONText)])

    /// The member of an object; nil when it has none or this is no object.
    subscript(name: String) -> JSONText? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var array: [JSONText]? { if case .array(let values) = self { values } else { nil } }
    var object: [(name: String, value: JSONText)]? { if case .object(let members) = self { members } else { nil } }
    var isNull: Bool { if case .null = self { true } else { false } }
    var double: Double? { if case .number(let value) = self { value } else { nil } }
    var integer: Int? { if case .number(let value) = self { Int(exactly: value) } else { nil } }

    /// - Throws: `LanguageError` `tokenizer.json` that names the file, line and column.
    static func parse(_ bytes: [UInt8], file: String) throws -> JSONText {
        var reader = JSONReader(bytes: bytes, file: file)
        return try reader.document()
    }

    /// `text` as a JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Reads JSON as RFC 8259 has it.
private struct JSONReader {
    let bytes: [UInt8]
    let file: String
    var index = 0
    var depth = 0

    mutating func document() throws -> JSONText {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw mistake("something follows the end of the document") }
        return value
    }

    func mistake(_ what: String) -> LanguageError {
        let before = bytes.prefix(index)
        let line = before.count { $0 == 10 } + 1
        let column = index - (before.lastIndex(of: 10).map { $0 + 1 } ?? 0) + 1
        return LanguageError(
            code: "tokenizer.json", message: "\(file), line \(line), byte \(column): \(what)",
            remedy: "The file is damaged or cut off; fetch it again.")
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 32 || (9...10).contains(byte) || byte == 13 { index += 1 }
    }

    private mutating func expect(_ text: StaticString, _ value: JSONText) throws -> JSONText {
        for offset in 0..<text.utf8CodeUnitCount {
            guard next == text.utf8Start[offset] else { throw mistake("expected a value") }
            index += 1
        }
        return value
    }

    private mutating func value() throws -> JSONText {
        skipSpace()
        guard let byte = next else { throw mistake("the document ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return try nested { try $0.object() }
        case UInt8(ascii: "["): return try nested { try $0.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try expect("true", .bool(true))
        case UInt8(ascii: "f"): return try expect("false", .bool(false))
        case UInt8(ascii: "n"): return try expect("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(_ body: (inout JSONReader) throws -> JSONText) throws -> JSONText {
        guard depth < 200 else { throw mistake("more than 200 values lie in one another") }
        depth += 1
        index += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws -> JSONText {
        var members: [(name: String, value: JSONText)] = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            index += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw mistake("expected a name in quotes") }
            let name = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw mistake("expected a colon") }
            index += 1
            members.append((name, try value()))
            if try isEnd(UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array() throws -> JSONText {
        var values: [JSONText] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            index += 1
            return .array([])
        }
        while true {
            values.append(try value())
            if try isEnd(UInt8(ascii: "]")) { return .array(values) }
        }
    }

    private mutating func isEnd(_ end: UInt8) throws -> Bool {
        skipSpace()
        guard let byte = next, byte == end || byte == UInt8(ascii: ",") else {
            throw mistake("expected a comma or '\(Character(UnicodeScalar(end)))'")
        }
        index += 1
        return byte == end
    }

    private mutating func number() throws -> JSONText {
        let start = index
        while let byte = next, (48...57).contains(byte) || "+-.eE".utf8.contains(byte) { index += 1 }
        guard let value = Double(String(decoding: bytes[start..<index], as: UTF8.self)), value.isFinite else {
            index = start
            throw mistake("expected a value")
        }
        return .number(value)
    }

    private mutating func string() throws -> String {
        index += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw mistake("the document ends inside a string") }
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw mistake("the string before this is not UTF-8")
                }
                return string
            case UInt8(ascii: "\\"): try appendEscape(to: &text)
            case 0..<32: throw mistake("a control character inside a string")
            default:
                text.append(byte)
                index += 1
            }
        }
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws {
        index += 1
        guard let byte = next else { throw mistake("the document ends inside a string") }
        index += 1
        switch byte {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"):
            var units = [try hexadecimal()]
            if (0xD800..<0xDC00).contains(units[0]), bytes[index...].starts(with: "\\u".utf8) {
                index += 2
                units.append(try hexadecimal())
            }
            guard let character = String(validating: units, as: UTF16.self) else {
                throw mistake("an escape that is half of a character")
            }
            text += Array(character.utf8)
        default: throw mistake("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws -> UInt16 {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw mistake("expected four hexadecimal digits") }
        index += 4
        return unit
    }
}
