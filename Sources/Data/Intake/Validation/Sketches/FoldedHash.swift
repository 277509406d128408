/// A 64-bit hash of words and texts that is the same on every machine and in every run.
///
/// Each step multiplies two 64-bit words to 128 bits and folds the halves together (the folded multiply of Wang Yi's
/// wyhash family). Not for adversaries: whoever can choose the texts can make two of them collide. Among `n` honest
/// values the chance of any collision is about n² / 2^65: 3e-8 for a million.
struct FoldedHash {
    private(set) var value: UInt64

    init(seed: UInt64 = 0) { value = seed ^ 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    mutating func mix(_ word: UInt64) {
        let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: value ^ 0xE703_7ED1_A0B4_28DB)
        value = product.high ^ product.low
    }

    @inline(__always)
    mutating func mix(_ number: Double?) {
        // A NaN with a payload of its own stands for "none", so that 0 and nothing differ.
        mix(number?.bitPattern ?? 0x7FF8_DEAD_0000_0001)
    }

    /// Texts hash by their UTF-8 bytes. O(bytes).
    mutating func mix(_ text: String) {
        let bytes = unsafe text.utf8.span.bytes
        let count = bytes.byteCount
        var offset = 0
        while offset + 8 <= count {
            unsafe mix(bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < count {
            tail = unsafe tail << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        // The length keeps "a" + "" apart from "" + "a", and a tail of zero bytes apart from none.
        mix(tail)
        mix(UInt64(count))
    }

    static func of(_ text: String, seed: UInt64) -> UInt64 {
        var hash = FoldedHash(seed: seed)
        hash.mix(text)
        return hash.value
    }
}
