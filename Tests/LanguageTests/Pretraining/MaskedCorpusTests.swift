import Commerce
import Testing

@testable import Language

@Suite("Corpora to pretrain on")
struct MaskedCorpusTests {
    private static func tokenizer(_ words: [String]) throws -> WordPieceTokenizer {
        let roles = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        return try WordPieceTokenizer(vocabulary: TokenVocabulary(roles + words))
    }

    private static func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? LanguageError)?.code
        }
    }

    @Test("hold every token of every text once, in pieces of about one length")
    func pieces() throws {
        let tokenizer = try Self.tokenizer((0..<50).map { "w\($0)" })
        let texts = [3, 1, 0, 10, 11, 95, 8].map { count in
            (0..<count).map { "w\(($0 * 7 + count) % 50)" }.joined(separator: " ")
        }
        let corpus = try MaskedCorpus(texts, tokenizer: tokenizer, maximumLength: 12)
        #expect(corpus.prefix == [2] && corpus.suffix == [3])
        for (text, source) in texts.enumerated() {
            let pieces = corpus.pieces.filter { $0.text == text }
            let expected = try tokenizer.encode(source, options: EncodingOptions(addsSpecialTokens: false)).ids
            #expect(pieces.flatMap { corpus.ids[$0.range] } == expected)
            let lengths = pieces.map(\.count)
            #expect((lengths.max() ?? 0) <= 10 && (lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
        }
        #expect(corpus.count == 1 + 1 + 0 + 1 + 2 + 10 + 1)
        #expect(corpus.lengths.reduce(0, +) == corpus.tokens && corpus.tokens == 128 + 2 * corpus.count)
    }

    @Test("are cut between words, and know which tokens are one word")
    func words() throws {
        let tokenizer = try Self.tokenizer(["run", "##ning", "##s", "shoe", "a"])
        let text = "running shoes a run shoes running [MASK] zebra"
        let whole = try MaskedCorpus([text], tokenizer: tokenizer, maximumLength: 64, unit: .word)
        #expect(
            whole.kinds == [
                .begins, .continues, .begins, .continues, .begins, .begins, .begins, .continues, .begins, .continues,
                // What is said to be masked already, and what nobody knows.
                .fixed, .fixed,
            ])
        let single = try MaskedCorpus([text], tokenizer: tokenizer, maximumLength: 64)
        #expect(single.kinds == Array(repeating: .begins, count: 10) + [.fixed, .fixed])
        for length in 4...12 {
            let cut = try MaskedCorpus([text], tokenizer: tokenizer, maximumLength: length, unit: .word)
            #expect(cut.pieces.allSatisfy { cut.kinds[$0.start] != .continues && Int($0.count) <= length - 2 })
            #expect(cut.pieces.reduce(0) { $0 + Int($1.count) } >= 10)
        }
        // A word longer than a piece, and one longer than any word.
        let tiny = try MaskedCorpus(["running"], tokenizer: tokenizer, maximumLength: 3, unit: .word)
        #expect(tiny.pieces.map(\.count) == [1, 1])
        let long = try MaskedCorpus(
            ["run" + String(repeating: "ning", count: 20)], tokenizer: tokenizer, maximumLength: 64, unit: .word)
        #expect(long.kinds.filter { $0 == .begins }.count == 3)
    }

    @Test("find words of ideographs by themselves")
    func ideographs() throws {
        // Two words of two, one of three, and single ones, in random order: what stands together is known.
        let words = ["衣服", "质量", "洗发水", "很", "好", "不", "的", "是", "我", "看"]
        var generator = SeededGenerator(seed: 4)
        var truth: [[String]] = []
        for _ in 0..<400 {
            truth.append((0..<12).compactMap { _ in words.randomElement(using: &generator) })
        }
        let letters = Set(words.joined()).map(String.init).sorted()
        let tokenizer = try Self.tokenizer(letters + ["ok"])
        // Something else between runs of ideographs must not be joined with them.
        let texts = truth.map { $0.joined() + "ok" + ($0.first ?? "") }
        let corpus = try MaskedCorpus(texts, tokenizer: tokenizer, maximumLength: 512, unit: .word)
        var (place, wrong) = (0, 0)
        for sentence in truth {
            for word in sentence + ["ok", sentence[0]] {
                let length = word == "ok" ? 1 : word.count
                for offset in 0..<length
                where corpus.kinds[place + offset] != (offset == 0 ? .begins : .continues) {
                    wrong += 1
                }
                place += length
            }
        }
        #expect(place == corpus.ids.count)
        #expect(wrong == 0)
        let single = try MaskedCorpus(texts, tokenizer: tokenizer, maximumLength: 512)
        #expect(single.kinds.allSatisfy { $0 == .begins })
    }

    @Test("are split by text, equal texts together, whatever their order")
    func split() throws {
        let tokenizer = try Self.tokenizer((0..<50).map { "w\($0)" })
        let distinct = (0..<1000).map { "w\($0 % 50) w\($0 / 50) w7 w8 w9" }
        let texts = distinct + distinct.reversed()
        func sides(_ texts: [String], seed: UInt64) throws -> (Set<[Int32]>, Set<[Int32]>, Int) {
            let corpus = try MaskedCorpus(texts, tokenizer: tokenizer, maximumLength: 5)
            let (training, heldOut) = try corpus.split(heldOut: 0.2, seed: seed)
            #expect(training.count + heldOut.count == corpus.count)
            func whole(_ corpus: MaskedCorpus) -> Set<[Int32]> {
                Set(Dictionary(grouping: corpus.pieces, by: \.text).values.map { $0.flatMap { corpus.ids[$0.range] } })
            }
            return (whole(training), whole(heldOut), Set(heldOut.pieces.map(\.text)).count)
        }
        for seed in UInt64(0)..<5 {
            let (training, heldOut, count) = try sides(texts, seed: seed)
            #expect(training.isDisjoint(with: heldOut) && training.count + heldOut.count == 1000)
            #expect(count == 2 * heldOut.count)
            // 1,000 draws with a deviation of 12.6: five of them.
            #expect(abs(heldOut.count - 200) < 64)
            let again = try sides(texts.reversed(), seed: seed)
            #expect(again.1 == heldOut)
        }
        #expect(try sides(texts, seed: 0).1 != sides(texts, seed: 1).1)
    }

    @Test("refuse what nothing can be learned from")
    func bad() throws {
        let tokenizer = try Self.tokenizer(["a", "b"])
        #expect(Self.code { _ = try MaskedCorpus([], tokenizer: tokenizer) } == "pretraining.corpus")
        #expect(Self.code { _ = try MaskedCorpus(["", "zebra", " "], tokenizer: tokenizer) } == "pretraining.corpus")
        #expect(
            Self.code { _ = try MaskedCorpus(["a"], tokenizer: tokenizer, maximumLength: 2) } == "pretraining.setting")
        let maskless = try WordPieceTokenizer(vocabulary: TokenVocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"]))
        #expect(Self.code { _ = try MaskedCorpus(["a"], tokenizer: maskless) } == "pretraining.mask")
        let corpus = try MaskedCorpus(["a b"], tokenizer: tokenizer)
        for share in [0, 1, -1, Double.nan] {
            #expect(Self.code { _ = try corpus.split(heldOut: share) } == "pretraining.setting")
        }
        #expect(Self.code { _ = try corpus.split(heldOut: 0.5) } == "pretraining.corpus")
    }
}
