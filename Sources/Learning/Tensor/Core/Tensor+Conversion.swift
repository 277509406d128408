extension Tensor {
    private enum Operators {
        static let toElement = Operator("aten::to", "dtype")
        static let toDevice = Operator("aten::to", "device")
        static let clone = Operator("aten::clone")
        static let detach = Operator("aten::detach")
        static let contiguous = Operator("aten::contiguous")
        static let copy = Operator("aten::copy_")
        static let fill = Operator("aten::fill_", "Scalar")
        static let full = Operator("aten::full")
        static let arange = Operator("aten::arange")
    }

    /// With elements of another kind; itself when they are of that kind already.
    public func converted(to element: Element) throws -> Tensor {
        try Operators.toElement(.tensor(self), .element(element))
    }

    /// On another device; itself when it is there already.
    public func moved(to device: Device) throws -> Tensor {
        device == self.device ? self : try Operators.toDevice(.tensor(self), .device(device), .element(element))
    }

    /// Another array of the same elements; derivatives pass through.
    public func clone() throws -> Tensor { try Operators.clone(.tensor(self)) }

    /// The same array as if it had come from nowhere: derivatives do not pass through.
    public func detached() throws -> Tensor { try Operators.detach(.tensor(self)) }

    /// With elements in row-major order; itself when they are.
    public func contiguous() throws -> Tensor { try Operators.contiguous(.tensor(self)) }

    /// Overwrites the elements in place, converting kind and device; no derivatives are recorded.
    ///
    /// - Throws: `tensor.shape` unless the shapes are equal.
    public func copy(_ other: Tensor) throws {
        guard shape == other.shape else {
            throw TensorError(
                code: "tensor.shape", message: "a tensor of shape \(other.shape) cannot be copied into \(shape)")
        }
        try withoutGradient { try Operators.copy.perform(.tensor(self), .tensor(other), discarding: 1) }
    }

    /// Overwrites every element in place; no derivatives are recorded.
    public func fill(_ value: Double) throws {
        try withoutGradient { try Operators.fill.perform(.tensor(self), .real(value), discarding: 1) }
    }

    public static func full(
        _ shape: [Int], _ value: Double, _ element: Element = .float32, on device: Device = .cpu
    ) throws -> Tensor {
        try Operators.full(.integers(shape), .real(value), .element(element), .none, .device(device))
    }

    public static func zeros(_ shape: [Int], _ element: Element = .float32, on device: Device = .cpu) throws -> Tensor {
        try full(shape, 0, element, on: device)
    }

    public static func ones(_ shape: [Int], _ element: Element = .float32, on device: Device = .cpu) throws -> Tensor {
        try full(shape, 1, element, on: device)
    }

    /// 0, 1, ..., count - 1 as whole numbers.
    public static func counting(to count: Int, on device: Device = .cpu) throws -> Tensor {
        try Operators.arange(.integer(count), .element(.int64), .none, .device(device))
    }
}
