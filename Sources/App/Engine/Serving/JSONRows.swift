/// Turns a JSON body into JSON lines.
enum JSONRows {
    /// One line for each element of an array, or for the one object; JSON lines, and what is packed, stay what they are.
    ///
    /// O(bytes). What is broken inside an element is found when its line is read.
    /// - Throws: ``EngineError`` `rows.json` for an array that does not end.
    static func lines(of body: [UInt8]) throws -> [UInt8] {
        guard let first = body.firstIndex(where: { $0 > UInt8(ascii: " ") }) else { return [] }
        if body.starts(with: [0x1F, 0x8B]) { return body }
        let isArray = body[first] == UInt8(ascii: "[")
        if !isArray, endsItsFirstLine(body[first...]) { return body }
        var scan = Scan()
        var lines: [UInt8] = []
        lines.reserveCapacity(body.count)
        for byte in body[(isArray ? first + 1 : first)...] {
            let isOutside = scan.depth == 0 && !scan.isText
            if isArray, isOutside, byte == UInt8(ascii: "]") { return lines }
            scan.take(byte)
            if isArray, isOutside, byte == UInt8(ascii: ",") {
                lines.append(UInt8(ascii: "\n"))
            } else {
                // No text may hold a line end.
                let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                lines.append(isBreak ? UInt8(ascii: " ") : byte)
            }
        }
        guard !isArray else {
            throw EngineError(
                code: "rows.json", message: "the body is a JSON array that does not end",
                remedy: "send the whole array, or one JSON object on each line")
        }
        return lines
    }

    /// Whether the first row is something else than an object, and not packed.
    static func beginsOtherwise(_ lines: [UInt8]) -> Bool {
        let first = lines.first { $0 > UInt8(ascii: " ") }
        return first != UInt8(ascii: "{") && !lines.starts(with: [0x1F, 0x8B])
    }

    /// Whether the first line is a whole object, so that the others are rows of their own.
    private static func endsItsFirstLine(_ body: ArraySlice<UInt8>) -> Bool {
        var scan = Scan()
        for byte in body {
            if byte == UInt8(ascii: "\n") { return scan.depth <= 0 }
            scan.take(byte)
        }
        return true
    }

    private struct Scan {
        var depth = 0
        var isText = false
        private var isEscaped = false

        mutating func take(_ byte: UInt8) {
            if isEscaped {
                isEscaped = false
            } else if isText {
                isEscaped = byte == UInt8(ascii: "\\")
                isText = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
        }
    }
}
