public import Tensor

/// An encoder that guesses hidden tokens: what a language model is before it is put to a task.
///
/// ```swift
/// var trainer = try WordPieceTrainer(vocabularySize: 8000)
/// for text in texts { trainer.add(text) }
/// let tokenizer = try trainer.train()
/// let shape = try EncoderConfiguration(vocabularySize: tokenizer.vocabulary.count, width: 256, layers: 4, heads: 4)
/// let model = try MaskedLanguageModel(tokenizer: tokenizer, configuration: shape, using: &generator)
/// ```
/// A value over shared arrays, as every `Module`: the encoder learns with it. Parameters have the names of Hugging Face's
/// `BertForMaskedLM`, `RobertaForMaskedLM` and `DistilBertForMaskedLM`.
public struct MaskedLanguageModel: Module {
    public let tokenizer: any Tokenizer
    public var encoder: TransformerEncoder
    var head: MaskedLanguageHead

    /// With weights drawn anew.
    ///
    /// - Throws: `LanguageError` `encoder.vocabulary` when the tokeniser has more tokens than the configuration, or another
    ///   token for padding.
    public init(
        tokenizer: any Tokenizer, configuration: EncoderConfiguration,
        using generator: inout some RandomNumberGenerator,
        on device: Device = .cpu
    ) throws {
        try self.init(
            tokenizer: tokenizer, encoder: TransformerEncoder(configuration, using: &generator, on: device),
            using: &generator)
    }

    /// An encoder as it is, under a new head.
    ///
    /// - Throws: as ``init(tokenizer:configuration:using:on:)``.
    public init(
        tokenizer: any Tokenizer, encoder: TransformerEncoder, using generator: inout some RandomNumberGenerator
    ) throws {
        let configuration = encoder.configuration
        guard tokenizer.vocabulary.count <= configuration.vocabularySize else {
            throw LanguageError(
                code: "encoder.vocabulary",
                message:
                    "the tokeniser has \(tokenizer.vocabulary.count) tokens, the model \(configuration.vocabularySize)",
                remedy: "Use the tokeniser that the model was made with.")
        }
        if let padding = tokenizer.roles.padding, Int(padding) != configuration.padding {
            throw LanguageError(
                code: "encoder.vocabulary",
                message: "padding is token \(padding) of the tokeniser, \(configuration.padding) of the model",
                remedy: "Use the tokeniser that the model was made with, or set EncoderConfiguration.padding.")
        }
        self.tokenizer = tokenizer
        self.encoder = encoder
        head = try MaskedLanguageHead(configuration, using: &generator, on: encoder.device)
    }

    /// Scores of all tokens where some are to be guessed: [guesses, vocabulary].
    ///
    /// Only those places go through the head: the product with the vocabulary would else be most of the work.
    public func scores(_ batch: MaskedBatch, training: Bool = false) throws -> Tensor {
        try scores(batch.tokens, at: batch.places, training: training)
    }

    func scores(_ tokens: TokenBatch, at places: Tensor, training: Bool = false) throws -> Tensor {
        try head(encoder(tokens, training: training).selecting(places), table: encoder.embeddings.words.weight)
    }

    /// The mean of `-log p(token)` over what is to be guessed.
    public func loss(_ batch: MaskedBatch, training: Bool = true) throws -> Tensor {
        try scores(batch, training: training).crossEntropy(batch.targets)
    }

    public var parameters: [NamedTensor] {
        encoder.parameters(under: encoder.configuration.family.rawValue) + head.parameters
    }
}
