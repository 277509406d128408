/// A model's tokens, numbered from 0 without gaps, compared byte for byte.
///
/// Swift compares texts by meaning: "é" written as one scalar or as two is one text to it, and two tokens to a
/// model. So the tokens are kept and found as UTF-8.
public struct TokenVocabulary: Sendable, Equatable {
    /// The tokens in order of their numbers.
    public private(set) var tokens: [String]
    private var numbers: [[UInt8]: Int32]

    /// - Throws: `LanguageError` `tokenizer.duplicate` when two numbers have one token.
    public init(_ tokens: [String]) throws {
        self.tokens = tokens
        numbers = Dictionary(minimumCapacity: tokens.count)
        for (number, token) in tokens.enumerated() {
            if let earlier = numbers.updateValue(Int32(number), forKey: Array(token.utf8)) {
                throw LanguageError(
                    code: "tokenizer.duplicate",
                    message: "the vocabulary has the token '\(token)' twice, as number \(earlier) and \(number)",
                    remedy: "Keep one; the model's embedding table has one row for each number.")
            }
        }
    }

    public var count: Int { tokens.count }

    /// The number of a token; nil when there is none.
    public func id(of token: String) -> Int32? { numbers[Array(token.utf8)] }

    /// The token with a number.
    ///
    /// - Throws: `LanguageError` `tokenizer.id` when no token has it.
    public func token(_ id: Int32) throws -> String {
        guard id >= 0, Int(id) < tokens.count else {
            throw LanguageError(
                code: "tokenizer.id", message: "token numbers must be in 0 ..< \(tokens.count); got \(id)")
        }
        return tokens[Int(id)]
    }
}

extension TokenRoles {
    /// BERT's names for them, those that the vocabulary has.
    public static func bert(in vocabulary: TokenVocabulary) -> TokenRoles {
        TokenRoles(
            padding: vocabulary.id(of: "[PAD]"), mask: vocabulary.id(of: "[MASK]"), start: vocabulary.id(of: "[CLS]"),
            end: vocabulary.id(of: "[SEP]"), unknown: vocabulary.id(of: "[UNK]"))
    }
}

extension LanguageError {
    static func missing(_ token: String, role: String) -> LanguageError {
        LanguageError(
            code: "tokenizer.missing", message: "the vocabulary has no token '\(token)', which stands for \(role)",
            remedy: "Take the vocabulary and the settings that the model came with.")
    }
}
