/// The byte-level tokeniser of GPT-2 and RoBERTa: a text is cut by a pattern into words with their space, each word
/// starts as its UTF-8 bytes, and neighbours merge in the order that training learned. Nothing is unknown to it.
///
/// As Hugging Face's `GPT2TokenizerFast` and `RobertaTokenizerFast`, token for token.
public struct BytePairTokenizer: Tokenizer {
    public let vocabulary: TokenVocabulary
    /// Pairs of tokens in the order in which they merge.
    public let merges: [(left: String, right: String)]
    /// Whether a text that does not begin with a space is read as if it did.
    public let addsPrefixSpace: Bool
    /// Whether a token's place leaves out the spaces at its ends: RoBERTa's way, not GPT-2's.
    public let trimsOffsets: Bool
    public let addedTokens: [AddedToken]
    public let template: TokenTemplate
    public let roles: TokenRoles

    let special: Set<Int32>
    private let added: [Int32: String]
    private let table: BytePairMerges
    /// The token of each single byte, or -1 when the vocabulary has none.
    private let single: [Int32]
    private let scanner = BytePairScanner()
    private let finders: [AddedTokenFinder]
    private let memory = EncoderMemory<BytePairMemory>()

    /// - Throws: `LanguageError` `tokenizer.merges` for a merge of or into something that is not in the vocabulary.
    public init(
        vocabulary: TokenVocabulary, merges: [(left: String, right: String)], addsPrefixSpace: Bool = false,
        trimsOffsets: Bool = true, addedTokens: [AddedToken] = [], template: TokenTemplate = .none,
        roles: TokenRoles = TokenRoles()
    ) throws {
        self.vocabulary = vocabulary
        self.merges = merges
        self.addsPrefixSpace = addsPrefixSpace
        self.trimsOffsets = trimsOffsets
        self.addedTokens = addedTokens
        self.template = template
        self.roles = roles
        special = Set(addedTokens.filter(\.isSpecial).map(\.id))
        added = Dictionary(addedTokens.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
        var table = BytePairMerges(capacity: merges.count)
        for (number, pair) in merges.enumerated() {
            guard let left = vocabulary.id(of: pair.left), let right = vocabulary.id(of: pair.right),
                let made = vocabulary.id(of: pair.left + pair.right)
            else {
                throw LanguageError(
                    code: "tokenizer.merges",
                    message: "merge \(number + 1), '\(pair.left)' with '\(pair.right)', is not all in the vocabulary",
                    remedy: "Take vocab.json and merges.txt of one model.")
            }
            table.append(left, right, makes: made)
        }
        self.table = table
        single = ByteAlphabet.characters.map { vocabulary.id(of: String($0)) ?? -1 }
        // As it came first, then the ones that are found in normalised text; nothing is normalised here.
        finders = [false, true].map { isNormalized in addedTokens.filter { $0.isNormalized == isNormalized } }
            .filter { !$0.isEmpty }
            .map { tokens in AddedTokenFinder(tokens, contents: tokens.map { Array($0.content.utf8) }) }
    }

    public func encode(_ text: String, pair: String?, options: EncodingOptions) throws -> Encoding {
        var texts = [spans(of: text)]
        if let pair { texts.append(spans(of: pair)) }
        return try template.assemble(texts, options)
    }

    public func decode(_ ids: [Int32], skippingSpecialTokens: Bool) throws -> String {
        var bytes: [UInt8] = []
        for id in ids {
            let token = try vocabulary.token(id)
            if skippingSpecialTokens, special.contains(id) { continue }
            bytes += added[id].map { Array($0.utf8) } ?? ByteAlphabet.bytes(of: token) ?? Array(token.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func spans(of text: String) -> [TokenSpan] {
        var text = text
        return text.withUTF8 { text in
            guard let start = text.baseAddress else { return [] }
            var spans: [TokenSpan] = []
            spans.reserveCapacity(text.count / 3 + 4)
            var word: Int32 = 0
            memory.with(BytePairMemory()) { memory in
                append(start, 0..<text.count, finders[...], &memory, &word, &spans)
            }
            return spans
        }
    }

    private func append(
        _ text: UnsafePointer<UInt8>, _ range: Range<Int>, _ finders: ArraySlice<AddedTokenFinder>,
        _ memory: inout BytePairMemory, _ word: inout Int32, _ spans: inout [TokenSpan]
    ) {
        guard let finder = finders.first else { return appendPieces(text, range, &memory, &word, &spans) }
        finder.forEachPart(of: text, in: range) { token, part in
            if let token {
                spans.append(token, trimsOffsets ? trimmed(part, text, isFirst: spans.isEmpty) : part, &word)
            } else {
                append(text, part, finders.dropFirst(), &memory, &word, &spans)
            }
        }
    }

    /// An added token's place without the white space that it took along, by the rule for all tokens.
    private func trimmed(_ part: Range<Int>, _ text: UnsafePointer<UInt8>, isFirst: Bool) -> Range<Int> {
        var starts: [Int] = []
        var index = part.lowerBound
        while index < part.upperBound {
            starts.append(index)
            index += ScalarText.width(text[index])
        }
        func isSpace(_ index: Int) -> Bool { ScalarKinds.isWhitespace(ScalarText.scalar(text, at: index)) }
        var leading = starts.prefix(while: isSpace).count
        if leading == 1, addsPrefixSpace, isFirst || part.lowerBound == 0 { leading = 0 }
        let start = leading < starts.count ? starts[leading] : part.upperBound
        let trailing = starts.reversed().prefix(while: isSpace)
        return start..<max(start, trailing.last ?? part.upperBound)
    }

    private func appendPieces(
        _ text: UnsafePointer<UInt8>, _ range: Range<Int>, _ memory: inout BytePairMemory, _ word: inout Int32,
        _ spans: inout [TokenSpan]
    ) {
        guard addsPrefixSpace, text[range.lowerBound] != UInt8(ascii: " ") else {
            scanner.forEachPiece(of: text, in: range) { piece in
                appendWord(text, piece, prefixed: false, from: range.lowerBound, &memory, &word, &spans)
            }
            return
        }
        // The space that is not there belongs to the first word, or is a word by itself before another space.
        memory.prefixed.removeAll(keepingCapacity: true)
        memory.prefixed.append(UInt8(ascii: " "))
        memory.prefixed.append(contentsOf: UnsafeBufferPointer(start: text + range.lowerBound, count: range.count))
        let prefixed = memory.prefixed
        prefixed.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            scanner.forEachPiece(of: start, in: 0..<bytes.count) { piece in
                appendWord(
                    start, piece, prefixed: true, from: range.lowerBound, &memory, &word, &spans)
            }
        }
    }

    /// Appends the tokens of one word, `text[piece]`. With a prefix, `text` is the stretch with a space before it.
    private func appendWord(
        _ text: UnsafePointer<UInt8>, _ piece: Range<Int>, prefixed: Bool, from origin: Int,
        _ memory: inout BytePairMemory, _ word: inout Int32, _ spans: inout [TokenSpan]
    ) {
        let tokens = memory.tokens(of: UnsafeBufferPointer(start: text + piece.lowerBound, count: piece.count)) {
            links, heap in
            links.removeAll(keepingCapacity: true)
            for offset in 0..<piece.count {
                let id = single[Int(text[piece.lowerBound + offset])]
                if id < 0 { continue }
                let count = Int32(links.count)
                if count > 0 { links[Int(count) - 1].next = count }
                links.append(.init(id: id, end: Int32(offset + 1), previous: count - 1, next: -1))
            }
            table.merge(&links, using: &heap)
        }
        // With a prefix, `text` begins one byte before the stretch, and that byte is nowhere in the source.
        let source = Stretch(bytes: text, start: prefixed ? 1 : 0, shift: prefixed ? origin - 1 : 0)
        var first = piece.lowerBound
        for index in tokens {
            let token = memory.cachedTokens[index]
            let end = piece.lowerBound + Int(token.end)
            let place = place(of: first..<end, in: source, isFirst: spans.isEmpty)
            spans.append(TokenSpan(id: token.id, at: place, word: word))
            first = end
        }
        word += 1
    }

    /// Bytes between which tokens lie.
    private struct Stretch {
        let bytes: UnsafePointer<UInt8>
        /// Where the source's own bytes begin.
        let start: Int
        /// From an index here to one in the source.
        let shift: Int

        func scalarStart(_ index: Int) -> Int {
            var index = index
            while bytes[index] & 0xC0 == 0x80 { index -= 1 }
            return index
        }
    }

    /// Where a token is said to lie: whole scalars, less the spaces at its ends if those are trimmed.
    private func place(of token: Range<Int>, in source: Stretch, isFirst: Bool) -> Range<Int> {
        // The space that is not there lies where the first scalar lies.
        var start = max(source.start, source.scalarStart(token.lowerBound))
        let last = max(source.start, source.scalarStart(token.upperBound - 1))
        var end = last + ScalarText.width(source.bytes[last])
        guard trimsOffsets else { return start + source.shift..<end + source.shift }

        let space = UInt8(ascii: " ")
        var leading = token.prefix(while: { source.bytes[$0] == space }).count
        var trailing = token.reversed().prefix(while: { source.bytes[$0] == space }).count
        // The reference takes a single space at the start of the text for the one it put there itself, and counts a
        // space it put after an added token as one of the text's.
        if leading == 1, addsPrefixSpace, isFirst || start + source.shift == 0 { leading = 0 }
        while leading > 0, start < end {
            start += ScalarText.width(source.bytes[start])
            leading -= 1
        }
        while trailing > 0, end > start {
            end = source.scalarStart(end - 1)
            trailing -= 1
        }
        return start + source.shift..<end + source.shift
    }
}
