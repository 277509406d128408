/// Reads what a ``BinaryWriter`` wrote, and stops at the first byte that it cannot have written.
struct BinaryReader {
    struct Malformed: Error {
        var what: String
    }

    private let bytes: [UInt8]
    private var position = 0
    private let end: Int

    /// - Parameter end: where to stop.
    init(_ bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = end
    }

    var isAtEnd: Bool { position == end }
    /// Bytes that are left.
    var rest: Int { end - position }

    mutating func byte() throws(Malformed) -> UInt8 {
        guard position < end else { throw Malformed(what: "it ends too early") }
        position += 1
        return bytes[position - 1]
    }

    mutating func word32() throws(Malformed) -> UInt32 { try word() }

    mutating func word64() throws(Malformed) -> UInt64 { try word() }

    mutating func integer() throws(Malformed) -> Int64 { Int64(bitPattern: try word64()) }

    mutating func double() throws(Malformed) -> Double { Double(bitPattern: try word64()) }

    mutating func number() throws(Malformed) -> Int {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw Malformed(what: "a number is too large") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return Int(Int64(bitPattern: value)) }
            shift += 7
        }
    }

    /// How many of something follow, each of at least one byte: a count that cannot be true is refused before memory is
    /// taken for it.
    mutating func count() throws(Malformed) -> Int {
        let count = try number()
        guard count >= 0, count <= end - position else { throw Malformed(what: "a list is longer than the record") }
        return count
    }

    mutating func text() throws(Malformed) -> String {
        let length = try count()
        guard let text = String(validating: bytes[position..<position + length], as: UTF8.self) else {
            throw Malformed(what: "a text is not UTF-8")
        }
        position += length
        return text
    }

    mutating func optionalText() throws(Malformed) -> String? {
        switch try byte() {
        case 0: return nil
        case 1: return try text()
        default: throw Malformed(what: "a mark of absence is neither 0 nor 1")
        }
    }

    mutating func slice(_ length: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard length >= 0, length <= end - position else { throw Malformed(what: "it ends too early") }
        position += length
        return bytes[position - length..<position]
    }

    mutating func map() throws(Malformed) -> [String: Double] {
        var map: [String: Double] = [:]
        for _ in 0..<(try count()) { map[try text()] = try double() }
        return map
    }

    mutating func list<Element>(
        _ element: (inout BinaryReader) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        let count = try count()
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try element(&self)) }
        return list
    }

    private mutating func word<Word: FixedWidthInteger>() throws(Malformed) -> Word {
        var word: Word = 0
        for (place, byte) in try slice(MemoryLayout<Word>.size).enumerated() { word |= Word(byte) << (8 * place) }
        return word
    }
}
