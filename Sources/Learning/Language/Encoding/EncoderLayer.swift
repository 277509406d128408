import Tensor

/// One layer: every token looks at the others of its text, then is transformed alone; each part is added to what came in
/// and normalised (Vaswani et al., 2017, with the normalisation behind, as BERT has it).
struct EncoderLayer: Module {
    var query, key, value, output: LinearLayer
    var attentionNorm: LayerNorm
    var inner, outer: LinearLayer
    var norm: LayerNorm
    let heads: Int
    let activation: EncoderConfiguration.Activation
    let dropout: Dropout
    let attentionDropout: Double
    let names: EncoderNames

    init(
        _ configuration: EncoderConfiguration, using generator: inout some RandomNumberGenerator, on device: Device
    ) throws {
        let (width, deviation) = (configuration.width, configuration.deviation)
        query = try LinearLayer(inputs: width, outputs: width, deviation: deviation, using: &generator, on: device)
        key = try LinearLayer(inputs: width, outputs: width, deviation: deviation, using: &generator, on: device)
        value = try LinearLayer(inputs: width, outputs: width, deviation: deviation, using: &generator, on: device)
        output = try LinearLayer(inputs: width, outputs: width, deviation: deviation, using: &generator, on: device)
        attentionNorm = try LayerNorm(width: width, epsilon: configuration.epsilon, on: device)
        inner = try LinearLayer(
            inputs: width, outputs: configuration.innerWidth, deviation: deviation, using: &generator, on: device)
        outer = try LinearLayer(
            inputs: configuration.innerWidth, outputs: width, deviation: deviation, using: &generator, on: device)
        norm = try LayerNorm(width: width, epsilon: configuration.epsilon, on: device)
        heads = configuration.heads
        activation = configuration.activation
        dropout = try Dropout(configuration.dropout)
        attentionDropout = configuration.attentionDropout
        names = EncoderNames(configuration.family)
    }

    /// [tokens, width] to the same.
    func callAsFunction(_ input: Tensor, _ batch: TokenBatch, training: Bool) throws -> Tensor {
        let looked = try dropout(output(attended(input, batch, training: training)), training: training)
        let middle = try attentionNorm(input + looked)
        let thought = try dropout(outer(activation(inner(middle))), training: training)
        return try norm(middle + thought)
    }

    /// Attention within each text, by blocks of texts of one length.
    private func attended(_ input: Tensor, _ batch: TokenBatch, training: Bool) throws -> Tensor {
        let (query, key, value) = (try query(input), try key(input), try value(input))
        let width = input.extent(1)
        let parts = try batch.groups.map { group in
            func block(_ tokens: Tensor) throws -> Tensor {
                // [texts, heads, length, width / heads]
                try tokens.slice(group.start..<group.end).view(group.texts, group.length, heads, -1).transposed(1, 2)
            }
            return try block(query).attending(
                to: block(key), block(value), dropout: training ? attentionDropout : 0
            ).transposed(1, 2).reshaped(-1, width)
        }
        return parts.count == 1 ? parts[0] : try Tensor.concatenated(parts)
    }

    var parameters: [NamedTensor] {
        query.parameters(under: names.query) + key.parameters(under: names.key) + value.parameters(under: names.value)
            + output.parameters(under: names.output) + attentionNorm.parameters(under: names.attentionNorm)
            + inner.parameters(under: names.inner) + outer.parameters(under: names.outer)
            + norm.parameters(under: names.norm)
    }
}

/// What Hugging Face calls the parts of a layer.
struct EncoderNames: Sendable {
    let query, key, value, output, attentionNorm, inner, outer, norm: String
    /// Before the number of a layer.
    let layers: String

    init(_ family: EncoderConfiguration.Family) {
        switch family {
        case .bert, .roberta:
            (query, key, value) = ("attention.self.query", "attention.self.key", "attention.self.value")
            (output, attentionNorm) = ("attention.output.dense", "attention.output.LayerNorm")
            (inner, outer, norm) = ("intermediate.dense", "output.dense", "output.LayerNorm")
            layers = "encoder.layer"
        case .distilbert:
            (query, key, value) = ("attention.q_lin", "attention.k_lin", "attention.v_lin")
            (output, attentionNorm) = ("attention.out_lin", "sa_layer_norm")
            (inner, outer, norm) = ("ffn.lin1", "ffn.lin2", "output_layer_norm")
            layers = "transformer.layer"
        }
    }
}
