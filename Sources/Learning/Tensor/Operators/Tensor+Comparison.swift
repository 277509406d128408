/// Comparisons give tensors of true and false; shapes agree as in arithmetic.
extension Tensor {
    private enum Operators {
        static let equal = Operator("aten::eq", "Tensor")
        static let equalScalar = Operator("aten::eq", "Scalar")
        static let notEqualScalar = Operator("aten::ne", "Scalar")
        static let less = Operator("aten::lt", "Tensor")
        static let lessScalar = Operator("aten::lt", "Scalar")
        static let greater = Operator("aten::gt", "Tensor")
        static let greaterScalar = Operator("aten::gt", "Scalar")
        static let atMostScalar = Operator("aten::le", "Scalar")
        static let atLeastScalar = Operator("aten::ge", "Scalar")
        static let not = Operator("aten::logical_not")
        static let and = Operator("aten::logical_and")
        static let or = Operator("aten::logical_or")
        static let isFinite = Operator("aten::isfinite")
        static let all = Operator("aten::all")
        static let any = Operator("aten::any")
        static let maskedFill = Operator("aten::masked_fill", "Scalar")
        static let maskedSelect = Operator("aten::masked_select")
        static let choose = Operator("aten::where", "self")
    }

    public func equals(_ other: Tensor) throws -> Tensor { try Operators.equal(.tensor(self), .tensor(other)) }
    public func isLess(than other: Tensor) throws -> Tensor { try Operators.less(.tensor(self), .tensor(other)) }
    public func isGreater(than other: Tensor) throws -> Tensor { try Operators.greater(.tensor(self), .tensor(other)) }
    public func equals(_ value: Double) throws -> Tensor { try Operators.equalScalar(.tensor(self), .real(value)) }
    public func differs(from value: Double) throws -> Tensor {
        try Operators.notEqualScalar(.tensor(self), .real(value))
    }
    public func isLess(than value: Double) throws -> Tensor { try Operators.lessScalar(.tensor(self), .real(value)) }
    public func isGreater(than value: Double) throws -> Tensor {
        try Operators.greaterScalar(.tensor(self), .real(value))
    }
    public func isAtMost(_ value: Double) throws -> Tensor { try Operators.atMostScalar(.tensor(self), .real(value)) }
    public func isAtLeast(_ value: Double) throws -> Tensor {
        try Operators.atLeastScalar(.tensor(self), .real(value))
    }

    public func not() throws -> Tensor { try Operators.not(.tensor(self)) }
    public func and(_ other: Tensor) throws -> Tensor { try Operators.and(.tensor(self), .tensor(other)) }
    public func or(_ other: Tensor) throws -> Tensor { try Operators.or(.tensor(self), .tensor(other)) }

    /// Where elements are neither infinite nor not a number.
    public func isFinite() throws -> Tensor { try Operators.isFinite(.tensor(self)) }
    /// Whether every element is true.
    public func all() throws -> Bool { try Operators.all(.tensor(self)).array(of: Bool.self)[0] }
    /// Whether some element is true.
    public func any() throws -> Bool { try Operators.any(.tensor(self)).array(of: Bool.self)[0] }

    /// With `value` where `mask` is true.
    public func maskedFill(_ mask: Tensor, with value: Double) throws -> Tensor {
        try Operators.maskedFill(.tensor(self), .tensor(mask), .real(value))
    }

    /// The elements where `mask` is true, in one row. The processor has to wait for a GPU to count them.
    public func maskedSelect(_ mask: Tensor) throws -> Tensor {
        try Operators.maskedSelect(.tensor(self), .tensor(mask))
    }

    /// Elements of `self` where `condition` is true, of `other` elsewhere.
    public func keeping(where condition: Tensor, otherwise other: Tensor) throws -> Tensor {
        try Operators.choose(.tensor(condition), .tensor(self), .tensor(other))
    }
}
