/// A 64-bit hash that is the same in every process, on every machine and in every version of Swift.
///
/// FNV-1a (Fowler, Noll and Vo) over bytes, then the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) so that
/// every bit of the input moves every bit of the result. Each field is preceded by its length, so that no two lists of
/// fields have the same bytes. Not for secrets.
public struct StableHash: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    /// O(bytes).
    public mutating func combine(_ text: String) {
        combine(UInt64(text.utf8.count))
        for byte in text.utf8 { mix(byte) }
    }

    /// Eight bytes, the lowest first.
    public mutating func combine(_ number: UInt64) {
        for shift in stride(from: 0 as UInt64, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    public var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func mix(_ byte: UInt8) {
        state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
