import Tensor

/// What each token is before it looks at others: its own vector, plus those of its position and segment.
struct EncoderEmbeddings: Module {
    var words: Embedding
    var positions: Embedding
    /// Nothing for a family without segments.
    var segments: Embedding?
    var norm: LayerNorm
    var dropout: Dropout

    init(
        _ configuration: EncoderConfiguration, using generator: inout some RandomNumberGenerator, on device: Device
    ) throws {
        let (width, deviation) = (configuration.width, configuration.deviation)
        words = try Embedding(
            rows: configuration.vocabularySize, width: width, deviation: deviation, padding: configuration.padding,
            using: &generator, on: device)
        positions = try Embedding(
            rows: configuration.positions, width: width, deviation: deviation, using: &generator, on: device)
        if configuration.segments > 0 {
            segments = try Embedding(
                rows: configuration.segments, width: width, deviation: deviation, using: &generator, on: device)
        }
        norm = try LayerNorm(width: width, epsilon: configuration.epsilon, on: device)
        dropout = try Dropout(configuration.dropout)
    }

    /// [tokens, width].
    func callAsFunction(_ batch: TokenBatch, training: Bool) throws -> Tensor {
        var sum = try words(batch.ids) + positions(batch.positions)
        if let segments { sum = try sum + segments(batch.segments) }
        return try dropout(norm(sum), training: training)
    }

    var parameters: [NamedTensor] {
        words.parameters(under: "word_embeddings") + positions.parameters(under: "position_embeddings")
            + (segments?.parameters(under: "token_type_embeddings") ?? []) + norm.parameters(under: "LayerNorm")
    }
}
