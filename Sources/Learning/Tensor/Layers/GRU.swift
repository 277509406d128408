/// Gated recurrent units (Cho et al., 2014), one layer over another, with PyTorch's names of weights.
public struct GRU: Module {
    public let hidden: Int
    public let layers: Int
    public let bidirectional: Bool
    public let dropout: Dropout
    public private(set) var parameters: [NamedTensor]

    /// Drawn evenly between plus and minus `1 / sqrt(hidden)`, as PyTorch's `nn.GRU` is.
    ///
    /// - Parameter dropout: between layers.
    public init(
        inputs: Int, hidden: Int, layers: Int = 1, bidirectional: Bool = false, dropout: Double = 0,
        using generator: inout some RandomNumberGenerator, on device: Device = .cpu
    ) throws {
        try TensorError.check(inputs > 0, "GRU.inputs", "at least 1", got: inputs)
        try TensorError.check(hidden > 0, "GRU.hidden", "at least 1", got: hidden)
        try TensorError.check(layers > 0, "GRU.layers", "at least 1", got: layers)
        self.hidden = hidden
        self.layers = layers
        self.bidirectional = bidirectional
        self.dropout = try Dropout(dropout)
        parameters = []
        let directions = bidirectional ? ["", "_reverse"] : [""]
        for layer in 0..<layers {
            let width = layer == 0 ? inputs : hidden * directions.count
            for direction in directions {
                let shapes = [
                    ("weight_ih", [3 * hidden, width]), ("weight_hh", [3 * hidden, hidden]), ("bias_ih", [3 * hidden]),
                    ("bias_hh", [3 * hidden]),
                ]
                for (name, shape) in shapes {
                    let weights = try Tensor.uniformParameter(
                        shape, bound: 1 / Double(hidden).squareRoot(), using: &generator, on: device)
                    parameters.append(NamedTensor(name: "\(name)_l\(layer)\(direction)", tensor: weights))
                }
            }
        }
    }

    /// `[batch, places, inputs]` to outputs `[batch, places, hidden × directions]` and the state after the last place,
    /// `[layers × directions, batch, hidden]`; the first state is 0 unless given.
    public func callAsFunction(
        _ input: Tensor, state: Tensor? = nil, training: Bool
    ) throws -> (outputs: Tensor, state: Tensor) {
        guard input.axes == 3 else {
            throw TensorError(code: "tensor.shape", message: "GRU takes [batch, places, inputs]; got \(input.shape)")
        }
        let start =
            try state
            ?? .zeros(
                [layers * (bidirectional ? 2 : 1), input.extent(0), hidden], input.element, on: input.device)
        return try input.gru(
            state: start, weights: parameters.map(\.tensor), layers: layers, dropout: dropout.probability,
            training: training, bidirectional: bidirectional)
    }
}
