public import Tensor

/// Teaching a model a shop's language from its own texts: catalogue, reviews, queries (Devlin et al., "BERT", 2019,
/// section 3.1, without the guessing of next sentences, which Liu et al., "RoBERTa", 2019, found to be of no use).
///
/// ```swift
/// let (corpus, heldOut) = try MaskedCorpus(texts, tokenizer: model.tokenizer).split(heldOut: 0.02)
/// let outcome = try Pretraining().run(model, corpus, heldOut: heldOut)
/// try model.save(to: folder)
/// ```
/// On a processor the same seeds give the same model.
public struct Pretraining {
    /// Ten epochs of steps of 64 examples, with a rate of 5e-4, which suits a small model from scratch; one that goes on
    /// from a pretrained model wants a tenth of it and fewer epochs.
    public var options: TrainingOptions
    public var masking: Masking

    public init() throws {
        options = TrainingOptions()
        options.epochs = 10
        options.batchSize = 64
        options.rate = 5e-4
        masking = try Masking()
    }

    /// What came of it.
    public struct Outcome: Sendable {
        public var training: TrainingReport
        /// How well the model, as it is now, guesses in the texts held out.
        public var heldOut: MaskedScore?
    }

    /// Trains a model: those of its arrays that take derivatives are changed, all unless some were frozen. Masks are drawn
    /// anew in each epoch.
    ///
    /// - Parameters:
    ///   - heldOut: texts to judge each epoch by, with masks that stay; the weights of the best epoch are kept. Without
    ///     them those of the last are.
    ///   - follow: told of every step and epoch; the measures of an epoch are `loss`, `perplexity` and `accuracy`.
    /// - Throws: `LanguageError` `pretraining.tokenizer` for texts read by another tokeniser than the model's,
    ///   `encoder.length` for texts longer than it takes; what `TrainingLoop.run` throws.
    @discardableResult
    public func run(
        _ model: MaskedLanguageModel, _ corpus: MaskedCorpus, heldOut: MaskedCorpus? = nil,
        follow: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Outcome {
        for corpus in [corpus, heldOut].compactMap(\.self) { try model.check(corpus) }
        let (configuration, device) = (model.encoder.configuration, model.encoder.device)
        let loop = try TrainingLoop(
            options, lengths: corpus.lengths,
            task: "guessing by \(corpus.unit), \(masking.share) / \(masking.hidden) / \(masking.replaced) with seed "
                + "\(masking.seed)")
        let learning = model.parameters.filter { $0.tensor.requiresGradient }
        let report = try loop.run(
            AdamW.Group.decayingMatrices(learning, decay: options.decay), follow: follow,
            validate: heldOut.map { heldOut in
                {
                    let score = try model.score(on: heldOut, masking: masking)
                    return ValidationScore(
                        -score.loss,
                        measures: ["loss": score.loss, "perplexity": score.perplexity, "accuracy": score.accuracy])
                }
            },
            loss: { part in
                let batch = try MaskedBatch(
                    part.examples, of: corpus, masking: masking, round: UInt64(part.epoch), for: configuration,
                    on: device)
                return try model.loss(batch)
            })
        return Outcome(training: report, heldOut: try heldOut.map { try model.score(on: $0, masking: masking) })
    }
}
