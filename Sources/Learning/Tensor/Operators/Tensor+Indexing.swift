extension Tensor {
    private enum Operators {
        static let select = Operator("aten::select", "int")
        static let slice = Operator("aten::slice", "Tensor")
        static let indexSelect = Operator("aten::index_select")
        static let gather = Operator("aten::gather")
        static let index = Operator("aten::index", "Tensor")
        static let scatterAdd = Operator("aten::scatter_add")
        static let indexAdd = Operator("aten::index_add")
        static let lowerTriangle = Operator("aten::tril")
        static let upperTriangle = Operator("aten::triu")
        static let oneHot = Operator("aten::one_hot")
        static let nonzero = Operator("aten::nonzero")
    }

    /// One place along an axis, which vanishes; negative places count from the last. Shares the elements.
    public func at(_ place: Int, axis: Int = 0) throws -> Tensor {
        try Operators.select(.tensor(self), .integer(axis), .integer(place))
    }

    /// Places along an axis; shares the elements.
    ///
    /// - Throws: `tensor.shape` when the axis has fewer places (libtorch would give fewer in silence).
    public func slice(_ places: Range<Int>, axis: Int = 0) throws -> Tensor {
        let axes = axes
        guard axis >= -axes, axis < axes, places.lowerBound >= 0, places.upperBound <= extent(axis) else {
            throw TensorError(
                code: "tensor.shape", message: "slice: places \(places) along axis \(axis) do not lie in \(shape)")
        }
        return try Operators.slice(
            .tensor(self), .integer(axis), .integer(places.lowerBound), .integer(places.upperBound))
    }

    /// The places that `indices` (whole numbers, one axis) names along an axis.
    public func selecting(_ indices: Tensor, axis: Int = 0) throws -> Tensor {
        try Operators.indexSelect(.tensor(self), .integer(axis), .tensor(indices))
    }

    /// For each element of `indices`, the element of this tensor at that place along the axis, the other places being
    /// the same.
    public func gathering(_ indices: Tensor, axis: Int) throws -> Tensor {
        try Operators.gather(.tensor(self), .integer(axis), .tensor(indices))
    }

    /// The rows that `indices`, of any shape, names along the first axis; or, for a mask, those where it is true.
    public func rows(_ indices: Tensor) throws -> Tensor {
        try Operators.index(.tensor(self), .optionalTensors([indices]))
    }

    /// With elements of `values` added at the places that `indices` names along an axis.
    public func scatterAdding(_ values: Tensor, at indices: Tensor, axis: Int) throws -> Tensor {
        try Operators.scatterAdd(.tensor(self), .integer(axis), .tensor(indices), .tensor(values))
    }

    /// With the slices of `values` added to those that `indices` (one axis) names.
    public func indexAdding(_ values: Tensor, at indices: Tensor, axis: Int = 0) throws -> Tensor {
        try Operators.indexAdd(.tensor(self), .integer(axis), .tensor(indices), .tensor(values))
    }

    /// With 0 above the given diagonal of the last two axes.
    public func lowerTriangle(diagonal: Int = 0) throws -> Tensor {
        try Operators.lowerTriangle(.tensor(self), .integer(diagonal))
    }
    /// With 0 below the given diagonal of the last two axes.
    public func upperTriangle(diagonal: Int = 0) throws -> Tensor {
        try Operators.upperTriangle(.tensor(self), .integer(diagonal))
    }

    /// For whole numbers below `classes`, a row of 0 with 1 at that place.
    public func oneHot(classes: Int) throws -> Tensor { try Operators.oneHot(.tensor(self), .integer(classes)) }

    /// The places of elements that are not 0: `[found, axes]`.
    public func nonzero() throws -> Tensor { try Operators.nonzero(.tensor(self)) }
}
