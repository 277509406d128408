import Tensor

extension TransformerEncoder {
    /// The same encoder with all its matrices in whole numbers of eight bits: a quarter of the size, and several times the
    /// speed on a processor that multiplies bytes.
    ///
    /// Weights are rounded by output, vectors of tokens by their own range as they come ("dynamic quantisation"); what is
    /// between the matrices stays in floating point. For answers only: it cannot learn, nor run on a GPU.
    /// - Throws: `LanguageError` `compress.twice` when it is so already, `compress.weights` for weights that are not finite.
    public func quantised() throws -> TransformerEncoder {
        var result = self
        for place in layers.indices { try result.layers[place].replaceProjections { try Self.rounded($0) } }
        result.embeddings.words.weight = try Rounding(embeddings.words.weight.detached().moved(to: .cpu)).values
        return result
    }

    /// Whether its matrices are in whole numbers.
    public var isQuantised: Bool { layers.contains { $0.query is QuantisedLinear } }

    private static func rounded(_ projection: any Projection) throws -> any Projection {
        guard let layer = projection as? LinearLayer else {
            throw LanguageError(
                code: "compress.twice", message: "the encoder's matrices are not plain ones",
                remedy: "Quantise a whole encoder, once: merge adapters into it first.")
        }
        return try QuantisedLinear(rounding: layer)
    }
}

extension EncoderLayer {
    /// Puts something else where the layer multiplies by a matrix.
    mutating func replaceProjections(_ replacement: (any Projection) throws -> any Projection) rethrows {
        query = try replacement(query)
        key = try replacement(key)
        value = try replacement(value)
        output = try replacement(output)
        inner = try replacement(inner)
        outer = try replacement(outer)
    }
}

extension SentenceEncoder {
    /// With the encoder in whole numbers; see ``TransformerEncoder/quantised()``.
    public func quantised() throws -> SentenceEncoder {
        var result = self
        result.encoder = try encoder.quantised()
        return result
    }
}
