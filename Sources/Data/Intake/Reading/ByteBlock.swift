#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the C library does to blocks of bytes faster than a loop.
extension [UInt8] {
    /// The first place of `byte` within `range`.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard !range.isEmpty else { return nil }
        return unsafe withUnsafeBytes { storage in
            let start = unsafe storage.baseAddress! + range.lowerBound
            guard let found = unsafe memchr(start, Int32(byte), range.count) else { return nil }
            return unsafe range.lowerBound + (UnsafeRawPointer(found) - start)
        }
    }

    /// The first line feed or carriage return within `range`.
    func firstLineEnd(in range: Range<Int>) -> Int? {
        let lineFeed = firstIndex(of: .lineFeed, in: range)
        return firstIndex(of: .carriageReturn, in: range.lowerBound..<(lineFeed ?? range.upperBound)) ?? lineFeed
    }

    /// Whether no byte within `range` has its high bit set.
    func isASCII(in range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe withUnsafeBytes { storage in
            var (index, union) = (range.lowerBound, UInt64(0))
            while index + 8 <= range.upperBound {
                unsafe union |= storage.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < range.upperBound {
                unsafe union |= UInt64(storage[index])
                index += 1
            }
            return union & 0x8080_8080_8080_8080 == 0
        }
    }

    /// Moves the bytes of `range` to the front.
    mutating func moveToFront(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        guard !range.isEmpty else { return }
        unsafe withUnsafeMutableBytes { storage in
            _ = unsafe memmove(storage.baseAddress!, storage.baseAddress! + range.lowerBound, range.count)
        }
    }
}
