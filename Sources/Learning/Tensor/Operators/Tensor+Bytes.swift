public import Linear

extension Tensor {
    /// `self matrixᵀ + bias` with a matrix in bytes: `[rows, inputs]` to `[rows, outputs]`, on the processor; no derivatives.
    ///
    /// On as many threads as libtorch's operators have (``Threads/count``).
    /// - Throws: `tensor.shape`, `tensor.element` or `tensor.device` for rows that it cannot multiply.
    public func linear(_ matrix: ByteMatrix) throws -> Tensor {
        guard axes == 2, extent(1) == matrix.inputs else {
            throw TensorError(
                code: "tensor.shape",
                message: "linear of \(shape) and a matrix in bytes of [\(matrix.outputs), \(matrix.inputs)]")
        }
        guard element == .float32 else {
            throw TensorError(code: "tensor.element", message: "a matrix in bytes multiplies float32; got \(element)")
        }
        guard device == .cpu else {
            throw TensorError(
                code: "tensor.device", message: "a matrix in bytes multiplies on the processor; got \(device)")
        }
        let input = try contiguous()
        let rows = extent(0)
        let result = try Tensor.unwritten([rows, matrix.outputs], .float32)
        unsafe input.withMutableBytes { from in
            unsafe result.withMutableBytes { to in
                // Empty tensors have no address.
                guard let from = unsafe from.bindMemory(to: Float.self).baseAddress,
                    let to = unsafe to.bindMemory(to: Float.self).baseAddress
                else { return }
                // Each piece writes its own rows.
                nonisolated(unsafe) let (vectors, products) = unsafe (UnsafePointer(from), to)
                let pieces = min(Threads.count, (rows + 47) / 48)
                Parallel.forEachChunk(of: rows, chunk: (rows + pieces - 1) / pieces) { piece in
                    unsafe matrix.multiply(
                        vectors + piece.lowerBound * matrix.inputs, rows: piece.count,
                        into: products + piece.lowerBound * matrix.outputs)
                }
            }
        }
        return result
    }
}
