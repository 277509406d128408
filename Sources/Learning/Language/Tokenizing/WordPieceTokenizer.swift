/// BERT's tokeniser: words cut greedily into the longest pieces that the vocabulary has, as Hugging Face's
/// `BertTokenizerFast` does, token for token.
///
/// A text is normalised, split at white space, punctuation and ideographs, and each word is read from the left; a
/// word that cannot be read to its end is one unknown token. Source: Wu et al., "Google's Neural Machine Translation
/// System" (2016), section 4.1. Time linear in the text for all practical vocabularies.
public struct WordPieceTokenizer: Tokenizer {
    public let vocabulary: TokenVocabulary
    public let normalization: BertNormalization
    public let addedTokens: [AddedToken]
    public let template: TokenTemplate
    /// What marks a piece that does not begin a word.
    public let continuationPrefix: String
    /// A word with more scalars than this is unknown.
    public let longestWord: Int
    public let roles: TokenRoles

    private let unknownID: Int32
    let special: Set<Int32>
    private let normalizer: BertNormalizer
    private let trie: TokenTrie
    private let continuation: Int32
    private let rawFinder: AddedTokenFinder
    private let normalizedFinder: AddedTokenFinder
    private let memory = EncoderMemory<NormalizedText>()

    /// - Parameters:
    ///   - addedTokens: tokens to find in the text as they stand; the roles' tokens among them.
    ///   - template: what is put around a text; BERT's when absent.
    ///   - roles: `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and `[MASK]` of the vocabulary when absent.
    /// - Throws: `LanguageError` `tokenizer.missing` when there is no token for unknown words or for the template.
    public init(
        vocabulary: TokenVocabulary, normalization: BertNormalization = BertNormalization(),
        addedTokens: [AddedToken]? = nil, template: TokenTemplate? = nil, roles: TokenRoles? = nil,
        continuationPrefix: String = "##", longestWord: Int = 100
    ) throws {
        self.vocabulary = vocabulary
        self.normalization = normalization
        self.continuationPrefix = continuationPrefix
        self.longestWord = longestWord
        let roles = roles ?? .bert(in: vocabulary)
        self.roles = roles
        guard let unknown = roles.unknown else { throw LanguageError.missing("[UNK]", role: "unknown words") }
        unknownID = unknown
        let named = [roles.padding, unknown, roles.start, roles.end, roles.mask].compactMap(\.self)
        let added = try addedTokens ?? named.map { AddedToken(try vocabulary.token($0), id: $0) }
        self.addedTokens = added
        if let template {
            self.template = template
        } else {
            guard let start = roles.start else { throw LanguageError.missing("[CLS]", role: "the start of a text") }
            guard let end = roles.end else { throw LanguageError.missing("[SEP]", role: "the end of a text") }
            self.template = .bert(start: start, end: end)
        }
        special = Set(added.filter(\.isSpecial).map(\.id))
        let normalizer = BertNormalizer(normalization)
        self.normalizer = normalizer

        var trie = TokenTrie(expectedBytes: vocabulary.count * 6)
        for (number, token) in vocabulary.tokens.enumerated() { trie.insert(token.utf8, id: Int32(number)) }
        continuation = trie.makeNode(for: continuationPrefix.utf8)
        self.trie = trie

        let raw = added.filter { !$0.isNormalized }
        let normalized = added.filter(\.isNormalized)
        rawFinder = AddedTokenFinder(raw, contents: raw.map { Array($0.content.utf8) })
        normalizedFinder = AddedTokenFinder(normalized, contents: normalized.map { normalizer.bytes(of: $0.content) })
    }

    public func encode(_ text: String, pair: String?, options: EncodingOptions) throws -> Encoding {
        var texts = [spans(of: text)]
        if let pair { texts.append(spans(of: pair)) }
        return try template.assemble(texts, options)
    }

    /// The words of a text as the vocabulary's trainer counts them.
    static func words(of text: String, using normalizer: BertNormalizer, memory: inout NormalizedText) -> [[UInt8]] {
        memory.removeAll()
        normalizer.append(text, to: &memory)
        var words: [[UInt8]] = []
        memory.forEachWord(in: 0..<memory.count) { words.append(Array(memory.bytes[$0])) }
        return words
    }

    private func spans(of text: String) -> [TokenSpan] {
        var text = text
        return text.withUTF8 { text in
            guard let start = text.baseAddress else { return [] }
            var spans: [TokenSpan] = []
            spans.reserveCapacity(text.count / 3 + 4)
            var word: Int32 = 0
            memory.with(NormalizedText()) { normalized in
                rawFinder.forEachPart(of: start, in: 0..<text.count) { token, range in
                    if let token {
                        spans.append(token, range, &word)
                    } else {
                        normalized.removeAll()
                        normalized.reserve(range.count + 8)
                        normalizer.append(start, range, to: &normalized)
                        appendPieces(of: normalized, in: start, &word, to: &spans)
                    }
                }
            }
            return spans
        }
    }

    /// Appends the tokens of a normalised stretch of `text`.
    private func appendPieces(
        of normalized: borrowing NormalizedText, in text: UnsafePointer<UInt8>, _ word: inout Int32,
        to spans: inout [TokenSpan]
    ) {
        normalized.withBytes { bytes, origins in
            guard let bytes, let origins else { return }
            func place(_ range: Range<Int>) -> Range<Int> {
                let last = Int(origins[range.upperBound - 1])
                return Int(origins[range.lowerBound])..<last + ScalarText.width(text[last])
            }
            if normalizedFinder.isEmpty {
                normalized.forEachWord(in: 0..<normalized.count) { appendWord(bytes, $0, place, &word, &spans) }
            } else {
                normalizedFinder.forEachPart(of: bytes, in: 0..<normalized.count) { token, range in
                    if let token {
                        spans.append(token, place(range), &word)
                    } else {
                        normalized.forEachWord(in: range) { appendWord(bytes, $0, place, &word, &spans) }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func appendWord(
        _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ place: (Range<Int>) -> Range<Int>, _ word: inout Int32,
        _ spans: inout [TokenSpan]
    ) {
        let first = spans.count
        var position = range.lowerBound
        var isReadable = range.count <= longestWord || ScalarText.count(bytes, range) <= longestWord
        while isReadable, position < range.upperBound {
            let node = position == range.lowerBound ? TokenTrie.root : continuation
            guard let match = trie.longestMatch(in: bytes, from: position, to: range.upperBound, at: node) else {
                isReadable = false
                break
            }
            spans.append(TokenSpan(id: match.id, at: place(position..<match.end), word: word))
            position = match.end
        }
        if !isReadable {
            spans.removeSubrange(first...)
            spans.append(TokenSpan(id: unknownID, at: place(range), word: word))
        }
        word += 1
    }
}

extension TokenSpan {
    init(id: Int32, at place: Range<Int>, word: Int32) {
        self.init(
            id: id, start: Int32(truncatingIfNeeded: place.lowerBound),
            end: Int32(truncatingIfNeeded: place.upperBound),
            word: word)
    }
}

extension [TokenSpan] {
    /// Appends an added token, which counts as a word.
    mutating func append(_ token: AddedToken, _ range: Range<Int>, _ word: inout Int32) {
        append(TokenSpan(id: token.id, at: range, word: word))
        word += 1
    }
}

extension NormalizedText {
    /// Calls `body` with each word and each scalar that stands alone.
    @inline(__always)
    func forEachWord(in range: Range<Int>, _ body: (Range<Int>) -> Void) {
        kinds.withUnsafeBufferPointer { kinds in
            var index = range.lowerBound
            while index < range.upperBound {
                let start = index
                switch kinds[index] {
                case .space: index += 1
                case .single:
                    index += width(at: index)
                    body(start..<index)
                case .word:
                    repeat { index += 1 } while index < range.upperBound && kinds[index] == .word
                    body(start..<index)
                }
            }
        }
    }

    private func width(at index: Int) -> Int { ScalarText.width(bytes[index]) }

    func withBytes(_ body: (UnsafePointer<UInt8>?, UnsafePointer<Int32>?) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            origins.withUnsafeBufferPointer { body(bytes.baseAddress, $0.baseAddress) }
        }
    }
}

extension BertNormalizer {
    func append(_ text: String, to result: inout NormalizedText) {
        var text = text
        text.withUTF8 { text in
            guard let start = text.baseAddress else { return }
            append(start, 0..<text.count, to: &result)
        }
    }

    /// A text after normalisation.
    func bytes(of text: String) -> [UInt8] {
        var result = NormalizedText()
        append(text, to: &result)
        return result.bytes
    }
}
