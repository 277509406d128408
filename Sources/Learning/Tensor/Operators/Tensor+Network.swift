import CTorch

/// What layers are made of.
extension Tensor {
    private enum Operators {
        static let linear = Operator("aten::linear")
        static let layerNorm = Operator("aten::layer_norm")
        static let embedding = Operator("aten::embedding")
        static let attention = Operator("aten::scaled_dot_product_attention")
        static let gru = Operator("aten::gru", "input")
        static let convolution = Operator("aten::conv1d")
        static let maximumPool = Operator("aten::max_pool1d")
    }

    /// `self weightᵀ + bias`: `[..., inputs]` by `[outputs, inputs]` gives `[..., outputs]`.
    ///
    /// Single precision on the processor goes by oneDNN, which uses all of what each kind of processor can do; the matrix
    /// library that libtorch takes does so for one maker's alone, and is half as fast on others. Small products stay with the
    /// latter, which does not ask other threads to help with them.
    public func linear(_ weight: Tensor, bias: Tensor? = nil) throws -> Tensor {
        let isPlain =
            element == .float32 && weight.element == .float32 && axes > 1 && count > 0 && device == .cpu
            && weight.device == .cpu && weight.count * (count / max(1, extent(-1))) >= Self.leastShared
            && Self.hasOneDNN
        guard isPlain else { return try Operators.linear(.tensor(self), .tensor(weight), .optional(bias)) }
        var result = unsafe ct_tensor(object: nil)
        try TensorError.check(
            unsafe ct_linear(handle.raw, weight.handle.raw, bias?.handle.raw ?? ct_tensor(object: nil), &result),
            "linear of \(self) by \(weight)")
        return unsafe Tensor(owning: result)
    }

    /// Multiplications of a product that is worth the help of other threads.
    private static let leastShared = 1 << 19
    private static let hasOneDNN = Operator("mkldnn::_linear_pointwise").isKnown

    /// Centred and scaled over the last axes, those of `weight`; then times `weight`, plus `bias`.
    public func layerNorm(weight: Tensor, bias: Tensor?, epsilon: Double = 1e-5) throws -> Tensor {
        try Operators.layerNorm(
            .tensor(self), .integers(weight.shape), .tensor(weight), .optional(bias), .real(epsilon))
    }

    /// The rows of `table` that these whole numbers name: `[...]` and `[rows, width]` give `[..., width]`.
    ///
    /// - Parameter padding: a row that gets no gradient.
    public func embedded(in table: Tensor, padding: Int? = nil) throws -> Tensor {
        try Operators.embedding(.tensor(table), .tensor(self), .integer(padding ?? -1))
    }

    /// Attention of these queries: `softmax(Q Kᵀ / sqrt(width) + mask) V`, by libtorch's fused kernels.
    ///
    /// Queries `[..., heads, places, width]`, keys and values `[..., heads, others, width]`.
    /// - Parameters:
    ///   - mask: true where a query may look, or numbers to add to the scores; broadcast to `[..., places, others]`.
    ///   - causal: a query looks only at places up to its own; not together with a mask.
    public func attending(
        to keys: Tensor, _ values: Tensor, mask: Tensor? = nil, dropout: Double = 0, causal: Bool = false,
        scale: Double? = nil
    ) throws -> Tensor {
        try Operators.attention(
            .tensor(self), .tensor(keys), .tensor(values), .optional(mask), .real(dropout), .truth(causal),
            scale.map { .real($0) } ?? .none)
    }

    /// A gated recurrent unit over `[batch, places, inputs]` from a state `[layers × directions, batch, hidden]`:
    /// outputs `[batch, places, hidden × directions]` and the last state.
    ///
    /// - Parameter weights: for each layer and direction `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`.
    public func gru(
        state: Tensor, weights: [Tensor], layers: Int, dropout: Double = 0, training: Bool = false,
        bidirectional: Bool = false
    ) throws -> (outputs: Tensor, state: Tensor) {
        try pair(
            Operators.gru.results(
                2, .tensor(self), .tensor(state), .tensors(weights), .truth(true), .integer(layers), .real(dropout),
                .truth(training), .truth(bidirectional), .truth(true)))
    }

    /// `[batch, channels, length]` by `[outputs, channels / groups, width]` gives `[batch, outputs, ...]`.
    public func convolution1D(
        _ weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1
    ) throws -> Tensor {
        try Operators.convolution(
            .tensor(self), .tensor(weight), .optional(bias), .integers([stride]), .integers([padding]),
            .integers([dilation]), .integer(groups))
    }

    /// The largest of every `width` neighbours along the last axis.
    public func maximumPool1D(width: Int, stride: Int? = nil) throws -> Tensor {
        try Operators.maximumPool(.tensor(self), .integers([width]), .integers([stride ?? width]))
    }
}
