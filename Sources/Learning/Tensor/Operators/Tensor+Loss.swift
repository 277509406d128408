/// How losses of single examples become one number.
public enum LossReduction: Int, Sendable {
    // libtorch's numbers.
    case none = 0
    case mean = 1
    case sum = 2
}

extension Tensor {
    private enum Operators {
        static let crossEntropy = Operator("aten::cross_entropy_loss")
        static let binaryCrossEntropy = Operator("aten::binary_cross_entropy_with_logits")
        static let squaredError = Operator("aten::mse_loss")
        static let divergence = Operator("aten::kl_div")
    }

    /// `-log softmax(logits)[target]`: logits `[batch, classes, ...]`, targets whole numbers `[batch, ...]`.
    ///
    /// - Parameters:
    ///   - weights: of the classes; the mean is then weighted.
    ///   - ignoring: a target that counts for nothing.
    ///   - smoothing: the share of probability spread over all classes.
    public func crossEntropy(
        _ targets: Tensor, weights: Tensor? = nil, reduction: LossReduction = .mean, ignoring: Int = -100,
        smoothing: Double = 0
    ) throws -> Tensor {
        try Operators.crossEntropy(
            .tensor(self), .tensor(targets), .optional(weights), .integer(reduction.rawValue), .integer(ignoring),
            .real(smoothing))
    }

    /// Cross-entropy of independent yes-or-no answers, from logits; targets in [0, 1], of the logits' shape.
    public func binaryCrossEntropy(
        _ targets: Tensor, positiveWeights: Tensor? = nil, reduction: LossReduction = .mean
    ) throws -> Tensor {
        try checkSameShape(targets, "binaryCrossEntropy")
        return try Operators.binaryCrossEntropy(
            .tensor(self), .tensor(targets), .none, .optional(positiveWeights), .integer(reduction.rawValue))
    }

    /// The squared difference from targets of the same shape.
    public func squaredError(_ targets: Tensor, reduction: LossReduction = .mean) throws -> Tensor {
        try checkSameShape(targets, "squaredError")
        return try Operators.squaredError(.tensor(self), .tensor(targets), .integer(reduction.rawValue))
    }

    /// `sum(p (log p - log q))` over all elements, divided by the first extent: `self` is `log q`, `target` is `log p`.
    public func divergence(fromLogarithms target: Tensor) throws -> Tensor {
        try checkSameShape(target, "divergence")
        let sum = try Operators.divergence(
            .tensor(self), .tensor(target), .integer(LossReduction.sum.rawValue), .truth(true))
        return try sum / Double(max(1, shape.first ?? 1))
    }

    /// libtorch would stretch one to the other in silence, and the loss would be of something else.
    private func checkSameShape(_ targets: Tensor, _ name: String) throws {
        guard shape == targets.shape else {
            throw TensorError(
                code: "tensor.shape", message: "\(name) of \(shape) and targets \(targets.shape): shapes must be equal")
        }
    }
}
