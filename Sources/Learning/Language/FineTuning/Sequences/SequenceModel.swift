public import Linear
public import Tensor

/// A tokeniser, an encoder and a head: texts, or pairs of texts, to numbers.
///
/// What a classifier and a regressor have in common. Not `Sendable`, as tensors are not.
public struct SequenceModel: Module {
    public let tokenizer: any Tokenizer
    public var encoder: TransformerEncoder
    public var head: SequenceHead
    /// What of a text's vectors the head sees. Python's `transformers` knows only the first token.
    public var pooling: Pooling
    /// Tokens of a text beyond which it is cut off.
    public let maximumLength: Int

    public init(
        tokenizer: any Tokenizer, encoder: TransformerEncoder, head: SequenceHead, pooling: Pooling = .first,
        maximumLength: Int? = nil
    ) {
        self.tokenizer = tokenizer
        self.encoder = encoder
        self.head = head
        self.pooling = pooling
        self.maximumLength = min(maximumLength ?? .max, encoder.configuration.maximumLength)
    }

    /// The vector of each text, [texts, width]: what the head sees.
    func vectors(_ batch: TokenBatch, training: Bool) throws -> Tensor {
        try pooling(encoder(batch, training: training), of: batch)
    }

    /// [texts, outputs], in the order given.
    ///
    /// - Parameters:
    ///   - pairs: the second texts, as many as the first.
    ///   - progress: told how many are done, after every batch.
    public func outputs(
        _ texts: [String], pairs: [String]? = nil, progress: (Int) -> Void = { _ in }
    ) throws -> Matrix {
        try TextBatches(tokenizer: tokenizer, maximumLength: maximumLength, device: encoder.device)
            .rows(texts, pairs: pairs, width: head.outputs, progress: progress) { encodings in
                try head(vectors(tokens(encodings), training: false), training: false)
            }
    }

    func tokens(_ encodings: [Encoding]) throws -> TokenBatch {
        try TokenBatch(encodings, for: encoder.configuration, on: encoder.device)
    }

    /// The tokens of texts that will be read many times.
    func encode(_ texts: [String], pairs: [String]?) throws -> [Encoding] {
        try tokenizer.encode(batch: texts, pairs: pairs, options: EncodingOptions(maximumLength: maximumLength))
            .map(\.numbersAlone)
    }

    /// What learns: the encoder's parameters that take derivatives, and the head's at a rate of its own.
    func groups(decay: Double, headRate: Double) throws -> [AdamW.Group] {
        try head.setTraining(true)
        let own = Set(head.parameters.map(\.name))
        let others = trainableParameters.filter { !own.contains($0.name) }
        return AdamW.Group.decayingMatrices(others, decay: decay)
            + AdamW.Group.decayingMatrices(head.parameters, decay: decay).map { group in
                var group = group
                group.rate = headRate
                return group
            }
    }

    /// Under the names of Hugging Face.
    public var parameters: [NamedTensor] {
        encoder.parameters(under: encoder.configuration.family.rawValue) + head.parameters
    }
}

extension Encoding {
    /// Without what only readers of the text need: a third of the memory.
    var numbersAlone: Encoding {
        var slim = Encoding()
        slim.ids = ids
        slim.typeIDs = typeIDs
        return slim
    }
}
