/// Working memory of a byte-pair encoder, with the words it met last: few words make up most of a text.
struct BytePairMemory: Sendable {
    struct Token {
        var id: Int32
        /// Where the token ends in its word.
        var end: Int32
    }
    private struct Entry {
        var hash: UInt64 = 0
        var bytes = 0..<0
        var tokens = 0..<0
    }

    private static let slots = 1 << 14
    private static let mostCachedBytes = 1 << 21
    private static let longestCachedWord = 256

    var prefixed: [UInt8] = []
    private(set) var cachedTokens: [Token] = []
    private var cachedBytes: [UInt8] = []
    private var entries = [Entry](repeating: Entry(), count: slots)
    private var links: [BytePairMerges.Link] = []
    private var heap = MergeHeap()

    /// Where in `cachedTokens` the tokens of a word are, from earlier or computed now.
    mutating func tokens(
        of word: UnsafeBufferPointer<UInt8>, compute: (inout [BytePairMerges.Link], inout MergeHeap) -> Void
    ) -> Range<Int> {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (Self.slots - 1)
        let entry = entries[slot]
        if entry.hash == hash, entry.bytes.count == word.count, cachedBytes[entry.bytes].elementsEqual(word) {
            return entry.tokens
        }
        if cachedBytes.count > Self.mostCachedBytes || cachedTokens.count > Self.mostCachedBytes {
            cachedBytes.removeAll(keepingCapacity: true)
            cachedTokens.removeAll(keepingCapacity: true)
            entries = Array(repeating: Entry(), count: Self.slots)
        }
        compute(&links, &heap)
        let first = cachedTokens.count
        for link in links where link.id >= 0 { cachedTokens.append(Token(id: link.id, end: link.end)) }
        if word.count <= Self.longestCachedWord {
            entries[slot] = Entry(
                hash: hash, bytes: cachedBytes.count..<cachedBytes.count + word.count,
                tokens: first..<cachedTokens.count)
            cachedBytes.append(contentsOf: word)
        }
        return first..<cachedTokens.count
    }
}
