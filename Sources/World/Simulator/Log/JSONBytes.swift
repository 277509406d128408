import Commerce

/// One JSON object after another, each on its line, made straight into bytes.
///
/// Members appear in the order of the calls. Strings are escaped as RFC 8259 demands and otherwise stay UTF-8.
struct JSONBytes {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    mutating func open() {
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
    }

    mutating func close() {
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func endLine() { bytes.append(UInt8(ascii: "\n")) }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// A name that needs no escaping.
    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func key(_ name: String) {
        separate()
        string(name)
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): escape(UInt8(ascii: "n"))
            case UInt8(ascii: "\t"): escape(UInt8(ascii: "t"))
            case UInt8(ascii: "\r"): escape(UInt8(ascii: "r"))
            case 0..<0x20:
                for character in "\\u00".utf8 { bytes.append(character) }
                bytes.append(Self.hexadecimal[Int(byte >> 4)])
                bytes.append(Self.hexadecimal[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func integer(_ number: some BinaryInteger) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = UInt64(number.magnitude)
        let start = bytes.count
        repeat {
            bytes.append(UInt8(48 + rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// A finite number; whole ones without a fraction.
    mutating func number(_ number: Double) {
        if number == number.rounded(), abs(number) < 1e15 {
            integer(Int64(number))
        } else {
            bytes.append(contentsOf: String(number).utf8)
        }
    }

    /// A probability with six significant digits.
    mutating func probability(_ number: Double) { SignificantDigits.append(number, to: &bytes) }

    /// An amount in major units, with all decimals of its currency.
    mutating func money(_ minorUnits: Int64, _ currency: Currency) {
        if minorUnits < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = Int64(minorUnits.magnitude)
        integer(magnitude / currency.scale)
        guard currency.scale > 1 else { return }
        bytes.append(UInt8(ascii: "."))
        var place = currency.scale / 10
        while place > 0 {
            bytes.append(UInt8(48 + magnitude / place % 10))
            place /= 10
        }
    }

    /// An instant as `2025-03-03T10:15:00.250Z`, always with milliseconds.
    mutating func time(_ time: Timestamp) {
        let date = CivilDate(daysSinceEpoch: time.day)
        let rest = Int(time.milliseconds - Int64(time.day) * 86_400_000)
        bytes.append(UInt8(ascii: "\""))
        digits(date.year, 4)
        mark("-")
        digits(date.month, 2)
        mark("-")
        digits(date.day, 2)
        mark("T")
        digits(rest / 3_600_000, 2)
        mark(":")
        digits(rest / 60_000 % 60, 2)
        mark(":")
        digits(rest / 1000 % 60, 2)
        mark(".")
        digits(rest % 1000, 3)
        mark("Z")
        bytes.append(UInt8(ascii: "\""))
    }

    /// Elements of an array of strings.
    mutating func strings(_ texts: [String]) {
        bytes.append(UInt8(ascii: "["))
        for (place, text) in texts.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            string(text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func escape(_ letter: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
    }

    private mutating func mark(_ scalar: Unicode.Scalar) { bytes.append(UInt8(ascii: scalar)) }

    private mutating func digits(_ number: Int, _ width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }

    private static let hexadecimal = Array("0123456789abcdef".utf8)
}
