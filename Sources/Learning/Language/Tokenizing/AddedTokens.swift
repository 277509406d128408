/// A token that is found in the text before the model's own cutting, whatever stands beside it.
public struct AddedToken: Sendable, Equatable {
    public var content: String
    public var id: Int32
    /// Whether it has a role, so that decoding may leave it out.
    public var isSpecial: Bool
    /// Found in the normalised text, not in the text as it came.
    public var isNormalized: Bool
    /// Found only where no letter, number or underscore touches it.
    public var isWholeWord: Bool
    /// Takes the white space before it along.
    public var stripsLeft: Bool
    /// Takes the white space after it along.
    public var stripsRight: Bool

    public init(
        _ content: String, id: Int32, isSpecial: Bool = true, isNormalized: Bool = false, isWholeWord: Bool = false,
        stripsLeft: Bool = false, stripsRight: Bool = false
    ) {
        self.content = content
        self.id = id
        self.isSpecial = isSpecial
        self.isNormalized = isNormalized
        self.isWholeWord = isWholeWord
        self.stripsLeft = stripsLeft
        self.stripsRight = stripsRight
    }
}

/// Finds added tokens: the leftmost, and of those the longest.
struct AddedTokenFinder: Sendable {
    private let tokens: [AddedToken]
    private var trie: TokenTrie
    private var mayBegin = [Bool](repeating: false, count: 256)

    /// - Parameter contents: what to look for, one for each token.
    init(_ tokens: [AddedToken], contents: [[UInt8]]) {
        self.tokens = tokens
        trie = TokenTrie(expectedBytes: contents.reduce(0) { $0 + $1.count })
        for (number, content) in contents.enumerated() {
            guard let first = content.first else { continue }
            trie.insert(content, id: Int32(number))
            mayBegin[Int(first)] = true
        }
    }

    var isEmpty: Bool { tokens.isEmpty }

    /// Calls `body` for each part of `text[range]` from left to right, with the token it is, or nil.
    func forEachPart(
        of text: UnsafePointer<UInt8>, in range: Range<Int>, _ body: (AddedToken?, Range<Int>) -> Void
    ) {
        var done = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound {
            guard mayBegin[Int(text[index])],
                let match = trie.longestMatch(in: text, from: index, to: range.upperBound)
            else {
                index += 1
                continue
            }
            let token = tokens[Int(match.id)]
            var found = index..<match.end
            index = match.end
            if token.isWholeWord, touchesWord(text, found, within: range) { continue }
            if token.stripsLeft { found = max(done, spacesBefore(text, found.lowerBound, range))..<found.upperBound }
            if token.stripsRight { found = found.lowerBound..<spacesAfter(text, found.upperBound, range) }
            if done < found.lowerBound { body(nil, done..<found.lowerBound) }
            body(token, found)
            done = found.upperBound
            index = max(index, done)
        }
        if done < range.upperBound { body(nil, done..<range.upperBound) }
    }

    private func touchesWord(_ text: UnsafePointer<UInt8>, _ found: Range<Int>, within range: Range<Int>) -> Bool {
        if found.upperBound < range.upperBound, isWord(ScalarText.scalar(text, at: found.upperBound)) { return true }
        guard found.lowerBound > range.lowerBound else { return false }
        return isWord(ScalarText.scalar(text, at: scalarBefore(text, found.lowerBound)))
    }

    private func isWord(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.isAlphabetic || properties.isJoinControl
            || [.nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation]
                .contains(properties.generalCategory)
    }

    private func scalarBefore(_ text: UnsafePointer<UInt8>, _ index: Int) -> Int {
        var start = index - 1
        while text[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    private func spacesBefore(_ text: UnsafePointer<UInt8>, _ index: Int, _ range: Range<Int>) -> Int {
        var start = index
        while start > range.lowerBound {
            let before = scalarBefore(text, start)
            guard ScalarKinds.isWhitespace(ScalarText.scalar(text, at: before)) else { break }
            start = before
        }
        return start
    }

    private func spacesAfter(_ text: UnsafePointer<UInt8>, _ index: Int, _ range: Range<Int>) -> Int {
        var end = index
        while end < range.upperBound, ScalarKinds.isWhitespace(ScalarText.scalar(text, at: end)) {
            end += ScalarText.width(text[end])
        }
        return end
    }
}
