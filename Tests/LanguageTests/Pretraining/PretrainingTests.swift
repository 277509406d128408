import Commerce
import Foundation
import Tensor
import Testing

@testable import Language

@Suite("Pretraining")
struct PretrainingTests {
    private struct Interrupted: Error {}

    /// A shop in which each thing has a colour and a season of its own, so that a hidden word can be guessed.
    private static func texts() -> [String] {
        let things = [
            ("dress", "red", "summer"), ("shirt", "blue", "spring"), ("coat", "black", "winter"),
            ("boot", "brown", "autumn"),
        ]
        let verbs = ["is", "looks", "feels"]
        let ends = ["fine", "good", "great"]
        return (0..<240).map { number in
            let (thing, colour, season) = things[number % 4]
            let verb = verbs[number / 4 % 3]
            return "the \(colour) \(thing) for \(season) \(verb) \(ends[number / 12 % 3]) in \(season)"
        }
    }

    /// Dropout draws from a generator that the process shares, so it is 0 unless a test runs in a process of its own.
    private static func model(dropout: Double = 0) throws -> MaskedLanguageModel {
        var trainer = try WordPieceTrainer(vocabularySize: 200)
        for text in texts() { trainer.add(text) }
        let tokenizer = try trainer.train()
        var generator = SeededGenerator(seed: 2)
        let shape = try EncoderConfiguration(
            vocabularySize: tokenizer.vocabulary.count, width: 32, layers: 2, heads: 4, dropout: dropout, positions: 32)
        return try MaskedLanguageModel(tokenizer: tokenizer, configuration: shape, using: &generator)
    }

    private static func pretraining(epochs: Int, _ change: (inout TrainingOptions) -> Void = { _ in }) throws
        -> Pretraining
    {
        var pretraining = try Pretraining()
        pretraining.options.epochs = epochs
        pretraining.options.batchSize = 16
        pretraining.options.rate = 5e-3
        change(&pretraining.options)
        return pretraining
    }

    private static func numbers(_ model: MaskedLanguageModel) throws -> [[Float]] {
        try model.parameters.map { try $0.tensor.array(of: Float.self) }
    }

    @Test("teaches a tiny model what stands together in a tiny shop")
    func learning() throws {
        let model = try Self.model()
        let corpus = try MaskedCorpus(Self.texts(), tokenizer: model.tokenizer, unit: .word)
        let (training, heldOut) = (corpus, try MaskedCorpus(Self.texts().prefix(60), tokenizer: model.tokenizer))
        let masking = try Masking(seed: 9)
        let before = try model.score(on: heldOut, masking: masking)
        #expect(before.guesses == model.expectedGuesses(heldOut, masking))
        // Nothing is known: as unsure as between all tokens.
        #expect(abs(before.loss - log(Double(model.tokenizer.vocabulary.count))) < 0.5 && before.accuracy < 0.3)
        #expect(abs(before.perplexity - exp(before.loss)) < 1e-9)
        var pretraining = try Self.pretraining(epochs: 30)
        pretraining.masking = masking
        var (steps, epochs) = (0, [EpochReport]())
        let outcome = try pretraining.run(model, training, heldOut: heldOut) { event in
            switch event {
            case .step: steps += 1
            case .epoch(let report): epochs.append(report)
            }
        }
        let after = try #require(outcome.heldOut)
        // A third of the words, the verbs and the ends, are one of three: their loss is log 3 at best.
        #expect(after.loss < 0.9 && after.accuracy > 0.7)
        #expect(steps == outcome.training.steps && steps == 30 * 15 && epochs == outcome.training.epochs)
        // The best epoch's weights were kept, and its masks are those of any other score.
        let best = try #require(outcome.training.best)
        #expect(best.measures["loss"] == after.loss && best.measures["accuracy"] == after.accuracy)
        #expect(best.score == epochs.compactMap(\.score).max())
        #expect(epochs[0].loss > 2 * epochs[29].loss)
    }

    @Test("stopped and taken up again comes to the same losses and weights, bit for bit")
    func resumption() async {
        await #expect(processExitsWith: .success) {
            let path = FileManager.default.temporaryDirectory.appending(path: "pretraining-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            func run(_ model: MaskedLanguageModel, checkpoint: String?, stopAfter last: Int = .max) throws
                -> [EpochReport]
            {
                let corpus = try MaskedCorpus(PretrainingTests.texts(), tokenizer: model.tokenizer)
                let (training, heldOut) = try corpus.split(heldOut: 0.3)
                var steps = 0
                return try PretrainingTests.pretraining(epochs: 3) { $0.checkpoint = checkpoint }
                    .run(model, training, heldOut: heldOut) { event in
                        guard case .step = event else { return }
                        steps += 1
                        if steps == last { throw Interrupted() }
                    }.training.epochs
            }
            let straight = try PretrainingTests.model(dropout: 0.1)
            let expected = try run(straight, checkpoint: nil)
            #expect(throws: Interrupted.self) {
                try run(PretrainingTests.model(dropout: 0.1), checkpoint: path, stopAfter: 14)
            }
            let resumed = try PretrainingTests.model(dropout: 0.1)
            #expect(try run(resumed, checkpoint: path) == expected)
            #expect(try PretrainingTests.numbers(resumed) == PretrainingTests.numbers(straight))
            #expect(expected.count == 3 && expected[0].measures.keys.sorted() == ["accuracy", "loss", "perplexity"])
        }
    }

    @Test("leaves frozen what was frozen")
    func frozen() throws {
        let model = try Self.model()
        try model.encoder.setTraining(false)
        let before = try Self.numbers(model)
        let corpus = try MaskedCorpus(Self.texts(), tokenizer: model.tokenizer)
        try Self.pretraining(epochs: 1).run(model, corpus)
        let after = try Self.numbers(model)
        let head = model.head.parameters.count
        #expect(zip(before, after).dropLast(head).allSatisfy { $0 == $1 })
        #expect(zip(before, after).suffix(head).allSatisfy { $0 != $1 })
    }

    @Test("refuses texts that the model cannot read")
    func strangers() throws {
        let model = try Self.model()
        func code(_ corpus: MaskedCorpus) -> String? {
            do {
                try Self.pretraining(epochs: 1).run(model, corpus)
                return nil
            } catch {
                return (error as? LanguageError)?.code
            }
        }
        let other = try WordPieceTokenizer(
            vocabulary: TokenVocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red"]))
        #expect(try code(MaskedCorpus(["red"], tokenizer: other)) == "pretraining.tokenizer")
        let long = [String(repeating: "red dress ", count: 40)]
        #expect(try code(MaskedCorpus(long, tokenizer: model.tokenizer)) == "encoder.length")
        #expect(try code(MaskedCorpus(long, tokenizer: model.tokenizer, maximumLength: 32)) == nil)
    }
}

extension MaskedLanguageModel {
    /// Guesses of a score, counted text by text.
    fileprivate func expectedGuesses(_ corpus: MaskedCorpus, _ masking: Masking) -> Int {
        (0..<corpus.count).reduce(0) { $0 + masking($1, of: corpus, round: Masking.heldOut).places.count }
    }
}
