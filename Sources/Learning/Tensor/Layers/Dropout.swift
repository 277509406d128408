/// Sets elements to 0 at random while training. See `Randomness` for where the draws come from.
public struct Dropout: Sendable {
    public let probability: Double

    public init(_ probability: Double) throws {
        try TensorError.check((0..<1).contains(probability), "Dropout.probability", "in [0, 1)", got: probability)
        self.probability = probability
    }

    public func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
        try input.dropout(probability, training: training)
    }
}
