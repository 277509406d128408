import Tensor

extension TextClassifier {
    /// The classifier around another encoder, with a head of its own: what a smaller one begins from.
    ///
    /// Temperature and scope are those of this one until they are fitted anew (``calibrated(on:learnedFrom:turningAway:)``).
    public func student(_ encoder: TransformerEncoder) throws -> TextClassifier {
        func copy(_ layer: LinearLayer) throws -> LinearLayer {
            try withoutGradient {
                try LinearLayer(
                    weight: layer.weight.detached().clone(), bias: layer.bias.map { try $0.detached().clone() })
            }
        }
        var result = self
        result.model.encoder = encoder
        result.model.head.dense = try copy(model.head.dense)
        result.model.head.output = try copy(model.head.output)
        return result
    }
}
