/// Builds a record of bytes: numbers lowest byte first, lengths as LEB128.
struct BinaryWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ word: UInt32) { withBytes(of: word.littleEndian) }

    mutating func append(_ word: UInt64) { withBytes(of: word.littleEndian) }

    mutating func append(_ number: Int64) { append(UInt64(bitPattern: number)) }

    /// Bit for bit.
    mutating func append(_ number: Double) { append(number.bitPattern) }

    /// A number of things, or another number that is mostly small and not negative; seven bits a byte, lowest first.
    mutating func append(count: Int) {
        var rest = UInt64(bitPattern: Int64(count))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append(count: utf8.count)
            unsafe bytes.append(contentsOf: utf8)
        }
    }

    mutating func append(_ text: String?) {
        append(text == nil ? 0 : 1 as UInt8)
        if let text { append(text) }
    }

    mutating func append(contentsOf other: [UInt8]) { bytes.append(contentsOf: other) }

    /// In order of their names, so that equal maps have equal bytes.
    mutating func append(_ map: [String: Double]) {
        append(count: map.count)
        for (name, value) in map.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            append(name)
            append(value)
        }
    }

    private mutating func withBytes<Word: FixedWidthInteger>(of word: Word) {
        unsafe Swift.withUnsafeBytes(of: word) { unsafe bytes.append(contentsOf: $0) }
    }
}
