import Foundation
import Tensor

/// How well a model guesses masked tokens.
public struct MaskedScore: Sendable, Hashable {
    /// The mean of `-log p(token)` over what was to be guessed, in nats.
    public var loss: Double
    /// The share whose likeliest token was the right one.
    public var accuracy: Double
    /// Tokens that were to be guessed.
    public var guesses: Int

    /// `exp(loss)`: as unsure as between so many tokens.
    public var perplexity: Double { exp(loss) }
}

extension MaskedLanguageModel {
    /// Guesses in every example of a corpus once, under masks that depend on the masking's seed alone, so that models and
    /// epochs can be compared.
    ///
    /// - Throws: `LanguageError` as `Pretraining.run`.
    public func score(on corpus: MaskedCorpus, masking: Masking) throws -> MaskedScore {
        try check(corpus)
        var (loss, right, guesses) = (0.0, 0, 0)
        for numbers in TextBatches.batches(corpus.lengths, tokens: 4096) {
            try inference {
                let batch = try MaskedBatch(
                    numbers, of: corpus, masking: masking, round: Masking.heldOut, for: encoder.configuration,
                    on: encoder.device)
                let scores = try scores(batch)
                loss += try scores.crossEntropy(batch.targets, reduction: .sum).number()
                let hits = try scores.argmax(1).equals(batch.targets)
                right += try hits.array(of: Bool.self).count { $0 }
                guesses += batch.guesses
            }
        }
        return MaskedScore(
            loss: loss / Double(guesses), accuracy: Double(right) / Double(guesses), guesses: guesses)
    }

    /// Whether a corpus can be read by this model.
    func check(_ corpus: MaskedCorpus) throws {
        guard corpus.vocabularySize == tokenizer.vocabulary.count, corpus.mask == tokenizer.roles.mask else {
            throw LanguageError(
                code: "pretraining.tokenizer",
                message: "the texts were read by a tokeniser with \(corpus.vocabularySize) tokens; the model's has "
                    + "\(tokenizer.vocabulary.count)",
                remedy: "Make the MaskedCorpus with the model's tokeniser.")
        }
        let (longest, limit) = (corpus.lengths.max() ?? 0, encoder.configuration.maximumLength)
        guard longest <= limit else {
            throw LanguageError(
                code: "encoder.length", message: "the longest example has \(longest) tokens; the model takes \(limit)",
                remedy: "Make the MaskedCorpus with a maximumLength of \(limit) or less.")
        }
    }
}
