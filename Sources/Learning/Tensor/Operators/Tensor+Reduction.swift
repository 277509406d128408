extension Tensor {
    private enum Operators {
        static let sumAll = Operator("aten::sum")
        static let sum = Operator("aten::sum", "dim_IntList")
        static let meanAll = Operator("aten::mean")
        static let mean = Operator("aten::mean", "dim")
        static let variance = Operator("aten::var", "correction")
        static let largest = Operator("aten::amax")
        static let smallest = Operator("aten::amin")
        static let argmax = Operator("aten::argmax")
        static let topK = Operator("aten::topk")
        static let sort = Operator("aten::sort")
        static let norm = Operator("aten::linalg_vector_norm")
        static let cumulativeSum = Operator("aten::cumsum")
        static let logSumExp = Operator("aten::logsumexp")
    }

    /// The sum of all elements.
    public func sum() throws -> Tensor { try Operators.sumAll(.tensor(self)) }
    /// Sums along axes, which vanish unless kept with extent 1.
    public func sum(_ axes: Int..., keepingAxes: Bool = false) throws -> Tensor {
        try Operators.sum(.tensor(self), .integers(axes), .truth(keepingAxes))
    }

    /// The mean of all elements; not a number for none.
    public func mean() throws -> Tensor { try Operators.meanAll(.tensor(self)) }
    public func mean(_ axes: Int..., keepingAxes: Bool = false) throws -> Tensor {
        try Operators.mean(.tensor(self), .integers(axes), .truth(keepingAxes))
    }

    /// - Parameter correction: 1 divides by the count less one, 0 by the count.
    public func variance(_ axes: Int..., correction: Int = 1, keepingAxes: Bool = false) throws -> Tensor {
        try Operators.variance(.tensor(self), .integers(axes), .integer(correction), .truth(keepingAxes))
    }

    public func largest(_ axes: Int..., keepingAxes: Bool = false) throws -> Tensor {
        try Operators.largest(.tensor(self), .integers(axes), .truth(keepingAxes))
    }
    public func smallest(_ axes: Int..., keepingAxes: Bool = false) throws -> Tensor {
        try Operators.smallest(.tensor(self), .integers(axes), .truth(keepingAxes))
    }

    /// The place of the largest element along an axis.
    public func argmax(_ axis: Int, keepingAxes: Bool = false) throws -> Tensor {
        try Operators.argmax(.tensor(self), .integer(axis), .truth(keepingAxes))
    }

    /// The largest elements along an axis, largest first, and their places.
    public func top(_ count: Int, axis: Int = -1) throws -> (values: Tensor, places: Tensor) {
        try pair(Operators.topK.results(2, .tensor(self), .integer(count), .integer(axis)))
    }

    public func sorted(axis: Int = -1, descending: Bool = false) throws -> (values: Tensor, places: Tensor) {
        try pair(Operators.sort.results(2, .tensor(self), .integer(axis), .truth(descending)))
    }

    /// The Euclidean length of all elements together.
    public func norm() throws -> Tensor { try Operators.norm(.tensor(self)) }
    /// The Euclidean length along axes.
    public func norm(_ axes: Int..., keepingAxes: Bool = false) throws -> Tensor {
        try Operators.norm(.tensor(self), .integer(2), .integers(axes), .truth(keepingAxes))
    }

    /// Scaled to length 1 along an axis; what is shorter than `smallest` is divided by that instead.
    public func normalised(axis: Int = -1, smallest: Double = 1e-12) throws -> Tensor {
        try self / norm(axis, keepingAxes: true).clamp(minimum: smallest)
    }

    public func cumulativeSum(axis: Int) throws -> Tensor {
        try Operators.cumulativeSum(.tensor(self), .integer(axis))
    }

    /// `log(sum(exp(x)))` along axes, without overflow.
    public func logSumExp(_ axes: Int..., keepingAxes: Bool = false) throws -> Tensor {
        try Operators.logSumExp(.tensor(self), .integers(axes), .truth(keepingAxes))
    }
}

func pair(_ results: [Tensor?]) throws -> (Tensor, Tensor) {
    guard results.count == 2, let first = results[0], let second = results[1] else {
        throw TensorError(code: "tensor.internal", message: "an operator left a result undefined")
    }
    return (first, second)
}
