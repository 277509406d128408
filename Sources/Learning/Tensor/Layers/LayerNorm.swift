/// Centres and scales the last axis, then multiplies by a learned weight and adds a learned bias.
public struct LayerNorm: Module {
    /// `[width]`, as is `bias`.
    public var weight: Tensor
    public var bias: Tensor?
    public var epsilon: Double

    public init(weight: Tensor, bias: Tensor?, epsilon: Double = 1e-5) {
        self.weight = weight
        self.bias = bias
        self.epsilon = epsilon
    }

    public init(width: Int, epsilon: Double = 1e-5, on device: Device = .cpu) throws {
        try TensorError.check(width > 0, "LayerNorm.width", "at least 1", got: width)
        weight = try .constantParameter([width], 1, on: device)
        bias = try .constantParameter([width], 0, on: device)
        self.epsilon = epsilon
    }

    public func callAsFunction(_ input: Tensor) throws -> Tensor {
        try input.layerNorm(weight: weight, bias: bias, epsilon: epsilon)
    }

    public var parameters: [NamedTensor] { named(["weight": weight, "bias": bias]) }
}
