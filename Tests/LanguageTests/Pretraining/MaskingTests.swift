import Testing

@testable import Language

@Suite("Masks")
struct MaskingTests {
    /// 300 texts of 40 tokens, by words of one to four.
    private static func corpus(unit: MaskedCorpus.Unit = .token) throws -> MaskedCorpus {
        let roles = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        let vocabulary = roles + (0..<10).flatMap { ["a\($0)", "##b\($0)"] }
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenVocabulary(vocabulary))
        let texts = (0..<300).map { text in
            (0..<4).map { part in
                let digit = (text + part) % 10
                return "a\(digit) a\(digit)b1 a\(digit)b2b3 a\(digit)b4b5b6"
            }.joined(separator: " ")
        }
        return try MaskedCorpus(texts, tokenizer: tokenizer, maximumLength: 42, unit: unit)
    }

    @Test("take the shares that were asked for, and never a token with a role", arguments: [0, 1, 2] as [UInt64])
    func shares(seed: UInt64) throws {
        for unit in MaskedCorpus.Unit.allCases {
            let corpus = try Self.corpus(unit: unit)
            #expect(corpus.count == 300)
            let masking = try Masking(seed: seed)
            var (drawn, hidden, kept, replaced, all) = (0, 0, 0, 0, 0)
            for round in UInt64(0)..<20 {
                for number in 0..<corpus.count {
                    let original = corpus.prefix + corpus.ids[corpus.pieces[number].range] + corpus.suffix
                    let example = masking(number, of: corpus, round: round)
                    #expect(example.ids.count == original.count)
                    #expect(
                        example.places == example.places.sorted() && Set(example.places).count == example.places.count)
                    #expect(example.places.map { original[$0] } == example.targets)
                    let places = Set(example.places)
                    for (place, token) in example.ids.enumerated() where token != original[place] {
                        #expect(places.contains(place) && place > 0 && place < original.count - 1)
                        if token == corpus.mask { hidden += 1 } else { replaced += 1 }
                        #expect(token == corpus.mask || token > 4)
                    }
                    kept += places.filter { example.ids[$0] == original[$0] }.count
                    drawn += places.count
                    all += original.count - 2
                }
            }
            // 240,000 tokens, 36,000 drawn: the deviation of the share drawn is at most 0.0007 and that of the parts
            // 0.0021; five and more of them. A random token is the old one in 1 of 20 draws.
            #expect(abs(Double(drawn) / Double(all) - 0.15) < 0.004)
            #expect(abs(Double(hidden) / Double(drawn) - 0.8) < 0.012)
            #expect(abs(Double(replaced) / Double(drawn) - 0.1 * 0.95) < 0.01)
            #expect(hidden + replaced + kept == drawn)
        }
    }

    @Test("take words whole, and every one of them in time")
    func words() throws {
        let corpus = try Self.corpus(unit: .word)
        let masking = try Masking(seed: 3)
        var seen: [Int: Int] = [:]
        for round in UInt64(0)..<400 {
            let example = masking(0, of: corpus, round: round)
            let places = Set(example.places)
            // The template's token shifts places by one.
            for place in example.places {
                if corpus.kinds[place - 1] == .continues { #expect(places.contains(place - 1)) }
                if place < 40, corpus.kinds[place] == .continues { #expect(places.contains(place + 1)) }
            }
            for place in places { seen[place, default: 0] += 1 }
        }
        #expect(seen.count == 40)
        // 400 rounds at 0.15 or near it, deviation 7.
        #expect(seen.values.allSatisfy { $0 > 20 && $0 < 110 })
    }

    @Test("are those of their seed, round and example, and of no other")
    func repeatable() throws {
        let corpus = try Self.corpus()
        let masking = try Masking(seed: 5)
        #expect(masking(7, of: corpus, round: 2) == masking(7, of: corpus, round: 2))
        #expect(masking(7, of: corpus, round: 2) != masking(7, of: corpus, round: 3))
        #expect(masking(7, of: corpus, round: 2) != (try Masking(seed: 6))(7, of: corpus, round: 2))
        // Equal texts are not masked alike.
        #expect(corpus.ids[corpus.pieces[0].range] == corpus.ids[corpus.pieces[10].range])
        #expect(masking(0, of: corpus, round: 2).places != masking(10, of: corpus, round: 2).places)
    }

    @Test("leave no text without one, and follow extreme shares")
    func extremes() throws {
        let roles = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        let tokenizer = try WordPieceTokenizer(vocabulary: TokenVocabulary(roles + ["a", "b", "c"]))
        let corpus = try MaskedCorpus(["a", "a b", "zebra b [MASK]"], tokenizer: tokenizer)
        let masking = try Masking(hidden: 1, replaced: 0)
        for round in UInt64(0)..<50 {
            #expect(masking(0, of: corpus, round: round).ids == [2, 4, 3])
            #expect(masking(1, of: corpus, round: round).places.count == 1)
            let third = masking(2, of: corpus, round: round)
            #expect(third.places == [2] && third.targets == [6])
        }
        let kept = try Masking(share: 0.999, hidden: 0, replaced: 0)
        #expect((0..<50).allSatisfy { kept(1, of: corpus, round: $0).ids == [2, 5, 6, 3] })
        func code(_ body: () throws -> Masking) -> String? {
            do {
                _ = try body()
                return nil
            } catch {
                return (error as? LanguageError)?.code
            }
        }
        #expect(code { try Masking(share: 0) } == "pretraining.setting")
        #expect(code { try Masking(share: .nan) } == "pretraining.setting")
        #expect(code { try Masking(hidden: 1.1) } == "pretraining.setting")
        #expect(code { try Masking(hidden: 0.8, replaced: 0.3) } == "pretraining.setting")
        #expect(code { try Masking(hidden: 0.8, replaced: 0.2) } == nil)
    }
}
