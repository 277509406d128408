/// Turns a feature's name into a number: FNV-1a over the bytes, then a mixing step, since tables use the low bits.
///
/// The name of a namespace seeds the names within it, so that the same word in two namespaces is two features. No
/// dictionary is needed and unseen words cost nothing; two features may share a number (the "hashing trick", Weinberger
/// et al., ICML 2009), rarely so when the table has many more slots than there are features. O(bytes), no allocation.
public struct FeatureHash: Sendable {
    @usableFromInline var state: UInt32 = 0x811C_9DC5

    /// The hash of a namespace, to be continued with the names within it.
    @inlinable
    public init(namespace: some Sequence<UInt8>) {
        combine(namespace)
        close()
    }

    /// Goes on with more bytes of a name.
    @inlinable
    public mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt32(byte)) &* 0x0100_0193 }
    }

    /// Ends a part of a name, so that "ab", "c" and "a", "bc" differ; 0xFF is no byte of UTF-8.
    @inlinable
    public mutating func close() { state = (state ^ 0xFF) &* 0x0100_0193 }

    /// The number, every bit of which depends on every byte (the last step of MurmurHash3).
    @inlinable
    public var value: UInt32 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 16)) &* 0x85EB_CA6B
        mixed = (mixed ^ (mixed >> 13)) &* 0xC2B2_AE35
        return mixed ^ (mixed >> 16)
    }
}
