import CTorch

extension Tensor {
    /// Whether derivatives by this tensor, or by what it was computed from, are recorded.
    public var requiresGradient: Bool { unsafe ct_requires_gradient(handle.raw) }

    /// The same array, from now on one that derivatives are taken by.
    ///
    /// - Throws: when the elements are not floating point numbers, or it was computed from others.
    @discardableResult
    public func requiringGradient(_ required: Bool = true) throws -> Tensor {
        try TensorError.check(unsafe ct_require_gradient(handle.raw, required), "derivatives by \(self)")
        return self
    }

    /// What `backward` has added up for this tensor.
    public var gradient: Tensor? {
        let gradient = unsafe ct_gradient(handle.raw)
        return unsafe gradient.object == nil ? nil : Tensor(owning: gradient)
    }

    /// Replaces or, with nil, forgets the gradient.
    public func setGradient(_ gradient: Tensor?) throws {
        try TensorError.check(
            unsafe ct_set_gradient(handle.raw, gradient?.handle.raw ?? ct_tensor(object: nil)),
            "the gradient of \(self)")
    }

    /// Adds the derivatives of this tensor to the gradients of all that it depends on.
    ///
    /// - Parameters:
    ///   - seed: what to multiply by, of this tensor's shape; needed unless it has one element.
    ///   - keepingGraph: whether `backward` may be called again.
    public func backward(seed: Tensor? = nil, keepingGraph: Bool = false) throws {
        try TensorError.check(
            unsafe ct_backward(handle.raw, seed?.handle.raw ?? ct_tensor(object: nil), keepingGraph),
            "derivatives of \(self)")
    }

    /// The derivatives of this tensor by each of `inputs`, leaving their gradients alone; nil by one that it does not
    /// depend on.
    public func gradients(by inputs: [Tensor], seed: Tensor? = nil, keepingGraph: Bool = false) throws -> [Tensor?] {
        guard !inputs.isEmpty else { return [] }
        return try unsafe withUnsafeTemporaryAllocation(of: ct_tensor.self, capacity: 2 * inputs.count) { room in
            guard let start = room.baseAddress else { return [] }
            for (place, input) in inputs.enumerated() { unsafe room.initializeElement(at: place, to: input.handle.raw) }
            let found = unsafe start + inputs.count
            try TensorError.check(
                unsafe ct_gradients(
                    handle.raw, seed?.handle.raw ?? ct_tensor(object: nil), start, Int64(inputs.count), keepingGraph,
                    found),
                "derivatives of \(self)")
            return inputs.indices.map { place in
                unsafe found[place].object == nil ? nil : Tensor(owning: found[place])
            }
        }
    }
}

/// Computes without recording how, so that no derivatives can be taken: faster and in less memory.
///
/// What is made inside may be used in later computations that do record.
public func withoutGradient<Result>(_ body: () throws -> Result) rethrows -> Result {
    let mode = unsafe ct_mode_begin(CT_NO_GRADIENT)
    defer { unsafe ct_mode_end(mode) }
    return try body()
}

/// As `withoutGradient`, and faster for small tensors; what is made inside can never take part in derivatives.
public func inference<Result>(_ body: () throws -> Result) rethrows -> Result {
    let mode = unsafe ct_mode_begin(CT_INFERENCE)
    defer { unsafe ct_mode_end(mode) }
    return try body()
}
