import Tensor

/// What guesses tokens from an encoder's vectors: a layer, an activation, a normalisation, and the product with the
/// vectors of all tokens, which are those that the encoder begins with (Press and Wolf, "Using the output embedding to
/// improve language models", 2017).
struct MaskedLanguageHead: Module {
    var dense: LinearLayer
    var norm: LayerNorm
    /// One number for each token of the vocabulary.
    var bias: Tensor
    let activation: EncoderConfiguration.Activation
    let names: Names

    init(
        _ configuration: EncoderConfiguration, using generator: inout some RandomNumberGenerator, on device: Device
    ) throws {
        let width = configuration.width
        dense = try LinearLayer(
            inputs: width, outputs: width, deviation: configuration.deviation, using: &generator, on: device)
        norm = try LayerNorm(width: width, epsilon: configuration.epsilon, on: device)
        bias = try .constantParameter([configuration.vocabularySize], 0, on: device)
        // RoBERTa's has no other, whatever stands between the encoder's layers.
        activation = configuration.family == .roberta ? .gelu : configuration.activation
        names = Names(configuration.family)
    }

    /// The scores of all tokens for each vector: [vectors, width] to [vectors, vocabulary].
    ///
    /// - Parameter table: the encoder's vectors of tokens, [vocabulary, width].
    func callAsFunction(_ vectors: Tensor, table: Tensor) throws -> Tensor {
        try norm(activation(dense(vectors))).linear(table, bias: bias)
    }

    var parameters: [NamedTensor] {
        dense.parameters(under: names.dense) + norm.parameters(under: names.norm)
            + [NamedTensor(name: names.bias, tensor: bias)]
    }

    /// What Hugging Face calls the parts.
    struct Names: Sendable {
        let dense, norm, bias: String

        init(_ family: EncoderConfiguration.Family) {
            (dense, norm, bias) =
                switch family {
                case .bert:
                    (
                        "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias"
                    )
                case .roberta: ("lm_head.dense", "lm_head.layer_norm", "lm_head.bias")
                case .distilbert: ("vocab_transform", "vocab_layer_norm", "vocab_projector.bias")
                }
        }
    }
}
