/// A tensor with the name under which a checkpoint keeps it.
public struct NamedTensor {
    public var name: String
    public var tensor: Tensor

    public init(name: String, tensor: Tensor) {
        self.name = name
        self.tensor = tensor
    }
}

/// A layer or a model: something that holds tensors which are learned or loaded.
///
/// Layers are values over shared arrays: a copy of a layer learns together with it. Whether one is training is an
/// argument of its call, never a state.
public protocol Module {
    /// All tensors to learn, in a fixed order, with names such as `attention.query.weight`.
    var parameters: [NamedTensor] { get }
}

extension Module {
    /// The number of single numbers in `parameters`.
    public var parameterCount: Int { parameters.reduce(0) { $0 + $1.tensor.count } }

    /// Those that derivatives are taken by: what an optimiser is to be given.
    public var trainableParameters: [NamedTensor] { parameters.filter(\.tensor.requiresGradient) }

    /// How many single numbers learn.
    public var parameterShare: ParameterShare {
        ParameterShare(trainable: trainableParameters.reduce(0) { $0 + $1.tensor.count }, total: parameterCount)
    }

    /// Parameters with `prefix.` before their names.
    public func parameters(under prefix: String) -> [NamedTensor] {
        parameters.map { NamedTensor(name: "\(prefix).\($0.name)", tensor: $0.tensor) }
    }

    /// Forgets all gradients.
    public func forgetGradients() throws {
        for parameter in parameters { try parameter.tensor.setGradient(nil) }
    }

    /// Has derivatives by all parameters taken, or none.
    public func setTraining(_ required: Bool) throws {
        for parameter in parameters { try parameter.tensor.requiringGradient(required) }
    }
}

/// How many of a model's numbers learn.
public struct ParameterShare: Sendable, Equatable {
    public var trainable: Int
    public var total: Int

    public init(trainable: Int, total: Int) {
        self.trainable = trainable
        self.total = total
    }

    /// In [0, 1]; nil for a model without parameters.
    public var share: Double? { total > 0 ? Double(trainable) / Double(total) : nil }
}
