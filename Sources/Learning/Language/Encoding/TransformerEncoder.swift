public import Tensor

/// A transformer encoder of the BERT family: tokens to vectors that know their neighbours.
///
/// A text costs what its own tokens cost: batches are packed without padding (``TokenBatch``). The names of its parameters
/// are those of Hugging Face, so that `model.safetensors` is the same file in both worlds. A value over shared arrays, as
/// every `Module`.
public struct TransformerEncoder: Module {
    public internal(set) var configuration: EncoderConfiguration
    var embeddings: EncoderEmbeddings
    var layers: [EncoderLayer]

    /// With weights drawn anew, as BERT's are: normal with ``EncoderConfiguration/deviation``.
    public init(
        _ configuration: EncoderConfiguration, using generator: inout some RandomNumberGenerator,
        on device: Device = .cpu
    ) throws {
        self.configuration = configuration
        embeddings = try EncoderEmbeddings(configuration, using: &generator, on: device)
        layers = []
        for place in 0..<configuration.layers {
            layers.append(try EncoderLayer(configuration, place: place, using: &generator, on: device))
        }
    }

    public var device: Device { embeddings.words.weight.device }

    /// The last layer's vectors: [tokens, width], in the order of the batch.
    public func callAsFunction(_ batch: TokenBatch, training: Bool = false) throws -> Tensor {
        var tokens = try embeddings(batch, training: training)
        for layer in layers { tokens = try layer(tokens, batch, training: training) }
        return tokens
    }

    public var parameters: [NamedTensor] {
        let prefix = EncoderNames(configuration.family).layers
        return embeddings.parameters(under: "embeddings")
            + layers.enumerated().flatMap { $1.parameters(under: "\(prefix).\($0)") }
    }
}
