/// JSON for what the ledger stores as text (string maps, string lists, strings) in one spelling only: keys in order
/// of their UTF-8, no spaces, escapes only where JSON demands them.
///
/// Equal values have equal bytes, so that the text can be hashed, compared and interned; and SQLite's own JSON
/// functions can read it.
enum CompactJSON {
    /// Appends a map. Complexity: O(bytes + n log n).
    static func append(_ map: [String: String], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        if map.count == 1, let (key, value) = map.first {
            append(pair: key, value, to: &bytes)
        } else if !map.isEmpty {
            let sorted = map.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, (key, value)) in sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(pair: key, value, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    static func text(_ map: [String: String]) -> String {
        var bytes: [UInt8] = []
        append(map, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func text(_ list: [String]) -> String {
        var bytes = [UInt8(ascii: "[")]
        for (index, element) in list.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(string: element, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads what ``text(_:)-([String:String])`` wrote; nothing for anything else.
    static func map(_ text: String) -> [String: String]? {
        var parser = CompactJSONParser(Array(text.utf8))
        var map: [String: String] = [:]
        guard parser.take("{") else { return nil }
        if parser.take("}") { return parser.isAtEnd ? map : nil }
        repeat {
            guard let key = parser.string(), parser.take(":"), let value = parser.string() else { return nil }
            map[key] = value
        } while parser.take(",")
        return parser.take("}") && parser.isAtEnd ? map : nil
    }

    static func list(_ text: String) -> [String]? {
        var parser = CompactJSONParser(Array(text.utf8))
        var list: [String] = []
        guard parser.take("[") else { return nil }
        if parser.take("]") { return parser.isAtEnd ? list : nil }
        repeat {
            guard let element = parser.string() else { return nil }
            list.append(element)
        } while parser.take(",")
        return parser.take("]") && parser.isAtEnd ? list : nil
    }

    /// Reads one string and nothing after it.
    static func string(_ bytes: ArraySlice<UInt8>) -> String? {
        var parser = CompactJSONParser(Array(bytes))
        guard let string = parser.string(), parser.isAtEnd else { return nil }
        return string
    }

    @inline(__always)
    private static func append(pair key: String, _ value: String, to bytes: inout [UInt8]) {
        append(string: key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(string: value, to: &bytes)
    }

    static func append(string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { utf8 in
            if unsafe utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                unsafe bytes.append(contentsOf: utf8)
            } else {
                for index in utf8.indices { append(escaped: unsafe utf8[index], to: &bytes) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func append(escaped byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: Array("\\u00".utf8))
            bytes.append(hex[Int(byte >> 4)])
            bytes.append(hex[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }
}

private struct CompactJSONParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func string() -> String? {
        guard take("\"") else { return nil }
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                content.append(escaped)
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> UInt8? {
        if take("\"") { return UInt8(ascii: "\"") }
        if take("\\") { return UInt8(ascii: "\\") }
        guard take("u"), position + 4 <= bytes.count,
            let code = UInt8(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { return nil }
        position += 4
        return code
    }
}
