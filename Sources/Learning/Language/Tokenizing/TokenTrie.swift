/// Tokens as a tree of bytes, to find the longest one that a text begins with in one pass over its bytes.
struct TokenTrie: Sendable {
    /// Children by node and byte; node 0 is the root.
    private var edges: IntegerTable
    /// The token that ends at each node, or -1.
    private var tokens: [Int32] = [-1]

    static let root: Int32 = 0

    init(expectedBytes: Int) {
        edges = IntegerTable(capacity: expectedBytes)
    }

    @inline(__always)
    func child(of node: Int32, by byte: UInt8) -> Int32 {
        edges[UInt64(UInt32(bitPattern: node)) << 8 | UInt64(byte)]
    }

    /// Adds a token; one that is there already gets the new number.
    mutating func insert(_ token: some Sequence<UInt8>, id: Int32) {
        let end = makeNode(for: token)
        tokens[Int(end)] = id
    }

    /// The node that `bytes` lead to, made where it is missing: where the search for a word's later pieces begins.
    mutating func makeNode(for bytes: some Sequence<UInt8>) -> Int32 {
        var node = Self.root
        for byte in bytes {
            let next = child(of: node, by: byte)
            if next >= 0 {
                node = next
                continue
            }
            let made = Int32(tokens.count)
            edges.store(made, for: UInt64(UInt32(bitPattern: node)) << 8 | UInt64(byte))
            tokens.append(-1)
            node = made
        }
        return node
    }

    /// The longest token that `text[start..<end]` begins with when read from `node`, and where it ends there.
    @inline(__always)
    func longestMatch(
        in text: UnsafePointer<UInt8>, from start: Int, to end: Int, at origin: Int32 = TokenTrie.root
    ) -> (id: Int32, end: Int)? {
        tokens.withUnsafeBufferPointer { tokens in
            var node = origin
            var best: (id: Int32, end: Int)?
            var position = start
            while position < end {
                node = child(of: node, by: text[position])
                if node < 0 { break }
                position += 1
                let token = tokens[Int(node)]
                if token >= 0 { best = (token, position) }
            }
            return best
        }
    }
}
