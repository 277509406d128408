import Linear
import Tensor

/// A matrix in bytes where an encoder multiplies: for answers only, on the processor.
///
/// Its parameters are stored, never learned: `weight` in whole numbers, `weight_scale` by output, and `bias`.
struct QuantisedLinear: Projection {
    let matrix: ByteMatrix
    /// What `matrix` was made of: [outputs, inputs] in whole numbers, [outputs], [outputs].
    private let codes, scale: Tensor
    private let bias: Tensor?

    init(codes: Tensor, scale: Tensor, bias: Tensor?) throws {
        matrix = try ByteMatrix(
            codes: codes.array(of: Int8.self), scales: scale.array(of: Float.self),
            bias: bias?.array(of: Float.self) ?? [])
        (self.codes, self.scale, self.bias) = (codes, scale, bias)
    }

    /// Rounds a layer's weights, each output by its own range.
    ///
    /// - Throws: `LanguageError` `compress.weights` for weights that are not finite, or too many inputs.
    init(rounding layer: LinearLayer) throws {
        let weight = try layer.weight.detached().moved(to: .cpu)
        let rounded = try Rounding(weight)
        try self.init(
            codes: rounded.codes, scale: rounded.scale,
            bias: layer.bias.map { try $0.detached().moved(to: .cpu).clone() })
    }

    func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
        guard !training else { throw Self.cannotLearn }
        return try input.linear(matrix)
    }

    static let cannotLearn = LanguageError(
        code: "compress.training", message: "an encoder in whole numbers cannot learn",
        remedy: "Train the model that it was made from, and quantise that.")

    var parameters: [NamedTensor] {
        [NamedTensor(name: "weight", tensor: codes), NamedTensor(name: Rounding.suffix, tensor: scale)]
            + (bias.map { [NamedTensor(name: "bias", tensor: $0)] } ?? [])
    }
}

/// Rows of a matrix in whole numbers of eight bits, with a scale for each.
struct Rounding {
    /// [rows, width].
    let codes: Tensor
    /// [rows].
    let scale: Tensor

    /// What the scales of `weight` are called.
    static let suffix = "weight_scale"

    /// - Throws: `LanguageError` `compress.weights` unless all are finite and a row is short enough to be summed up.
    init(_ matrix: Tensor) throws {
        let (rows, width) = (matrix.extent(0), matrix.extent(1))
        guard width <= ByteMatrix.mostInputs else {
            throw LanguageError(
                code: "compress.weights", message: "a matrix of \(width) inputs cannot be multiplied in bytes",
                remedy: "The most is \(ByteMatrix.mostInputs).")
        }
        let values = try matrix.converted(to: .float32).array(of: Float.self)
        guard values.allSatisfy(\.isFinite) else {
            throw LanguageError(
                code: "compress.weights", message: "a matrix of [\(rows), \(width)] has weights that are not finite",
                remedy: "The training that it comes from went wrong; take an earlier checkpoint.")
        }
        let rounded = ByteMatrix.rounded(values, rows: rows)
        codes = try Tensor(rounded.codes, shape: [rows, width])
        scale = try Tensor(rounded.scales)
    }

    init(codes: Tensor, scale: Tensor) {
        (self.codes, self.scale) = (codes, scale)
    }

    /// The numbers that it stands for, [rows, width].
    var values: Tensor { get throws { try codes.converted(to: .float32) * scale.addingAxis(1) } }
}
