public import Commerce

extension Identifier where Subject == Decision {
    /// An identifier that sorts by time: 48 bits of milliseconds since 1970 and 80 bits that follow from seed and
    /// ordinal, as 26 digits of Crockford's base 32 (the form of a ULID).
    ///
    /// Two decisions of one millisecond get the same one only with the same seed and ordinal, or by a chance of 2^-80.
    /// Times before 1970 count as 1970.
    public static func ordered(time: Timestamp, seed: UInt64, ordinal: UInt64 = 0) -> DecisionID {
        var generator = SeededGenerator(seed: seed).split(ordinal ^ UInt64(bitPattern: time.milliseconds) << 20)
        let digits = CrockfordBase32.digits
        let milliseconds = UInt64(max(0, min(time.milliseconds, (1 << 48) - 1)))
        let (high, low) = (generator.next(), generator.next())
        return DecisionID(
            String(unsafeUninitializedCapacity: 26) { text in
                for place in 0..<10 { text[place] = digits[Int(milliseconds >> UInt64(45 - 5 * place) & 31)] }
                for place in 0..<8 {
                    text[10 + place] = digits[Int(high >> UInt64(5 * place) & 31)]
                    text[18 + place] = digits[Int(low >> UInt64(5 * place) & 31)]
                }
                return 26
            })
    }
}
