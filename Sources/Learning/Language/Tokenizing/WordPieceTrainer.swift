/// Learns a WordPiece vocabulary from texts: letters first, then, again and again, the pair of neighbours that occurs
/// most, until the vocabulary is full or no pair occurs often enough.
///
/// The algorithm of Hugging Face's `WordPieceTrainer` (byte-pair merging whose pieces are written with `##`). Pairs
/// that occur equally often are taken by their numbers in the vocabulary, and numbers follow Unicode order, so the
/// result is a function of the texts alone; the reference numbers the letters inside words in the order of a hash
/// table, so its choice among such pairs changes from run to run.
///
/// Memory grows with the distinct words, not with the texts. Time is linear in the texts, and then in the merges and
/// the words that each one changes.
public struct WordPieceTrainer: Sendable {
    /// Tokens to learn in all, those with a role included.
    public let vocabularySize: Int
    /// A pair that occurs less often is not merged.
    public let minimumFrequency: Int
    /// Letters to keep, the most frequent; words with others lose those letters, and become unknown when read.
    public let alphabetLimit: Int
    public let specialTokens: [String]
    public let continuationPrefix: String
    /// How texts are normalised before words are counted, and by the tokeniser that comes out.
    public let normalization: BertNormalization

    private var counts: [[UInt8]: Int] = [:]
    private let normalizer: BertNormalizer
    private var memory = NormalizedText()

    /// - Parameters:
    ///   - alphabetLimit: 1,000 serves Latin scripts; Chinese needs about 6,000.
    ///   - specialTokens: come first in the vocabulary, in this order.
    /// - Throws: `LanguageError` `trainer.setting` for a number out of its range, `tokenizer.duplicate` for a special
    ///   token that is named twice.
    public init(
        vocabularySize: Int = 30_000, minimumFrequency: Int = 2, alphabetLimit: Int = 6000,
        specialTokens: [String] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], continuationPrefix: String = "##",
        normalization: BertNormalization = BertNormalization()
    ) throws {
        for (name, value) in [
            ("vocabularySize", vocabularySize), ("minimumFrequency", minimumFrequency),
            ("alphabetLimit", alphabetLimit),
        ] where value < 1 || value > Int(Int32.max) {
            throw LanguageError(
                code: "trainer.setting", message: "WordPieceTrainer.\(name) must be in 1 ... \(Int32.max); got \(value)"
            )
        }
        _ = try TokenVocabulary(specialTokens)
        self.vocabularySize = vocabularySize
        self.minimumFrequency = minimumFrequency
        self.alphabetLimit = alphabetLimit
        self.specialTokens = specialTokens
        self.continuationPrefix = continuationPrefix
        self.normalization = normalization
        normalizer = BertNormalizer(normalization)
    }

    /// Where ideographs stay together a word is all that stands between spaces and punctuation; a review may have none.
    private static let longestRun = 2000

    /// Distinct words so far.
    public var distinctWords: Int { counts.count }

    /// Counts the words of a text; texts may come one at a time from a corpus of any size.
    public mutating func add(_ text: String) {
        memory.removeAll()
        normalizer.append(text, to: &memory)
        memory.forEachWord(in: 0..<memory.count) { counts[Array(memory.bytes[$0]), default: 0] += 1 }
    }

    /// The tokeniser with the vocabulary learned from what was added.
    ///
    /// - Throws: `LanguageError` `trainer.empty` when no word was added, `tokenizer.missing` when the special tokens
    ///   leave out one that BERT's template needs.
    public func train() throws -> WordPieceTokenizer {
        guard !counts.isEmpty else {
            throw LanguageError(
                code: "trainer.empty", message: "a vocabulary needs words to learn from; the texts have none")
        }
        var pieces = PieceTable(specialTokens)
        let alphabet = alphabet()
        for letter in alphabet { pieces.insert(Array(String(letter).utf8)) }
        // In order of their bytes, so that nothing depends on the order of a hash table.
        let ordered = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let prefix = Array(continuationPrefix.utf8)
        let allowed = Set(alphabet)
        var later = Set<Unicode.Scalar>()
        for (word, _) in ordered {
            later.formUnion(String(decoding: word, as: UTF8.self).unicodeScalars.dropFirst().filter(allowed.contains))
        }
        for letter in later.sorted() { pieces.insert(prefix + Array(String(letter).utf8)) }

        var words: [MergingWord] = []
        for (word, count) in ordered {
            var ids: [Int32] = []
            for (number, letter) in String(decoding: word, as: UTF8.self).unicodeScalars.enumerated()
            where allowed.contains(letter) {
                let letter = Array(String(letter).utf8)
                if let id = pieces[number == 0 ? letter : prefix + letter] { ids.append(id) }
            }
            if ids.count > 1 { words.append(MergingWord(ids: ids, count: count)) }
        }
        var merger = PieceMerger(words: words)
        while pieces.count < vocabularySize, let pair = merger.mostFrequentPair(atLeast: minimumFrequency) {
            let id = pieces.insert(pieces.joined(pair.left, pair.right, without: prefix))
            merger.merge(pair, into: id)
        }
        let vocabulary = try TokenVocabulary(pieces.tokens.map { String(decoding: $0, as: UTF8.self) })
        return try WordPieceTokenizer(
            vocabulary: vocabulary, normalization: normalization, continuationPrefix: continuationPrefix,
            longestWord: normalization.separatesIdeographs ? 100 : Self.longestRun)
    }

    /// The letters to keep, in Unicode order; of equally frequent ones the first.
    private func alphabet() -> [Unicode.Scalar] {
        var frequencies: [Unicode.Scalar: Int] = [:]
        for (word, count) in counts {
            for letter in String(decoding: word, as: UTF8.self).unicodeScalars {
                frequencies[letter, default: 0] += count
            }
        }
        return frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(alphabetLimit).map(\.key).sorted()
    }
}

/// Pieces by number and by bytes.
private struct PieceTable {
    private(set) var tokens: [[UInt8]] = []
    private var ids: [[UInt8]: Int32] = [:]

    init(_ specialTokens: [String]) {
        for token in specialTokens { insert(Array(token.utf8)) }
    }

    var count: Int { tokens.count }

    subscript(token: [UInt8]) -> Int32? { ids[token] }

    /// The number of a piece, a new one if it is new: two pairs may join into one piece.
    @discardableResult
    mutating func insert(_ token: [UInt8]) -> Int32 {
        if let id = ids[token] { return id }
        let id = Int32(tokens.count)
        ids[token] = id
        tokens.append(token)
        return id
    }

    func joined(_ left: Int32, _ right: Int32, without prefix: [UInt8]) -> [UInt8] {
        let end = tokens[Int(right)]
        return tokens[Int(left)] + (end.starts(with: prefix) ? end.dropFirst(prefix.count) : end[...])
    }
}
