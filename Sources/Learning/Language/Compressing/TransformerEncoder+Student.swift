import Tensor

extension TransformerEncoder {
    /// An encoder with arrays of its own, which learns alone.
    ///
    /// - Throws: `LanguageError` `compress.matrix` for one that is in whole numbers or has adapters.
    public func copied() throws -> TransformerEncoder {
        func copy(_ tensor: Tensor) throws -> Tensor {
            try withoutGradient { try tensor.detached().clone() }.requiringGradient(tensor.requiresGradient)
        }
        func copy(_ norm: LayerNorm) throws -> LayerNorm {
            try LayerNorm(weight: copy(norm.weight), bias: norm.bias.map { try copy($0) }, epsilon: norm.epsilon)
        }
        func copy(_ table: Embedding) throws -> Embedding {
            try Embedding(weight: copy(table.weight), padding: table.padding)
        }
        guard addedParameters.isEmpty else { throw Self.notPlain }
        var result = self
        result.embeddings.words = try copy(embeddings.words)
        result.embeddings.positions = try copy(embeddings.positions)
        result.embeddings.segments = try embeddings.segments.map { try copy($0) }
        result.embeddings.norm = try copy(embeddings.norm)
        for (place, layer) in layers.enumerated() {
            for path in EncoderProjection.allCases.map(\.path) {
                let plain = try Self.plain(layer[keyPath: path])
                result.layers[place][keyPath: path] = try LinearLayer(
                    weight: copy(plain.weight), bias: plain.bias.map { try copy($0) })
            }
            result.layers[place].attentionNorm = try copy(layer.attentionNorm)
            result.layers[place].norm = try copy(layer.norm)
        }
        return result
    }

    /// What a smaller student begins from: every so many of this encoder's layers, from the first on (Sanh et al.,
    /// "DistilBERT", 2019, section 3), with arrays of its own.
    ///
    /// - Throws: `LanguageError` `compress.pruning` unless there are that many layers.
    public func student(layers count: Int) throws -> TransformerEncoder {
        try Self.require((1...layers.count).contains(count), "layers", "in 1...\(layers.count)", got: count)
        return try keeping(layers: (0..<count).map { $0 * layers.count / count })
    }

    /// What comes out of each layer, [tokens, width] each; the last is the encoder's answer.
    func states(_ batch: TokenBatch, training: Bool) throws -> [Tensor] {
        var tokens = try embeddings(batch, training: training)
        let blocks = try prefix?()
        return try layers.enumerated().map { place, layer in
            tokens = try layer(tokens, batch, prefix: blocks?[place], training: training)
            return tokens
        }
    }
}
