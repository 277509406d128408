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

    /// The number of a token that must be there.
    func required(_ token: String, role: String) throws -> Int32 {
        guard let id = id(of: token) else {
            throw LanguageError(
                code: "tokenizer.missing",
                message: "the vocabulary has no token '\(token)', which is the \(role)",
                remedy: "Name the token that this vocabulary uses for it, or take the vocabulary the model came with.")
        }
        return id
    }
}
