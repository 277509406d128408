import CTorch

extension Tensor {
    /// A tensor of these numbers, in row-major order.
    ///
    /// - Throws: `tensor.shape` when shape and numbers disagree.
    public init<Scalar: TensorElement>(_ values: [Scalar], shape: [Int], on device: Device = .cpu) throws {
        guard shape.allSatisfy({ $0 >= 0 }), shape.reduce(1, *) == values.count else {
            throw TensorError(
                code: "tensor.shape", message: "a tensor of shape \(shape) cannot hold \(values.count) numbers")
        }
        self = try unsafe values.withUnsafeBytes { bytes in
            try unsafe Self.make(shape, Scalar.element, on: device, bytes)
        }
    }

    public init<Scalar: TensorElement>(_ values: [Scalar], on device: Device = .cpu) throws {
        try self.init(values, shape: [values.count], on: device)
    }

    /// A tensor without axes.
    public init<Scalar: TensorElement>(scalar value: Scalar, on device: Device = .cpu) throws {
        try self.init([value], shape: [], on: device)
    }

    /// A tensor whose elements are yet to be written.
    static func unwritten(_ shape: [Int], _ element: Element, on device: Device = .cpu) throws -> Tensor {
        try unsafe make(shape, element, on: device, nil)
    }

    private static func make(
        _ shape: [Int], _ element: Element, on device: Device, _ bytes: UnsafeRawBufferPointer?
    ) throws -> Tensor {
        var made = unsafe ct_tensor(object: nil)
        try unsafe shape.map(Int64.init).withUnsafeBufferPointer { extents in
            try TensorError.check(
                unsafe ct_create(
                    bytes?.baseAddress ?? (bytes == nil ? nil : UnsafeRawPointer(bitPattern: 8)),
                    Int64(bytes?.count ?? 0), extents.baseAddress, Int64(extents.count), element.rawValue, device.raw,
                    &made),
                "a tensor of shape \(shape)")
        }
        return unsafe Tensor(owning: made)
    }

    /// The elements in row-major order, copied from wherever they lie.
    ///
    /// - Throws: `tensor.element` when the elements are of another kind; `converted(to:)` first.
    public func array<Scalar: TensorElement>(of _: Scalar.Type = Scalar.self) throws -> [Scalar] {
        guard element == Scalar.element else {
            throw TensorError(
                code: "tensor.element", message: "the elements of \(self) were asked for as \(Scalar.element)")
        }
        let count = count
        return try unsafe [Scalar](unsafeUninitializedCapacity: count) { buffer, written in
            try TensorError.check(
                unsafe ct_copy_out(
                    handle.raw, UnsafeMutableRawPointer(buffer.baseAddress), Int64(count * MemoryLayout<Scalar>.stride)),
                "copying \(self)")
            written = count
        }
    }

    /// The single element of a tensor that has but one, as a number. Waits for a GPU.
    ///
    /// - Throws: `tensor.shape` when there is not exactly one element.
    public func number() throws -> Double {
        guard count == 1 else {
            throw TensorError(code: "tensor.shape", message: "a single number was asked of \(self)")
        }
        let wide = element == .float64 ? self : try converted(to: .float64)
        return try wide.array(of: Double.self)[0]
    }

    /// Whether the elements lie one after the other in row-major order, on the processor.
    var isContiguous: Bool { unsafe count == 0 || ct_bytes(handle.raw) != nil }

    /// The bytes of a contiguous tensor on the processor, to be read and written in place.
    ///
    /// - Precondition: the tensor is contiguous and on the processor.
    func withMutableBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) rethrows -> Result {
        let size = count * element.size
        guard size > 0 else { return try unsafe body(UnsafeMutableRawBufferPointer(start: nil, count: 0)) }
        guard let start = unsafe ct_bytes(handle.raw) else {
            preconditionFailure("Tensor.withMutableBytes: \(self) is not contiguous on the processor")
        }
        defer { withExtendedLifetime(handle) {} }
        return try unsafe body(UnsafeMutableRawBufferPointer(start: start, count: size))
    }
}
