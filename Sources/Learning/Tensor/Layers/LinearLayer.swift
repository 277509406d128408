/// `x weightᵀ + bias`: `[..., inputs]` to `[..., outputs]`.
public struct LinearLayer: Module {
    /// `[outputs, inputs]`.
    public var weight: Tensor
    /// `[outputs]`.
    public var bias: Tensor?

    public init(weight: Tensor, bias: Tensor?) {
        self.weight = weight
        self.bias = bias
    }

    /// Drawn evenly between plus and minus `1 / sqrt(inputs)`, as PyTorch's `nn.Linear` is.
    public init(
        inputs: Int, outputs: Int, bias: Bool = true, using generator: inout some RandomNumberGenerator,
        on device: Device = .cpu
    ) throws {
        try TensorError.check(inputs > 0, "LinearLayer.inputs", "at least 1", got: inputs)
        try TensorError.check(outputs > 0, "LinearLayer.outputs", "at least 1", got: outputs)
        let bound = 1 / Double(inputs).squareRoot()
        weight = try .uniformParameter([outputs, inputs], bound: bound, using: &generator, on: device)
        self.bias = bias ? try .uniformParameter([outputs], bound: bound, using: &generator, on: device) : nil
    }

    /// Drawn from a normal distribution, with bias 0, as BERT is.
    public init(
        inputs: Int, outputs: Int, deviation: Double, using generator: inout some RandomNumberGenerator,
        on device: Device = .cpu
    ) throws {
        try TensorError.check(inputs > 0, "LinearLayer.inputs", "at least 1", got: inputs)
        try TensorError.check(outputs > 0, "LinearLayer.outputs", "at least 1", got: outputs)
        weight = try .normalParameter([outputs, inputs], deviation: deviation, using: &generator, on: device)
        bias = try .constantParameter([outputs], 0, on: device)
    }

    public func callAsFunction(_ input: Tensor) throws -> Tensor { try input.linear(weight, bias: bias) }

    public var parameters: [NamedTensor] { named(["weight": weight, "bias": bias]) }
}

/// Those that are there, in the order written.
func named(_ tensors: KeyValuePairs<String, Tensor?>) -> [NamedTensor] {
    tensors.compactMap { name, tensor in tensor.map { NamedTensor(name: name, tensor: $0) } }
}
