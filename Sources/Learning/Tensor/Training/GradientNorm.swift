/// The gradients of parameters as one long vector.
public enum GradientNorm {
    private enum Operators {
        static let norms = Operator("aten::_foreach_norm", "Scalar")
        static let scale = Operator("aten::_foreach_mul_", "Tensor")
    }

    /// Its Euclidean length.
    public static func length(of parameters: [NamedTensor]) throws -> Tensor {
        try withoutGradient { try length(of: parameters.compactMap(\.tensor.gradient)) }
    }

    /// Shortens it to at most `limit` (Pascanu et al., 2013), in place.
    ///
    /// - Returns: the length before. When that is not finite, every gradient becomes not a number: look at it.
    @discardableResult
    public static func clip(_ parameters: [NamedTensor], to limit: Double) throws -> Tensor {
        try withoutGradient {
            let gradients = parameters.compactMap(\.tensor.gradient)
            let length = try length(of: gradients)
            guard !gradients.isEmpty else { return length }
            // The small number keeps the division sound; PyTorch adds the same.
            let factor = try Tensor(scalar: Float(limit)).moved(to: length.device) / (length + 1e-6)
            try Operators.scale.perform(.tensors(gradients), .tensor(factor.clamp(maximum: 1)), discarding: 0)
            return length
        }
    }

    private static func length(of gradients: [Tensor]) throws -> Tensor {
        guard !gradients.isEmpty else { return try Tensor(scalar: Float(0)) }
        let norms = try Operators.norms.results(gradients.count, .tensors(gradients), .integer(2)).compactMap { $0 }
        return try Tensor.stacked(norms).norm()
    }
}
