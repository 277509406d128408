/// Writes JSON piece by piece. Numbers are the shortest that read back to the same value.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    /// Whether the next member or element needs a comma before it.
    private var needsComma = false

    mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    /// The name of a member; its value comes next.
    mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func string(_ text: String) {
        separate()
        quote(text)
        needsComma = true
    }

    /// - Precondition: the value is finite; JSON has no words for others.
    mutating func number(_ value: Double) {
        precondition(value.isFinite, "JSONText.number needs a finite value")
        raw(value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)", isNegativeZero: value)
    }

    mutating func number(_ value: Int) { raw(String(value)) }

    mutating func word(_ isTrue: Bool) { raw(isTrue ? "true" : "false") }

    private mutating func raw(_ text: String, isNegativeZero value: Double = 1) {
        separate()
        bytes.append(contentsOf: (value == 0 && value.sign == .minus ? "-0.0" : text).utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
