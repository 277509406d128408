import CTorch

/// One of libtorch's operators, found by name once and then called by its address.
///
/// The room's own operations are made of these; others can be had the same way:
/// `Operator("aten::erfinv")(.tensor(x))`. Arguments stand in the order of the operator's schema
/// (https://github.com/pytorch/pytorch/blob/v2.13.0/aten/src/ATen/native/native_functions.yaml); those left out at the
/// end take its defaults.
@safe
public struct Operator: @unchecked Sendable {
    // Unchecked: an address of something that never changes, and a constant name.
    let name: StaticString
    let overload: StaticString
    private let address: ct_operator

    public init(_ name: StaticString, _ overload: StaticString = "") {
        self.name = name
        self.overload = overload
        var found = unsafe ct_operator(object: nil)
        // A name that is not found is an error of the first call, which can throw it.
        _ = unsafe ct_find(
            UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(overload.utf8Start).assumingMemoryBound(to: CChar.self), &found)
        unsafe address = found
    }

    /// Whether this libtorch has it.
    var isKnown: Bool { unsafe address.object != nil }

    /// Calls an operator that gives one tensor.
    public func callAsFunction(_ arguments: Argument...) throws -> Tensor {
        var result = unsafe ct_tensor(object: nil)
        try unsafe withUnsafeMutablePointer(to: &result) { try unsafe run(arguments, into: $0, expecting: 1) }
        return unsafe Tensor(owning: result)
    }

    /// Calls an operator that gives a known number of tensors, as a tuple or as a list; one that it leaves undefined
    /// is nil.
    public func results(_ expected: Int, _ arguments: Argument...) throws -> [Tensor?] {
        try unsafe withUnsafeTemporaryAllocation(of: ct_tensor.self, capacity: max(1, expected)) { results in
            guard let start = results.baseAddress else { return [] }
            try unsafe run(arguments, into: start, expecting: expected)
            return (0..<expected).map { place in
                unsafe results[place].object == nil ? nil : Tensor(owning: results[place])
            }
        }
    }

    /// Calls an operator for what it does to its arguments.
    public func perform(_ arguments: Argument..., discarding expected: Int) throws {
        _ = try unsafe withUnsafeTemporaryAllocation(of: ct_tensor.self, capacity: max(1, expected)) { results in
            guard let start = results.baseAddress else { return }
            try unsafe run(arguments, into: start, expecting: expected)
            for place in 0..<expected { unsafe ct_release(results[place]) }
        }
    }

    private func run(
        _ arguments: [Argument], into results: UnsafeMutablePointer<ct_tensor>, expecting expected: Int
    ) throws {
        guard isKnown else {
            throw TensorError(
                code: "tensor.operator", message: "libtorch has no operator '\(name)' with overload '\(overload)'",
                remedy: "run scripts/setup: it installs the version of libtorch that this was written for")
        }
        let status = unsafe Argument.withRaw(arguments) { raw in
            unsafe ct_call(address, raw.baseAddress, Int64(raw.count), results, Int64(expected))
        }
        try TensorError.check(status, description(of: arguments))
    }

    /// "matmul of [2, 3] and [4, 5]".
    private func description(of arguments: [Argument]) -> String {
        let shapes = arguments.flatMap(\.shapes).map(\.description)
        let short = name.description.split(separator: ":").last.map(String.init) ?? name.description
        guard let last = shapes.last else { return short }
        let others = shapes.dropLast()
        return "\(short) of " + (others.isEmpty ? last : "\(others.joined(separator: ", ")) and \(last)")
    }
}
