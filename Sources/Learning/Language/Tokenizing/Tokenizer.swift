public import Foundation
import Linear

/// How long an encoding may be, and what is added to it.
public struct EncodingOptions: Sendable, Equatable {
    /// Which text gives way when a pair is too long.
    public enum Truncation: String, Sendable, CaseIterable {
        /// The longer one, until both are of one length; then both.
        case longestFirst = "longest_first"
        case onlyFirst = "only_first"
        case onlySecond = "only_second"
    }

    /// Whether the model's template is put around the text, as `[CLS] ... [SEP]`.
    public var addsSpecialTokens: Bool
    /// The most tokens an encoding may have, those of the template included; no limit when absent.
    public var maximumLength: Int?
    public var truncation: Truncation

    public init(addsSpecialTokens: Bool = true, maximumLength: Int? = nil, truncation: Truncation = .longestFirst) {
        self.addsSpecialTokens = addsSpecialTokens
        self.maximumLength = maximumLength
        self.truncation = truncation
    }
}

/// The tokens with a part to play in a model's input, by number; nil for a part that the model does not have.
public struct TokenRoles: Sendable, Equatable {
    /// Fills up the shorter texts of a batch.
    public var padding: Int32?
    /// Stands for what a masked language model is to guess.
    public var mask: Int32?
    /// Stands before a text, and for the whole of it in a classifier.
    public var start: Int32?
    /// Stands after a text and between two.
    public var end: Int32?
    /// Stands for what the vocabulary cannot say.
    public var unknown: Int32?

    public init(
        padding: Int32? = nil, mask: Int32? = nil, start: Int32? = nil, end: Int32? = nil, unknown: Int32? = nil
    ) {
        self.padding = padding
        self.mask = mask
        self.start = start
        self.end = end
        self.unknown = unknown
    }
}

/// Text to a model's tokens and back. A value: the same text always gives the same tokens, on any thread.
public protocol Tokenizer: Sendable {
    /// The tokens by name and number, and which of them have a role.
    var vocabulary: TokenVocabulary { get }
    /// Which tokens have a part to play in a model's input.
    var roles: TokenRoles { get }

    /// The tokens of a text, or of two with the template for pairs.
    ///
    /// - Throws: `LanguageError` `tokenizer.length` when the limit is below what the template takes, or when the
    ///   text that must give way is too short or not there.
    func encode(_ text: String, pair: String?, options: EncodingOptions) throws -> Encoding

    /// The text that tokens stand for. What normalisation removed does not come back.
    ///
    /// - Throws: `LanguageError` `tokenizer.id` for a number outside the vocabulary.
    func decode(_ ids: [Int32], skippingSpecialTokens: Bool) throws -> String

    /// Writes the files of a Hugging Face folder, which Python's `AutoTokenizer` and `TokenizerFiles.load` read.
    ///
    /// - Throws: what writing to the folder throws.
    func save(to folder: URL) throws
}

extension Tokenizer {
    public func encode(_ text: String, pair: String? = nil) throws -> Encoding {
        try encode(text, pair: pair, options: EncodingOptions())
    }

    public func encode(_ text: String, options: EncodingOptions) throws -> Encoding {
        try encode(text, pair: nil, options: options)
    }

    public func decode(_ ids: [Int32]) throws -> String {
        try decode(ids, skippingSpecialTokens: true)
    }

    /// Many texts over all cores; the same as one by one, in order.
    ///
    /// - Parameter pairs: the second texts, as many as the first; none when absent.
    public func encode(
        batch texts: [String], pairs: [String]? = nil, options: EncodingOptions = EncodingOptions()
    ) throws -> [Encoding] {
        if let pairs, pairs.count != texts.count {
            throw LanguageError(
                code: "tokenizer.pairs",
                message: "a batch of pairs needs as many second texts as first; got \(texts.count) and \(pairs.count)")
        }
        let chunk = 64
        let parts = Parallel.map((texts.count + chunk - 1) / chunk) { part in
            Result {
                try (part * chunk..<min(texts.count, (part + 1) * chunk)).map { index in
                    try encode(texts[index], pair: pairs?[index], options: options)
                }
            }
        }
        var encodings: [Encoding] = []
        encodings.reserveCapacity(texts.count)
        for part in parts { encodings += try part.get() }
        return encodings
    }
}
