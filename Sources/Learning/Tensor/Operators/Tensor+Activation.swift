extension Tensor {
    private enum Operators {
        static let softmax = Operator("aten::softmax", "int")
        static let logSoftmax = Operator("aten::log_softmax", "int")
        static let gelu = Operator("aten::gelu")
        static let relu = Operator("aten::relu")
        static let tanh = Operator("aten::tanh")
        static let sigmoid = Operator("aten::sigmoid")
        static let silu = Operator("aten::silu")
        static let logSigmoid = Operator("aten::log_sigmoid")
        static let softplus = Operator("aten::softplus")
        static let dropout = Operator("aten::dropout")
    }

    /// `exp(x)` scaled to sum to 1 along an axis.
    public func softmax(axis: Int = -1) throws -> Tensor { try Operators.softmax(.tensor(self), .integer(axis)) }
    public func logSoftmax(axis: Int = -1) throws -> Tensor {
        try Operators.logSoftmax(.tensor(self), .integer(axis))
    }

    /// `x Φ(x)`; the approximation by a hyperbolic tangent is what GPT-2 was trained with.
    public func gelu(approximate: Bool = false) throws -> Tensor {
        try Operators.gelu(.tensor(self), .text(approximate ? "tanh" : "none"))
    }

    public func relu() throws -> Tensor { try Operators.relu(.tensor(self)) }
    public func tanh() throws -> Tensor { try Operators.tanh(.tensor(self)) }
    public func sigmoid() throws -> Tensor { try Operators.sigmoid(.tensor(self)) }
    /// `x sigmoid(x)`.
    public func silu() throws -> Tensor { try Operators.silu(.tensor(self)) }
    /// `log(sigmoid(x))`, without overflow.
    public func logSigmoid() throws -> Tensor { try Operators.logSigmoid(.tensor(self)) }
    /// `log(1 + exp(x))`, without overflow.
    public func softplus() throws -> Tensor { try Operators.softplus(.tensor(self)) }

    /// While training, elements are set to 0 with this probability and the others divided by one less it.
    public func dropout(_ probability: Double, training: Bool) throws -> Tensor {
        guard training, probability > 0 else { return self }
        return try Operators.dropout(.tensor(self), .real(probability), .truth(true))
    }
}
