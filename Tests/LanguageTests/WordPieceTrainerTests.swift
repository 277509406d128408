import Testing

@testable import Language

@Suite("Training a WordPiece vocabulary")
struct WordPieceTrainerTests {
    static func trained(_ texts: [String], size: Int, minimum: Int = 1, alphabet: Int = 100) throws -> [String] {
        var trainer = try WordPieceTrainer(vocabularySize: size, minimumFrequency: minimum, alphabetLimit: alphabet)
        for text in texts { trainer.add(text) }
        return try trainer.train().vocabulary.tokens
    }

    /// By hand: `aab` twice, `ab` three times. Pairs: (##a ##b) 2, (a ##a) 2, (a ##b) 3: first `ab`; then the lower numbers.
    @Test func workedByHand() throws {
        let tokens = try Self.trained(["aab aab ab ab ab"], size: 12)
        #expect(
            tokens == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "##a", "##b", "ab", "aa", "aab"])
    }

    @Test func theOrderOfTextsDoesNotMatter() throws {
        let texts = ["small sizes", "sized small", "很好 很好", "sizing up the size", "smaller"]
        let tokens = try Self.trained(texts, size: 60)
        #expect(tokens.count > 25)
        #expect(try Self.trained(texts.reversed(), size: 60) == tokens)
    }

    @Test func rarePairsAreNotMergedAndRareLettersAreLeftOut() throws {
        #expect(try Self.trained(["ab"], size: 100, minimum: 2).suffix(2) == ["b", "##b"])
        #expect(try Self.trained(["aaa b"], size: 100, alphabet: 1).contains("b") == false)
    }

    @Test func nothingToLearnFromIsAnError() throws {
        let error = try #require(throws: LanguageError.self) { try Self.trained([" "], size: 10) }
        #expect(error.code == "trainer.empty")
        #expect(try #require(throws: LanguageError.self) { try Self.trained(["a"], size: 0) }.code == "trainer.setting")
    }

    @Test(
        "a limit that cannot be kept is an error",
        arguments: [(1, nil, .longestFirst), (4, "a", .onlySecond), (4, nil, .onlySecond)]
            as [(Int, String?, EncodingOptions.Truncation)])
    func limits(_ maximum: Int, _ pair: String?, _ truncation: EncodingOptions.Truncation) throws {
        var trainer = try WordPieceTrainer(vocabularySize: 20, minimumFrequency: 1)
        trainer.add("a b c d")
        let tokenizer = try trainer.train()
        let options = EncodingOptions(maximumLength: maximum, truncation: truncation)
        let error = try #require(throws: LanguageError.self) {
            try tokenizer.encode("a b c d", pair: pair, options: options)
        }
        #expect(error.code == "tokenizer.length")
    }
}
