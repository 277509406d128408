/// One JSON value taken apart: its nodes in the order of the text, as ranges of the bytes it was read from.
///
/// RFC 8259, read once from front to back without recursion. Strings are unescaped where they stand (they only get
/// shorter). A node's subtree is `index + 1 ..< nodes[index].next`, so anything unwanted is stepped over at once.
/// In an object, keys and values alternate. Complexity: O(bytes); the node buffer is used again by the next value.
package struct JSONTree {
    package enum Kind: UInt8, Sendable { case object, array, string, number, word, null }

    package struct Node: Sendable {
        package var kind: Kind
        /// Bytes of a scalar, without quotes.
        package var field: Record.Field
        /// Index of the node behind this one's subtree.
        package var next: Int32
    }

    package struct Malformed: Error {
        package var reason: String
        /// From 0.
        package var offset: Int
    }

    package private(set) var nodes: [Node] = []
    private var open: [Int] = []

    private static let depthLimit = 256

    package init() {}

    /// - Throws: ``Malformed`` at the first byte that does not fit.
    package mutating func parse(_ array: inout [UInt8]) throws(Malformed) {
        var bytes = array.mutableSpan
        nodes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        var index = 0
        while true {
            // A value, or the beginning of one.
            skipBlanks(bytes, &index)
            guard index < bytes.count else { throw Malformed(reason: "the text ends within a value", offset: index) }
            switch bytes[index] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isObject = bytes[index] == UInt8(ascii: "{")
                guard open.count < Self.depthLimit else {
                    throw Malformed(reason: "the nesting is deeper than \(Self.depthLimit)", offset: index)
                }
                open.append(nodes.count)
                nodes.append(Node(kind: isObject ? .object : .array, field: .absent, next: 0))
                index += 1
                skipBlanks(bytes, &index)
                if index < bytes.count, bytes[index] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    break
                }
                if isObject { try key(&bytes, &index) }
                continue
            case .quote: try string(&bytes, &index)
            default: try bareWord(bytes, &index)
            }
            // Behind a value: on to the next one, or out of as many containers as close here.
            if try leave(&bytes, &index) { return }
        }
    }

    /// The value of the object's first member of that name.
    ///
    /// Complexity: O(members).
    package func member(_ name: String, of object: Int, in record: Record) -> Int? {
        guard nodes[object].kind == .object else { return nil }
        var index = object + 1
        while index < nodes[object].next {
            if record.equals(nodes[index].field, name) { return index + 1 }
            index = Int(nodes[index + 1].next)
        }
        return nil
    }

    // MARK: Parsing

    /// True at the end of the whole value.
    private mutating func leave(_ bytes: inout MutableSpan<UInt8>, _ index: inout Int) throws(Malformed) -> Bool {
        while let container = open.last {
            let isObject = nodes[container].kind == .object
            skipBlanks(bytes, &index)
            guard index < bytes.count else {
                throw Malformed(reason: "\(isObject ? "an object" : "an array") is not closed", offset: index)
            }
            switch bytes[index] {
            case UInt8(ascii: ","):
                index += 1
                if isObject { try key(&bytes, &index) }
                return false
            case isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"):
                index += 1
                nodes[container].next = Int32(nodes.count)
                open.removeLast()
            default:
                throw Malformed(
                    reason: "expected ',' or the end of the \(isObject ? "object" : "array")", offset: index)
            }
        }
        skipBlanks(bytes, &index)
        guard index == bytes.count else { throw Malformed(reason: "there is text after the value", offset: index) }
        return true
    }

    private mutating func key(_ bytes: inout MutableSpan<UInt8>, _ index: inout Int) throws(Malformed) {
        skipBlanks(bytes, &index)
        guard index < bytes.count, bytes[index] == .quote else {
            throw Malformed(reason: "expected a member's name in quotes", offset: index)
        }
        try string(&bytes, &index)
        skipBlanks(bytes, &index)
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
            throw Malformed(reason: "expected ':' after a member's name", offset: index)
        }
        index += 1
    }

    private mutating func bareWord(_ bytes: borrowing MutableSpan<UInt8>, _ index: inout Int) throws(Malformed) {
        let start = index
        while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
        guard index > start else { throw Malformed(reason: "expected a value", offset: start) }
        if bytes[start] == UInt8(ascii: "-") || isDigit(bytes[start]) {
            append(.number, start, index)
            return
        }
        let word = start..<index
        if spells("null", bytes, word) {
            append(.null, start, index)
        } else if spells("true", bytes, word) || spells("false", bytes, word) {
            append(.word, start, index)
        } else if spells("NaN", bytes, word) || spells("Infinity", bytes, word) {
            // Python writes NaN and Infinity; the field that holds one says so, instead of the whole line.
            append(.number, start, index)
        } else {
            throw Malformed(reason: "expected a value", offset: start)
        }
    }

    @inline(__always)
    private mutating func append(_ kind: Kind, _ start: Int, _ end: Int) {
        nodes.append(
            Node(kind: kind, field: Record.Field(start: Int32(start), end: Int32(end)), next: Int32(nodes.count + 1)))
    }

    private mutating func string(_ bytes: inout MutableSpan<UInt8>, _ index: inout Int) throws(Malformed) {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != .quote, bytes[index] != UInt8(ascii: "\\") { index += 1 }
        var end = index
        while index < bytes.count, bytes[index] != .quote {
            if bytes[index] == UInt8(ascii: "\\") {
                try unescape(&bytes, &index, to: &end)
            } else {
                bytes[end] = bytes[index]
                index += 1
                end += 1
            }
        }
        guard index < bytes.count else { throw Malformed(reason: "a string is not closed", offset: start - 1) }
        index += 1
        append(.string, start, end)
    }

    private func unescape(_ bytes: inout MutableSpan<UInt8>, _ index: inout Int, to end: inout Int) throws(Malformed) {
        guard index + 1 < bytes.count else { throw Malformed(reason: "a string is not closed", offset: index) }
        let simple: UInt8? =
            switch bytes[index + 1] {
            case .quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes[index + 1]
            case UInt8(ascii: "b"): 8
            case UInt8(ascii: "f"): 12
            case UInt8(ascii: "n"): 10
            case UInt8(ascii: "r"): 13
            case UInt8(ascii: "t"): 9
            default: nil
            }
        if let simple {
            bytes[end] = simple
            index += 2
            end += 1
            return
        }
        guard var code = hexadecimal(bytes, index) else {
            throw Malformed(reason: "an escape in a string is unknown", offset: index)
        }
        index += 6
        if code & 0xFC00 == 0xD800, let low = hexadecimal(bytes, index), low & 0xFC00 == 0xDC00 {
            code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
            index += 6
        }
        // Half a surrogate pair is no character.
        for byte in String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8 {
            bytes[end] = byte
            end += 1
        }
    }

    /// The number of a `\uXXXX` that starts at `index`.
    private func hexadecimal(_ bytes: borrowing MutableSpan<UInt8>, _ index: Int) -> UInt32? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var code: UInt32 = 0
        for place in index + 2..<index + 6 {
            guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else { return nil }
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    private func spells(_ word: String, _ bytes: borrowing MutableSpan<UInt8>, _ range: Range<Int>) -> Bool {
        guard word.utf8.count == range.count else { return false }
        var index = range.lowerBound
        for byte in word.utf8 {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    private func skipBlanks(_ bytes: borrowing MutableSpan<UInt8>, _ index: inout Int) {
        while index < bytes.count,
            bytes[index] == 32 || bytes[index] == 9 || bytes[index] == 10 || bytes[index] == 13
        { index += 1 }
    }
}
