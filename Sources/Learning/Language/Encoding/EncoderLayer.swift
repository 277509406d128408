import Tensor

/// One layer: every token looks at the others of its text, then is transformed alone; each part is added to what came in
/// and normalised (Vaswani et al., 2017, with the normalisation behind, as BERT has it).
struct EncoderLayer: Module {
    var query, key, value, output: any Projection
    var attentionNorm: LayerNorm
    var inner, outer: any Projection
    var norm: LayerNorm
    /// What an adaptation puts behind attention and behind the feed-forward part.
    var attentionAdapter, adapter: BottleneckAdapter?
    /// Those that are left of the configuration's.
    var heads: Int
    let activation: EncoderConfiguration.Activation
    let dropout: Dropout
    let attentionDropout: Double
    let names: EncoderNames

    /// - Parameter place: its number among the layers.
    init(
        _ configuration: EncoderConfiguration, place: Int, using generator: inout some RandomNumberGenerator,
        on device: Device
    ) throws {
        func projection(_ inputs: Int, _ outputs: Int) throws -> LinearLayer {
            try LinearLayer(
                inputs: inputs, outputs: outputs, deviation: configuration.deviation, using: &generator, on: device)
        }
        let (width, innerWidth) = (configuration.width, configuration.innerWidth)
        heads = configuration.headsLeft(in: place)
        let attentionWidth = width / configuration.heads * heads
        query = try projection(width, attentionWidth)
        key = try projection(width, attentionWidth)
        value = try projection(width, attentionWidth)
        output = try projection(attentionWidth, width)
        attentionNorm = try LayerNorm(width: width, epsilon: configuration.epsilon, on: device)
        inner = try projection(width, innerWidth)
        outer = try projection(innerWidth, width)
        norm = try LayerNorm(width: width, epsilon: configuration.epsilon, on: device)
        activation = configuration.activation
        dropout = try Dropout(configuration.dropout)
        attentionDropout = configuration.attentionDropout
        names = EncoderNames(configuration.family)
    }

    /// [tokens, width] to the same.
    ///
    /// - Parameter prefix: keys and values that every token looks at beside those of its text.
    func callAsFunction(
        _ input: Tensor, _ batch: TokenBatch, prefix: LearnedPrefix.Block? = nil, training: Bool
    ) throws -> Tensor {
        let attended = try attended(input, batch, prefix, training: training)
        var looked = try dropout(output(attended, training: training), training: training)
        if let attentionAdapter { looked = try attentionAdapter(looked) }
        let middle = try attentionNorm(input + looked)
        let active = try activation(inner(middle, training: training))
        var thought = try dropout(outer(active, training: training), training: training)
        if let adapter { thought = try adapter(thought) }
        return try norm(middle + thought)
    }

    /// Attention within each text, by blocks of texts of one length; rows behind the batch's tokens look at nothing.
    private func attended(
        _ input: Tensor, _ batch: TokenBatch, _ prefix: LearnedPrefix.Block?, training: Bool
    ) throws -> Tensor {
        let (query, key, value) = (
            try query(input, training: training), try key(input, training: training),
            try value(input, training: training)
        )
        let width = query.extent(1)
        var parts = try batch.groups.map { group in
            func block(_ tokens: Tensor) throws -> Tensor {
                // [texts, heads, length, width / heads]
                try tokens.slice(group.start..<group.end).view(group.texts, group.length, heads, -1).transposed(1, 2)
            }
            return try block(query).attending(
                to: LearnedPrefix.Block.before(block(key), prefix?.keys),
                LearnedPrefix.Block.before(block(value), prefix?.values), dropout: training ? attentionDropout : 0
            ).transposed(1, 2).reshaped(-1, width)
        }
        let spare = input.extent(0) - batch.tokens
        if spare > 0 { parts.append(try .zeros([spare, width], on: input.device)) }
        return parts.count == 1 ? parts[0] : try Tensor.concatenated(parts)
    }

    var parameters: [NamedTensor] { plainParameters + addedParameters }

    /// Those that every encoder has.
    var plainParameters: [NamedTensor] {
        query.parameters(under: names.query) + key.parameters(under: names.key) + value.parameters(under: names.value)
            + output.parameters(under: names.output) + attentionNorm.parameters(under: names.attentionNorm)
            + inner.parameters(under: names.inner) + outer.parameters(under: names.outer)
            + norm.parameters(under: names.norm)
    }

    /// Those of adapters.
    var addedParameters: [NamedTensor] {
        (attentionAdapter?.parameters(under: "attention_adapter") ?? [])
            + (adapter?.parameters(under: "adapter") ?? [])
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
