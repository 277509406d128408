import Tensor

extension TransformerEncoder {
    /// Settles which of the encoder's numbers learn, and adds what the adaptation needs.
    ///
    /// Afterwards `trainableParameters` is what an optimiser is to be given, and `parameterShare` how much that is. The
    /// encoder's own weights are shared with its copies, so these are frozen with it. An encoder that has an adaptation with
    /// these very settings goes on with it.
    ///
    /// - Parameters:
    ///   - biases: whether the encoder's biases learn too; with `.head` they alone do (Ben Zaken et al., "BitFit", 2022).
    ///   - generator: draws what is added.
    /// - Throws: `LanguageError` `adaptation.setting` for settings that do not fit the encoder, `adaptation.twice` when it has
    ///   another adaptation that adds something; nothing has then changed.
    public mutating func adapt(
        by adaptation: Adaptation, biases: Bool = false, using generator: inout some RandomNumberGenerator
    ) throws {
        try adaptation.check(for: configuration)
        var adapted = self
        if adaptation != self.adaptation {
            guard !adaptation.adds || !self.adaptation.adds else {
                throw LanguageError(
                    code: "adaptation.twice",
                    message: "the encoder has the adaptation '\(self.adaptation.name)', and cannot take "
                        + "'\(adaptation.name)' on top of it",
                    remedy: "Merge it (`merged()`), or begin with the pretrained encoder.")
            }
            try adapted.add(adaptation, using: &generator)
            // What learns of an adaptation that is there already does not change what it is.
            if adaptation.adds || !self.adaptation.adds { adapted.adaptation = adaptation }
        }
        adapted.learnsBiases = biases
        try adapted.setTraining(adaptation == .full)
        for parameter in adapted.adaptationParameters where adaptation.adds {
            try parameter.tensor.requiringGradient()
        }
        for parameter in adapted.plainParameters where biases && parameter.name.hasSuffix("bias") {
            try parameter.tensor.requiringGradient()
        }
        self = adapted
    }

    private mutating func add(_ adaptation: Adaptation, using generator: inout some RandomNumberGenerator) throws {
        switch adaptation {
        case .full, .head: break
        case .lowRank(let settings):
            try replace(settings.projections) {
                try LowRankProjection(beside: $0, settings, using: &generator)
            }
        case .adaptive(let settings):
            try replace(settings.projections) {
                try LowRankProjection(beside: $0, settings, using: &generator)
            }
        case .bottleneck(let settings):
            for place in layers.indices {
                func adapter() throws -> BottleneckAdapter {
                    try BottleneckAdapter(settings, in: configuration, using: &generator, on: device)
                }
                if settings.afterAttention { layers[place].attentionAdapter = try adapter() }
                layers[place].adapter = try adapter()
            }
        case .prefix(let settings):
            if let hidden = settings.hidden {
                prefix = try LearnedPrefix(
                    length: settings.length, hidden: hidden, in: configuration, using: &generator, on: device)
            } else {
                prefix = try wordPrefix(length: settings.length, using: &generator)
            }
        }
    }

    private mutating func replace(
        _ projections: Set<EncoderProjection>, by substitute: (LinearLayer) throws -> any Projection
    ) throws {
        for place in layers.indices {
            for projection in projections.sorted() {
                guard let plain = layers[place][keyPath: projection.path] as? LinearLayer else {
                    throw LanguageError(
                        code: "adaptation.projection",
                        message: "'\(projection.rawValue)' of layer \(place) is no plain matrix",
                        remedy: "Adapt the encoder before it is compressed.")
                }
                layers[place][keyPath: projection.path] = try substitute(plain)
            }
        }
    }

    /// The keys and values that a text of words drawn at random has in each layer.
    private func wordPrefix(length: Int, using generator: inout some RandomNumberGenerator) throws -> LearnedPrefix {
        var text = Encoding()
        text.ids = (0..<length).map { _ in Int32.random(in: 0..<Int32(configuration.vocabularySize), using: &generator)
        }
        text.typeIDs = text.ids.map { _ in 0 }
        return try withoutGradient {
            let batch = try TokenBatch([text], for: configuration, on: device)
            var tokens = try embeddings(batch, training: false)
            let blocks = try layers.map { layer in
                let block = (
                    keys: try layer.key(tokens, training: false), values: try layer.value(tokens, training: false)
                )
                tokens = try layer(tokens, batch, training: false)
                return block
            }
            return try LearnedPrefix(blocks, heads: configuration.heads)
        }
    }

    /// What the adaptation added: all that learns, but for biases.
    var adaptationParameters: [NamedTensor] {
        lowRankProjections.flatMap { named in
            named.projection.added.map { NamedTensor(name: "\(named.name).\($0.name)", tensor: $0.tensor) }
        } + addedParameters
    }

    /// The projections beside which something learns, by their names in Hugging Face's files.
    var lowRankProjections: [(name: String, projection: LowRankProjection)] {
        let names = EncoderNames(configuration.family)
        return layers.enumerated().flatMap { place, layer in
            EncoderProjection.allCases.compactMap { projection in
                (layer[keyPath: projection.path] as? LowRankProjection).map {
                    ("\(names.layers).\(place).\(projection.name(in: names))", $0)
                }
            }
        }
    }

    /// The encoder as it serves: low-rank products are added to their matrices, a prefix is what its network made of it.
    ///
    /// Gives the same vectors, to rounding. Without LoRA, AdaLoRA and a network it is the same encoder. Its weights stay as
    /// they were about learning; `adapt(by: .full)` has all of them learn.
    public func merged() throws -> TransformerEncoder {
        var result = self
        for place in layers.indices {
            for projection in EncoderProjection.allCases {
                guard let low = layers[place][keyPath: projection.path] as? LowRankProjection else { continue }
                result.layers[place][keyPath: projection.path] = try low.merged()
            }
        }
        result.prefix = try prefix?.folded()
        switch adaptation {
        case .lowRank, .adaptive: result.adaptation = .head
        case .prefix(let settings): result.adaptation = .prefix(try Adaptation.Prefix(length: settings.length))
        case .full, .head, .bottleneck: break
        }
        return result
    }
}
