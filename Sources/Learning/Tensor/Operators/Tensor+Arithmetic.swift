extension Tensor {
    private enum Operators {
        static let add = Operator("aten::add", "Tensor")
        static let addScalar = Operator("aten::add", "Scalar")
        static let subtract = Operator("aten::sub", "Tensor")
        static let subtractScalar = Operator("aten::sub", "Scalar")
        static let multiply = Operator("aten::mul", "Tensor")
        static let multiplyScalar = Operator("aten::mul", "Scalar")
        static let divide = Operator("aten::div", "Tensor")
        static let divideScalar = Operator("aten::div", "Scalar")
        static let matmul = Operator("aten::matmul")
        static let addMatmul = Operator("aten::addmm")
        static let negate = Operator("aten::neg")
        static let power = Operator("aten::pow", "Tensor_Scalar")
        static let squareRoot = Operator("aten::sqrt")
        static let exp = Operator("aten::exp")
        static let log = Operator("aten::log")
        static let abs = Operator("aten::abs")
        static let clamp = Operator("aten::clamp")
        static let round = Operator("aten::round")
        static let maximum = Operator("aten::maximum")
        static let minimum = Operator("aten::minimum")
    }

    // Shapes must agree, counted from the last axis, where neither extent is 1 or missing.

    public static func + (left: Tensor, right: Tensor) throws -> Tensor {
        try Operators.add(.tensor(left), .tensor(right))
    }
    public static func - (left: Tensor, right: Tensor) throws -> Tensor {
        try Operators.subtract(.tensor(left), .tensor(right))
    }
    public static func * (left: Tensor, right: Tensor) throws -> Tensor {
        try Operators.multiply(.tensor(left), .tensor(right))
    }
    public static func / (left: Tensor, right: Tensor) throws -> Tensor {
        try Operators.divide(.tensor(left), .tensor(right))
    }

    public static func + (left: Tensor, right: Double) throws -> Tensor {
        try Operators.addScalar(.tensor(left), .real(right))
    }
    public static func - (left: Tensor, right: Double) throws -> Tensor {
        try Operators.subtractScalar(.tensor(left), .real(right))
    }
    public static func * (left: Tensor, right: Double) throws -> Tensor {
        try Operators.multiplyScalar(.tensor(left), .real(right))
    }
    public static func / (left: Tensor, right: Double) throws -> Tensor {
        try Operators.divideScalar(.tensor(left), .real(right))
    }
    public static prefix func - (tensor: Tensor) throws -> Tensor { try Operators.negate(.tensor(tensor)) }

    /// The matrix product over the last two axes: `[..., n, k]` by `[..., k, m]` gives `[..., n, m]`.
    public func matmul(_ other: Tensor) throws -> Tensor { try Operators.matmul(.tensor(self), .tensor(other)) }

    /// `self + scale · left right`, in one pass: `[n, k]` by `[k, m]` beside `[n, m]`.
    public func addingProduct(of left: Tensor, _ right: Tensor, scale: Double = 1) throws -> Tensor {
        try Operators.addMatmul(.tensor(self), .tensor(left), .tensor(right), .integer(1), .real(scale))
    }

    public func power(_ exponent: Double) throws -> Tensor { try Operators.power(.tensor(self), .real(exponent)) }
    public func squareRoot() throws -> Tensor { try Operators.squareRoot(.tensor(self)) }
    public func exp() throws -> Tensor { try Operators.exp(.tensor(self)) }
    public func log() throws -> Tensor { try Operators.log(.tensor(self)) }
    public func abs() throws -> Tensor { try Operators.abs(.tensor(self)) }
    /// To the nearest whole number, halves to the even one.
    public func round() throws -> Tensor { try Operators.round(.tensor(self)) }

    /// Elements below `minimum` become it, those above `maximum` become that.
    public func clamp(minimum: Double? = nil, maximum: Double? = nil) throws -> Tensor {
        try Operators.clamp(
            .tensor(self), minimum.map { .real($0) } ?? .none, maximum.map { .real($0) } ?? .none)
    }

    /// The larger of each two elements.
    public func maximum(_ other: Tensor) throws -> Tensor { try Operators.maximum(.tensor(self), .tensor(other)) }
    /// The smaller of each two elements.
    public func minimum(_ other: Tensor) throws -> Tensor { try Operators.minimum(.tensor(self), .tensor(other)) }
}
