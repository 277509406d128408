/// A fast generator whose sequence is fixed by its seed: xoshiro256** by Blackman and Vigna
/// ("Scrambled linear pseudorandom number generators", 2018), seeded through SplitMix64.
///
/// Period 2^256 - 1. Not for secrets. The same seed gives the same sequence on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var a, b, c, d: UInt64

    public init(seed: UInt64) {
        var mixer = SplitMix64(state: seed)
        a = mixer.next()
        b = mixer.next()
        c = mixer.next()
        d = mixer.next()
    }

    @inline(__always)
    public mutating func next() -> UInt64 {
        let result = rotate(b &* 5, by: 7) &* 9
        let carry = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= carry
        d = rotate(d, by: 45)
        return result
    }

    /// A generator of its own for one part of a job, so that adding draws to one part leaves the others'
    /// sequences as they were.
    ///
    /// - Parameter stream: the part's number; different numbers give unrelated sequences.
    public func split(_ stream: UInt64) -> SeededGenerator {
        var mixer = SplitMix64(state: a ^ (stream &* 0x9E37_79B9_7F4A_7C15) ^ rotate(d, by: 23))
        return SeededGenerator(seed: mixer.next())
    }
}

extension RandomNumberGenerator {
    /// A number in [0, 1) with 53 random bits.
    @inlinable
    public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@inline(__always)
private func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word << count) | (word >> (64 - count))
}
