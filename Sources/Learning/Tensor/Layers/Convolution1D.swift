/// Filters over a sequence: `[batch, channels, length]` to `[batch, outputs, length']`.
public struct Convolution1D: Module {
    /// `[outputs, channels, width]`.
    public var weight: Tensor
    /// `[outputs]`.
    public var bias: Tensor?
    public var stride, padding, dilation: Int

    /// Drawn evenly between plus and minus `1 / sqrt(channels × width)`, as PyTorch's `nn.Conv1d` is.
    public init(
        channels: Int, outputs: Int, width: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
        using generator: inout some RandomNumberGenerator, on device: Device = .cpu
    ) throws {
        try TensorError.check(channels > 0, "Convolution1D.channels", "at least 1", got: channels)
        try TensorError.check(outputs > 0, "Convolution1D.outputs", "at least 1", got: outputs)
        try TensorError.check(width > 0, "Convolution1D.width", "at least 1", got: width)
        let bound = 1 / Double(channels * width).squareRoot()
        weight = try .uniformParameter([outputs, channels, width], bound: bound, using: &generator, on: device)
        bias = try .uniformParameter([outputs], bound: bound, using: &generator, on: device)
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
    }

    public func callAsFunction(_ input: Tensor) throws -> Tensor {
        try input.convolution1D(weight, bias: bias, stride: stride, padding: padding, dilation: dilation)
    }

    public var parameters: [NamedTensor] { named(["weight": weight, "bias": bias]) }
}
