extension Tensor {
    private enum Operators {
        static let transpose = Operator("aten::transpose", "int")
        static let permute = Operator("aten::permute")
        static let reshape = Operator("aten::reshape")
        static let view = Operator("aten::view")
        static let flatten = Operator("aten::flatten", "using_ints")
        static let unsqueeze = Operator("aten::unsqueeze")
        static let squeeze = Operator("aten::squeeze", "dim")
        static let expand = Operator("aten::expand")
        static let cat = Operator("aten::cat")
        static let stack = Operator("aten::stack")
        static let split = Operator("aten::split_with_sizes")
        static let flip = Operator("aten::flip")
        static let pad = Operator("aten::constant_pad_nd")
    }

    /// With two axes exchanged; shares the elements.
    public func transposed(_ first: Int, _ second: Int) throws -> Tensor {
        try Operators.transpose(.tensor(self), .integer(first), .integer(second))
    }

    /// With axes in another order; shares the elements.
    public func permuted(_ axes: Int...) throws -> Tensor { try Operators.permute(.tensor(self), .integers(axes)) }

    /// The same elements in another shape, in which one extent may be -1; copied only where it must be.
    public func reshaped(_ shape: Int...) throws -> Tensor { try reshaped(shape) }
    public func reshaped(_ shape: [Int]) throws -> Tensor {
        do {
            return try Operators.reshape(.tensor(self), .integers(shape))
        } catch let error as TensorError {
            throw TensorError(code: error.code, message: "\(error.message) (to \(shape))", remedy: error.remedy)
        }
    }

    /// As `reshaped`, refused where elements would have to be copied.
    public func view(_ shape: Int...) throws -> Tensor { try Operators.view(.tensor(self), .integers(shape)) }

    /// With the axes from `first` to `last` as one.
    public func flattened(from first: Int = 0, to last: Int = -1) throws -> Tensor {
        try Operators.flatten(.tensor(self), .integer(first), .integer(last))
    }

    /// With a new axis of extent 1 at that place.
    public func addingAxis(_ axis: Int) throws -> Tensor { try Operators.unsqueeze(.tensor(self), .integer(axis)) }
    /// Without an axis of extent 1; as it was if the extent is another.
    public func droppingAxis(_ axis: Int) throws -> Tensor { try Operators.squeeze(.tensor(self), .integer(axis)) }

    /// With axes of extent 1 repeated to the extents given; -1 leaves one as it is. Shares the elements.
    public func expanded(_ shape: Int...) throws -> Tensor { try Operators.expand(.tensor(self), .integers(shape)) }
    public func expanded(_ shape: [Int]) throws -> Tensor { try Operators.expand(.tensor(self), .integers(shape)) }

    /// Tensors one after the other along an axis.
    public static func concatenated(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        try Operators.cat(.tensors(tensors), .integer(axis))
    }

    /// Tensors of one shape side by side along a new axis.
    public static func stacked(_ tensors: [Tensor], axis: Int = 0) throws -> Tensor {
        try Operators.stack(.tensors(tensors), .integer(axis))
    }

    /// Parts of these sizes along an axis; shares the elements.
    public func split(_ sizes: [Int], axis: Int) throws -> [Tensor] {
        try Operators.split.results(sizes.count, .tensor(self), .integers(sizes), .integer(axis)).compactMap { $0 }
    }

    public func flipped(_ axes: Int...) throws -> Tensor { try Operators.flip(.tensor(self), .integers(axes)) }

    /// With `before` and `after` places of `value` added along the last axis.
    public func padded(before: Int, after: Int, with value: Double = 0) throws -> Tensor {
        try Operators.pad(.tensor(self), .integers([before, after]), .real(value))
    }
}
