/// Attention with several heads (Vaswani et al., "Attention is all you need", 2017, section 3.2.2), by libtorch's fused
/// kernel.
public struct MultiHeadAttention: Module {
    public var query, key, value, output: LinearLayer
    public var heads: Int
    public var dropout: Dropout

    public init(
        query: LinearLayer, key: LinearLayer, value: LinearLayer, output: LinearLayer, heads: Int, dropout: Dropout
    ) throws {
        let width = query.weight.extent(0)
        try TensorError.check(
            heads > 0 && width.isMultiple(of: max(1, heads)), "MultiHeadAttention.heads", "a divisor of \(width)",
            got: heads)
        self.query = query
        self.key = key
        self.value = value
        self.output = output
        self.heads = heads
        self.dropout = dropout
    }

    public init(
        width: Int, heads: Int, dropout: Double = 0, using generator: inout some RandomNumberGenerator,
        on device: Device = .cpu
    ) throws {
        func layer() throws -> LinearLayer {
            try LinearLayer(inputs: width, outputs: width, using: &generator, on: device)
        }
        try self.init(
            query: layer(), key: layer(), value: layer(), output: layer(), heads: heads, dropout: Dropout(dropout))
    }

    /// - Parameters:
    ///   - input: `[batch, places, width]`.
    ///   - source: what is looked at, `[batch, others, width]`; the input itself when nil.
    ///   - mask: true where a place may look, or numbers to add; broadcast to `[batch, heads, places, others]`.
    public func callAsFunction(
        _ input: Tensor, source: Tensor? = nil, mask: Tensor? = nil, causal: Bool = false, training: Bool
    ) throws -> Tensor {
        guard input.axes == 3 else {
            throw TensorError(
                code: "tensor.shape", message: "MultiHeadAttention takes [batch, places, width]; got \(input.shape)")
        }
        let source = source ?? input
        let attended = try split(query(input)).attending(
            to: split(key(source)), split(value(source)), mask: mask,
            dropout: training ? dropout.probability : 0, causal: causal)
        // [batch, heads, places, width / heads] back to [batch, places, width].
        let joined = try attended.transposed(1, 2).flattened(from: 2, to: 3)
        return try output(joined)
    }

    /// `[batch, places, width]` to `[batch, heads, places, width / heads]`.
    private func split(_ tensor: Tensor) throws -> Tensor {
        try tensor.view(tensor.extent(0), tensor.extent(1), heads, -1).transposed(1, 2)
    }

    public var parameters: [NamedTensor] {
        query.parameters(under: "query") + key.parameters(under: "key") + value.parameters(under: "value")
            + output.parameters(under: "output")
    }
}
