/// The shape of a transformer encoder of the BERT family, as a Hugging Face `config.json` tells it.
public struct EncoderConfiguration: Sendable, Equatable {
    /// Architectures that differ in names of weights, in positions and in segments; all else is one.
    public enum Family: String, Sendable, CaseIterable {
        /// Devlin et al., "BERT", 2019; also MiniLM.
        case bert
        /// Liu et al., "RoBERTa", 2019: positions begin after the padding's number.
        case roberta
        /// Sanh et al., "DistilBERT", 2019: no segments.
        case distilbert
    }

    /// What stands between the two layers of a feed-forward part, by its name in `config.json`.
    public enum Activation: String, Sendable, CaseIterable {
        case gelu
        case tanhGelu = "gelu_new"
        case relu
        case silu
    }

    public var family: Family
    public var vocabularySize: Int
    /// Numbers for each token between layers.
    public var width: Int
    public var layers: Int
    public var heads: Int
    /// Numbers for each token inside the feed-forward part.
    public var innerWidth: Int
    public var activation: Activation
    public var dropout: Double
    public var attentionDropout: Double
    /// Rows of the table of positions.
    public var positions: Int
    /// Rows of the table of segments; 0 for a family without them.
    public var segments: Int
    /// Added to variances before their root is divided by.
    public var epsilon: Double
    /// The number of the padding token.
    public var padding: Int
    /// Of the normal distribution that new weights are drawn from.
    public var deviation: Double
    /// By number of a layer, the heads that it has no more, in ascending order.
    public var prunedHeads: [Int: [Int]] = [:]

    /// - Throws: `LanguageError` `encoder.configuration`, naming the value, its rule and what was given.
    public init(
        family: Family = .bert, vocabularySize: Int, width: Int, layers: Int, heads: Int, innerWidth: Int? = nil,
        activation: Activation = .gelu, dropout: Double = 0.1, attentionDropout: Double? = nil, positions: Int = 512,
        segments: Int = 2, epsilon: Double = 1e-12, padding: Int = 0, deviation: Double = 0.02,
        prunedHeads: [Int: [Int]] = [:]
    ) throws {
        self.family = family
        self.vocabularySize = vocabularySize
        self.width = width
        self.layers = layers
        self.heads = heads
        self.innerWidth = innerWidth ?? 4 * width
        self.activation = activation
        self.dropout = dropout
        self.attentionDropout = attentionDropout ?? dropout
        self.positions = positions
        self.segments = family == .distilbert ? 0 : segments
        self.epsilon = epsilon
        self.padding = padding
        self.deviation = deviation
        self.prunedHeads = prunedHeads.filter { !$0.value.isEmpty }.mapValues { Set($0).sorted() }
        try check()
    }

    /// The most tokens of one text.
    public var maximumLength: Int { positions - firstPosition }

    func headsLeft(in layer: Int) -> Int { heads - (prunedHeads[layer]?.count ?? 0) }

    /// The position of a text's first token.
    var firstPosition: Int { family == .roberta ? padding + 1 : 0 }

    private func check() throws {
        for (name, value) in [
            ("vocabularySize", vocabularySize), ("width", width), ("layers", layers), ("heads", heads),
            ("innerWidth", innerWidth),
        ] {
            try require(value > 0, name, "at least 1", got: value)
        }
        try require(width.isMultiple(of: heads), "width", "a multiple of the \(heads) heads", got: width)
        try require(segments >= 0, "segments", "at least 0", got: segments)
        try require((0..<vocabularySize).contains(padding), "padding", "in 0..<\(vocabularySize)", got: padding)
        try require(maximumLength > 0, "positions", "more than \(firstPosition)", got: positions)
        try require((0..<1).contains(dropout), "dropout", "in [0, 1)", got: dropout)
        try require((0..<1).contains(attentionDropout), "attentionDropout", "in [0, 1)", got: attentionDropout)
        try require(epsilon > 0 && epsilon.isFinite, "epsilon", "positive", got: epsilon)
        for (layer, pruned) in prunedHeads {
            try require((0..<layers).contains(layer), "prunedHeads", "of the layers 0..<\(layers)", got: layer)
            let isRight = pruned.allSatisfy((0..<heads).contains) && pruned.count < heads
            try require(isRight, "prunedHeads", "some of 0..<\(heads), not all", got: pruned)
        }
        try require(deviation > 0 && deviation.isFinite, "deviation", "positive", got: deviation)
    }

    private func require(_ holds: Bool, _ name: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw LanguageError(
                code: "encoder.configuration", message: "EncoderConfiguration.\(name) must be \(rule); got \(value)")
        }
    }
}
