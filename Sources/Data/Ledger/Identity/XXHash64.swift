/// The 64-bit hash XXH64 of a stretch of bytes, after Y. Collet's specification ("XXH64 algorithm overview",
/// version 0.2).
///
/// The same on every machine and in every version of this program, since stored identities depend on it. Not for
/// secrets. Complexity: O(bytes), no allocation.
enum XXHash64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var position = 0
        var accumulator: UInt64
        if bytes.count >= 32 {
            var lanes: SIMD4<UInt64> = [seed &+ prime1 &+ prime2, seed &+ prime2, seed, seed &- prime1]
            while position + 32 <= bytes.count {
                for lane in 0..<4 {
                    lanes[lane] = round(lanes[lane], unsafe word(bytes, position + 8 * lane))
                }
                position += 32
            }
            accumulator = rotate(lanes[0], 1) &+ rotate(lanes[1], 7) &+ rotate(lanes[2], 12) &+ rotate(lanes[3], 18)
            for lane in 0..<4 {
                accumulator = (accumulator ^ round(0, lanes[lane])) &* prime1 &+ prime4
            }
        } else {
            accumulator = seed &+ prime5
        }
        accumulator &+= UInt64(bytes.count)
        while position + 8 <= bytes.count {
            accumulator ^= round(0, unsafe word(bytes, position))
            accumulator = rotate(accumulator, 27) &* prime1 &+ prime4
            position += 8
        }
        if position + 4 <= bytes.count {
            let half = unsafe UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            accumulator ^= UInt64(half) &* prime1
            accumulator = rotate(accumulator, 23) &* prime2 &+ prime3
            position += 4
        }
        while position < bytes.count {
            accumulator ^= unsafe UInt64(bytes[position]) &* prime5
            accumulator = rotate(accumulator, 11) &* prime1
            position += 1
        }
        accumulator = (accumulator ^ (accumulator >> 33)) &* prime2
        accumulator = (accumulator ^ (accumulator >> 29)) &* prime3
        return accumulator ^ (accumulator >> 32)
    }

    /// The hash of a text's UTF-8.
    static func hash(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { unsafe hash(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    private static func round(_ accumulator: UInt64, _ input: UInt64) -> UInt64 {
        rotate(accumulator &+ input &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
