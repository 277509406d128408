import Commerce

/// A decimal number as it is written: `mantissa` times ten to the `exponent`, with its sign.
///
/// Read from bytes without a string. Accepts `12`, `-0.5`, `.5`, `5.`, `+1e3`; no blanks, thousands separators,
/// currency signs or hexadecimals. Digits past the nineteenth are cut off.
package struct DecimalText {
    package enum Failure: Error {
        /// NaN or an infinity, however spelled.
        case notFinite
        case unreadable
    }

    private(set) var mantissa: UInt64 = 0
    private(set) var exponent = 0
    private(set) var isNegative = false

    package init(_ bytes: Span<UInt8>) throws(Failure) {
        var index = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            isNegative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        let wordStart = index
        var (digits, isFraction) = (0, false)
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 48, byte <= 57 {
                digits += 1
                if mantissa < UInt64.max / 10 - 1 {
                    mantissa = mantissa * 10 + UInt64(byte - 48)
                    if isFraction { exponent -= 1 }
                } else if !isFraction {
                    exponent += 1
                }
            } else if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                break
            }
            index += 1
        }
        guard digits > 0 else { throw Self.isNotFinite(bytes.extracting(wordStart...)) ? .notFinite : .unreadable }
        if index < bytes.count {
            guard bytes[index] | 0x20 == UInt8(ascii: "e"),
                let power = Self.integer(bytes.extracting((index + 1)...))
            else { throw .unreadable }
            exponent += power
        }
        // Beyond the range of a double, and not just a long way of writing zero.
        if mantissa != 0, exponent > 400 { throw .notFinite }
    }

    /// The nearest double.
    ///
    /// Exact by one rounding when the mantissa has at most 53 bits and the power of ten is exact (Clinger, "How to
    /// read floating point numbers accurately", 1990, fast path); with more bits and at most 18 decimals by one
    /// division of whole numbers; the standard library does the rest.
    package var double: Double {
        let magnitude: Double
        if mantissa < 1 << 53, abs(exponent) <= 22 {
            let power = Self.powers[abs(exponent)]
            magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        } else if mantissa >= 1 << 53, (-18..<0).contains(exponent) {
            let divisor = UInt128(Self.integerPowers[-exponent])
            let (quotient, rest) = (UInt128(mantissa) << 64).quotientAndRemainder(dividingBy: divisor)
            // 57 to 124 bits, of which 57 to 64 are kept; the last one only says on which side of a half the number lies.
            let shift = max(0, 64 - quotient.leadingZeroBitCount)
            let kept = UInt64(truncatingIfNeeded: quotient >> UInt128(shift))
            let isExact = rest == 0 && UInt128(kept) << UInt128(shift) == quotient
            magnitude = Double(isExact ? kept : kept | 1) * Double(sign: .plus, exponent: shift - 64, significand: 1)
        } else {
            magnitude = Double("\(mantissa)e\(exponent)") ?? .infinity
        }
        return isNegative ? -magnitude : magnitude
    }

    /// The whole number, if it is one that fits.
    package var integer: Int64? {
        let value = scaled(by: 0)
        return value.hasFraction ? nil : value.units
    }

    /// The amount in minor units, rounded half away from zero.
    ///
    /// `hasFraction` says whether rounding changed it by more than a millionth of a minor unit; smaller differences
    /// are traces of binary arithmetic (`2.5500000000000003`). No units beyond 9e15, where ``Money`` ends.
    func minorUnits(of currency: Currency) -> (units: Int64?, hasFraction: Bool) {
        let value = scaled(by: currency.decimals)
        guard let units = value.units, units.magnitude <= 9_000_000_000_000_000 else { return (nil, false) }
        return (units, value.hasFraction)
    }

    private func scaled(by decimals: Int) -> (units: Int64?, hasFraction: Bool) {
        let shift = exponent + decimals
        if mantissa == 0 { return (0, false) }
        if shift >= 0 {
            guard shift <= 19 else { return (nil, false) }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.integerPowers[shift])
            guard !overflow, product <= UInt64(Int64.max) else { return (nil, false) }
            return (isNegative ? -Int64(product) : Int64(product), false)
        }
        guard shift >= -19 else { return (0, true) }
        let divisor = Self.integerPowers[-shift]
        var (units, rest) = mantissa.quotientAndRemainder(dividingBy: divisor)
        let distance = min(rest, divisor - rest)
        if rest >= divisor - rest { units += 1 }
        guard units <= UInt64(Int64.max) else { return (nil, false) }
        return (isNegative ? -Int64(units) : Int64(units), Double(distance) > 1e-6 * Double(divisor))
    }

    /// A signed whole number of at most four digits that matter.
    private static func integer(_ bytes: Span<UInt8>) -> Int? {
        var (index, sign, value) = (0, 1, 0)
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            if bytes[index] == UInt8(ascii: "-") { sign = -1 }
            index += 1
        }
        guard index < bytes.count else { return nil }
        while index < bytes.count {
            guard bytes[index] >= 48, bytes[index] <= 57 else { return nil }
            value = min(value * 10 + Int(bytes[index] - 48), 9999)
            index += 1
        }
        return sign * value
    }

    private static func isNotFinite(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count == 3 || bytes.count == 8 else { return false }
        var word = ""
        for index in bytes.indices { word.unicodeScalars.append(Unicode.Scalar(bytes[index] | 0x20)) }
        return word == "nan" || word == "inf" || word == "infinity"
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19, 1e20, 1e21, 1e22,
    ]

    private static let integerPowers: [UInt64] = (0...19).map { power in
        (0..<power).reduce(1) { value, _ in value * 10 }
    }
}
