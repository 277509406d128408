/// A vector for each of a number of things: `[...]` whole numbers to `[..., width]`.
public struct Embedding: Module {
    /// `[rows, width]`.
    public var weight: Tensor
    /// A row that stands for nothing: 0 at first, and never learned.
    public var padding: Int?

    public init(weight: Tensor, padding: Int? = nil) {
        self.weight = weight
        self.padding = padding
    }

    public init(
        rows: Int, width: Int, deviation: Double = 1, padding: Int? = nil,
        using generator: inout some RandomNumberGenerator, on device: Device = .cpu
    ) throws {
        try TensorError.check(rows > 0, "Embedding.rows", "at least 1", got: rows)
        try TensorError.check(width > 0, "Embedding.width", "at least 1", got: width)
        weight = try .normalParameter([rows, width], deviation: deviation, using: &generator, on: device)
        self.padding = padding
        if let padding {
            try TensorError.check((0..<rows).contains(padding), "Embedding.padding", "in 0..<\(rows)", got: padding)
            try withoutGradient { try weight.at(padding).fill(0) }
        }
    }

    public func callAsFunction(_ indices: Tensor) throws -> Tensor {
        try indices.embedded(in: weight, padding: padding)
    }

    public var parameters: [NamedTensor] { named(["weight": weight]) }
}
