import Tensor

extension EncoderConfiguration.Activation {
    /// Of any shape, to the same.
    func callAsFunction(_ tokens: Tensor) throws -> Tensor {
        switch self {
        case .gelu: try tokens.gelu()
        case .tanhGelu: try tokens.gelu(approximate: true)
        case .relu: try tokens.relu()
        case .silu: try tokens.silu()
        }
    }
}
