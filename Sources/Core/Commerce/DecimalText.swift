/// The parts of a decimal number as written: sign, digits, and where the point stands.
///
/// Grammar: `[+-] digits [. digits] [e [+-] digits]`, with digits on at least one side of the point.
struct DecimalText {
    private let isNegative: Bool
    /// Without leading zeros; the number is `0.digits * 10^pointPlace`.
    private let digits: [UInt8]
    private let pointPlace: Int

    init?(_ text: some Collection<UInt8>) {
        var rest = text[...]
        func take(_ bytes: UInt8...) -> UInt8? {
            guard let first = rest.first, bytes.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
        func takeDigits(_ body: (UInt8) -> Void) -> Bool {
            var isAny = false
            while let byte = rest.first, (48...57).contains(byte) {
                body(byte - 48)
                rest = rest.dropFirst()
                isAny = true
            }
            return isAny
        }
        isNegative = take(UInt8(ascii: "-"), UInt8(ascii: "+")) == UInt8(ascii: "-")
        var digits: [UInt8] = []
        var place = 0
        let hasWhole = takeDigits { digit in
            if digit != 0 || !digits.isEmpty {
                digits.append(digit)
                place += 1
            }
        }
        var hasFraction = false
        if take(UInt8(ascii: ".")) != nil {
            hasFraction = takeDigits { digit in
                if digit == 0, digits.isEmpty { place -= 1 } else { digits.append(digit) }
            }
        }
        guard hasWhole || hasFraction else { return nil }
        if take(UInt8(ascii: "e"), UInt8(ascii: "E")) != nil {
            let isDown = take(UInt8(ascii: "-"), UInt8(ascii: "+")) == UInt8(ascii: "-")
            var exponent = 0
            // Past a million the number is zero or too large, whatever its digits.
            guard takeDigits({ exponent = min(1_000_000, exponent * 10 + Int($0)) }) else { return nil }
            place += isDown ? -exponent : exponent
        }
        guard rest.isEmpty else { return nil }
        self.digits = digits
        pointPlace = place
    }

    /// The number in units of `10^-decimals`, halves away from zero; nothing beyond ``Money/largest``.
    func rounded(decimals: Int) -> Int64? {
        let kept = pointPlace + decimals
        guard !digits.isEmpty, kept >= 0 else { return 0 }
        guard kept <= 16 else { return nil }
        var value: Int64 = 0
        for place in 0..<kept { value = value * 10 + (place < digits.count ? Int64(digits[place]) : 0) }
        if kept < digits.count, digits[kept] >= 5 { value += 1 }
        guard value <= Money.largest else { return nil }
        return isNegative ? -value : value
    }
}
