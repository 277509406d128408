public import Commerce

extension Identifier where Subject == Decision {
    /// The moment that an identifier of the form of ``ordered(time:seed:ordinal:)`` begins with; nothing for any other form.
    public var orderedTime: Timestamp? {
        let text = rawValue.utf8
        guard text.count == 26, let first = text.first, first < UInt8(ascii: "8") else { return nil }
        let digits = CrockfordBase32.digits
        var milliseconds: Int64 = 0
        for (place, byte) in text.enumerated() {
            guard let digit = digits.firstIndex(of: byte) else { return nil }
            if place < 10 { milliseconds = milliseconds << 5 | Int64(digit) }
        }
        return Timestamp(milliseconds: milliseconds)
    }
}

enum CrockfordBase32 {
    /// By value. Made once: every decision is given an identifier.
    static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
