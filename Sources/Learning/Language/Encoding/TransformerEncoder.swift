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
    /// What an adaptation has every text look at.
    var prefix: LearnedPrefix?
    /// Which of its numbers learn, and what was added to it for that.
    public internal(set) var adaptation = Adaptation.full
    /// Whether biases learn though other weights of the encoder do not.
    public internal(set) var learnsBiases = false

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
        let spare = device == .cpu && !isQuantised ? Self.spareRows(batch.tokens) : 0
        if spare > 0 { tokens = try .concatenated([tokens, .zeros([spare, tokens.extent(1)])]) }
        let blocks = try prefix?()
        for (place, layer) in layers.enumerated() {
            tokens = try layer(tokens, batch, prefix: blocks?[place], training: training)
        }
        return spare > 0 ? try tokens.slice(0..<batch.tokens) : tokens
    }

    /// Rows of zeros that make a batch one of few sizes, at most 1/32 more.
    ///
    /// oneDNN keeps what it made for each size that it ever saw: with every batch of another size memory grows by gigabytes,
    /// and each is slower than the next of its size.
    static func spareRows(_ tokens: Int) -> Int {
        var step = 1
        while step * 64 <= tokens { step *= 2 }
        return (tokens + step - 1) / step * step - tokens
    }

    public var parameters: [NamedTensor] { plainParameters + addedParameters }

    /// Those of the encoder's own parts, which `model.safetensors` holds when nothing is left to merge.
    var plainParameters: [NamedTensor] {
        embeddings.parameters(under: "embeddings") + byLayer(\.plainParameters)
    }

    /// Those of adapters and of a prefix.
    var addedParameters: [NamedTensor] { byLayer(\.addedParameters) + (prefix?.parameters(under: "prefix") ?? []) }

    private func byLayer(_ part: (EncoderLayer) -> [NamedTensor]) -> [NamedTensor] {
        let stem = EncoderNames(configuration.family).layers
        return layers.enumerated().flatMap { place, layer in
            part(layer).map { NamedTensor(name: "\(stem).\(place).\($0.name)", tensor: $0.tensor) }
        }
    }
}
