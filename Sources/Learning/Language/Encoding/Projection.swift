public import Tensor

/// What stands where a layer multiplies by a matrix: the matrix itself, or something that learns or stores less.
///
/// `[tokens, inputs]` to `[tokens, outputs]`. Its `parameters` have the names that Hugging Face gives the matrix
/// (`weight`, `bias`) and whatever it adds.
public protocol Projection: Module {
    func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor
}

extension LinearLayer: Projection {
    public func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor { try self(input) }
}
