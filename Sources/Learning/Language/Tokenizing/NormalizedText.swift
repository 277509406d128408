/// A stretch of text after normalisation, with where each byte came from: the working memory of an encoder, used
/// again for text after text.
struct NormalizedText {
    /// What a byte is part of.
    enum Kind: UInt8 {
        case word, space
        /// A scalar that is a word by itself.
        case single
    }

    private(set) var bytes: [UInt8] = []
    private(set) var kinds: [Kind] = []
    /// For each byte, where the scalar it came from begins in the text.
    private(set) var origins: [Int32] = []

    var count: Int { bytes.count }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        kinds.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
        kinds.reserveCapacity(count)
        origins.reserveCapacity(count)
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, _ kind: Kind, from origin: Int) {
        bytes.append(byte)
        kinds.append(kind)
        origins.append(Int32(truncatingIfNeeded: origin))
    }

    @inline(__always)
    mutating func append(_ scalar: Unicode.Scalar, _ kind: Kind, from origin: Int) {
        for byte in UTF8.encode(scalar).unsafelyUnwrapped { append(byte, kind, from: origin) }
    }
}
