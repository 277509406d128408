import Tensor

extension TransformerEncoder {
    /// The same encoder with all its matrices in whole numbers of eight bits: a quarter of the size, and several times the
    /// speed on a processor that multiplies bytes.
    ///
    /// Weights are rounded by output, vectors of tokens by their own range as they come ("dynamic quantisation"); what is
    /// between the matrices stays in floating point. For answers only: it cannot learn, nor run on a GPU.
    /// - Throws: `LanguageError` `compress.matrix` when it is so already or has adapters, `compress.weights` for weights that are not finite.
    public func quantised() throws -> TransformerEncoder {
        var result = self
        for place in layers.indices {
            for path in EncoderProjection.allCases.map(\.path) {
                let layer = try Self.plain(layers[place][keyPath: path])
                result.layers[place][keyPath: path] = try QuantisedLinear(rounding: layer)
            }
        }
        result.embeddings.words.weight = try Rounding(embeddings.words.weight.detached().moved(to: .cpu)).values
        return result
    }

    /// Whether its matrices are in whole numbers.
    public var isQuantised: Bool { layers.contains { $0.query is QuantisedLinear } }

    /// A matrix that can be compressed.
    static func plain(_ projection: any Projection) throws -> LinearLayer {
        guard let layer = projection as? LinearLayer else { throw notPlain }
        return layer
    }

    static let notPlain = LanguageError(
        code: "compress.matrix", message: "the encoder's matrices are not plain ones, or adapters stand beside them",
        remedy: "Compress the encoder as it was before it was quantised, with adapters merged into it.")
}

extension SentenceEncoder {
    /// With the encoder in whole numbers; see ``TransformerEncoder/quantised()``.
    public func quantised() throws -> SentenceEncoder {
        var result = self
        result.encoder = try encoder.quantised()
        return result
    }
}

extension TextClassifier {
    /// With the encoder in whole numbers; see ``TransformerEncoder/quantised()``. The head stays as it is.
    public func quantised() throws -> TextClassifier {
        var result = self
        result.model.encoder = try model.encoder.quantised()
        return result
    }
}
