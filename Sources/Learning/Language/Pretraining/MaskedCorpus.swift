import Commerce
import Linear

/// Texts as tokens to be guessed: read once, then masked anew in every epoch.
///
/// A text longer than a model takes is cut into pieces of about one length, between words; nothing is dropped but texts
/// without a token that could be guessed. What is masked together is a unit: one token, or a whole word.
///
/// Memory: 5 bytes for each token and 16 for each piece. A value: parts of a split share the tokens.
public struct MaskedCorpus: Sendable {
    /// What is masked together.
    public enum Unit: String, Sendable, CaseIterable {
        /// Each token by itself (Devlin et al., "BERT", 2019).
        case token
        /// All tokens of a word. Where words are not written apart, they are those that ``IdeographWords`` finds in the
        /// texts themselves, as no segmenter is at hand (Cui et al., "Pre-training with whole word masking for Chinese
        /// BERT", 2021, take one; Xiao et al., "ERNIE-Gram", 2021, find n-grams by association, as is done here).
        case word
    }

    /// How a token stands in its unit.
    enum Kind: UInt8, Sendable {
        /// Has a role, or says only that something is unknown: never masked.
        case fixed
        case begins
        case continues
    }

    /// What one example is made of: tokens of one text that stand together.
    struct Piece: Sendable {
        var start: Int
        var count: Int32
        /// The text it is of, by its place among those given.
        var text: Int32

        var range: Range<Int> { start..<start + Int(count) }
    }

    let ids: [Int32]
    let kinds: [Kind]
    var pieces: [Piece]
    /// What the model's template puts before and after a text.
    let prefix, suffix: [Int32]
    /// The tokens that a masked one may be replaced by.
    let replacements: [Int32]
    /// The token that stands for one to guess.
    let mask: Int32
    let vocabularySize: Int
    public let unit: Unit
    /// Tokens of the longest example, the template's included.
    public let maximumLength: Int

    /// Reads texts, over all cores.
    ///
    /// - Parameters:
    ///   - maximumLength: of an example, the template's tokens included; that of the model or less.
    ///   - progress: told how many texts are read, from time to time.
    /// - Throws: `LanguageError`: `pretraining.mask` for a tokeniser without a token for masking, `pretraining.setting` for a
    ///   length that leaves no room for text, `pretraining.corpus` when no text has anything to guess.
    public init(
        _ texts: some Sequence<String>, tokenizer: any Tokenizer, maximumLength: Int = 128, unit: Unit = .token,
        progress: (Int) -> Void = { _ in }
    ) throws {
        guard let mask = tokenizer.roles.mask else {
            throw LanguageError(
                code: "pretraining.mask", message: "the tokeniser has no token that stands for a masked one",
                remedy: "Take the tokeniser of a masked language model, whose vocabulary has [MASK] or <mask>.")
        }
        let template = try tokenizer.encode("")
        let room = maximumLength - template.ids.count
        guard room > 0, maximumLength <= Int(Int32.max) else {
            throw LanguageError(
                code: "pretraining.setting",
                message:
                    "MaskedCorpus.maximumLength must be more than the \(template.ids.count) tokens of the template; "
                    + "got \(maximumLength)")
        }
        let reader = try CorpusReader(texts, tokenizer, unit, progress)
        (ids, kinds) = (reader.ids, reader.kinds)
        pieces = Self.pieces(kinds, reader.ends, room: room)
        guard !pieces.isEmpty else {
            throw LanguageError(
                code: "pretraining.corpus", message: "none of the \(reader.ends.count) texts has a token to guess",
                remedy: "Check that the texts are those you mean, and that the tokeniser knows their script.")
        }
        let before = template.textRanges.first?.lowerBound ?? 0
        prefix = Array(template.ids[..<before])
        suffix = Array(template.ids[before...])
        let fixed = Set(tokenizer.roles.all)
        replacements = (0..<Int32(tokenizer.vocabulary.count)).filter { !fixed.contains($0) }
        self.mask = mask
        vocabularySize = tokenizer.vocabulary.count
        self.unit = unit
        self.maximumLength = maximumLength
    }

    /// Examples, one or more for each text.
    public var count: Int { pieces.count }
    /// Tokens of all examples, those of the template included.
    public var tokens: Int { pieces.reduce(count * (prefix.count + suffix.count)) { $0 + Int($1.count) } }
    /// Of each example, with the template's tokens.
    public var lengths: [Int] { pieces.map { Int($0.count) + prefix.count + suffix.count } }

    /// Parts of a text's tokens that are as long as `room` allows, and no part much shorter than the others.
    private static func pieces(_ kinds: [Kind], _ ends: [Int], room: Int) -> [Piece] {
        var pieces: [Piece] = []
        var start = 0
        for (text, end) in ends.enumerated() {
            while start < end {
                let parts = (end - start + room - 1) / room
                let even = start + (end - start + parts - 1) / parts
                var cut = even
                // A unit is short, so there is a place between two soon; a room of less than one cuts where it must.
                while cut > start, cut < end, kinds[cut] == .continues { cut -= 1 }
                if cut == start { cut = even }
                if kinds[start..<cut].contains(where: { $0 != .fixed }) {
                    pieces.append(Piece(start: start, count: Int32(cut - start), text: Int32(text)))
                }
                start = cut
            }
        }
        return pieces
    }

    /// Two corpora: all texts but a share, and that share to judge by.
    ///
    /// Texts are drawn by their tokens, so that equal ones, such as a review posted twice, come to the same side, and the
    /// split is the same in whatever order they come.
    /// - Parameter share: of the texts to hold out, in (0, 1).
    /// - Throws: `LanguageError`: `pretraining.setting` for a share out of range, `pretraining.corpus` when one side is empty.
    public func split(heldOut share: Double, seed: UInt64 = 0) throws -> (training: MaskedCorpus, heldOut: MaskedCorpus)
    {
        guard share > 0, share < 1 else {
            throw LanguageError(
                code: "pretraining.setting", message: "MaskedCorpus.split: heldOut must be in (0, 1); got \(share)")
        }
        var (training, heldOut) = (self, self)
        training.pieces = []
        heldOut.pieces = []
        var index = 0
        while index < pieces.count {
            let text = pieces[index].text
            let first = index
            while index < pieces.count, pieces[index].text == text { index += 1 }
            var hash = seed
            for piece in pieces[first..<index] {
                for token in ids[piece.range] { hash = SeededGenerator.mixed(hash, UInt64(UInt32(bitPattern: token))) }
            }
            var generator = SeededGenerator(seed: hash)
            if generator.unit() < share {
                heldOut.pieces += pieces[first..<index]
            } else {
                training.pieces += pieces[first..<index]
            }
        }
        guard !training.pieces.isEmpty, !heldOut.pieces.isEmpty else {
            throw LanguageError(
                code: "pretraining.corpus",
                message: "holding out a share of \(share) leaves one of the two parts without texts",
                remedy: "Give more texts or another share.")
        }
        return (training, heldOut)
    }
}

extension SeededGenerator {
    /// A running hash (FNV-1a's step, by whole tokens); a generator seeded with it spreads what it leaves close together.
    fileprivate static func mixed(_ hash: UInt64, _ token: UInt64) -> UInt64 {
        ((hash ^ token) &* 0x100_0000_01B3) ^ (hash >> 29)
    }
}

extension TokenRoles {
    /// The tokens that have a role.
    var all: [Int32] { [padding, mask, start, end, unknown].compactMap(\.self) }
}
