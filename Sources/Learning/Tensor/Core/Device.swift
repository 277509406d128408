import CTorch

/// Where a tensor lies and is computed with.
public enum Device: Sendable, Hashable, CustomStringConvertible {
    case cpu
    /// An NVIDIA GPU by its number, from 0.
    case cuda(Int)

    /// Reads `cpu`, `cuda` or `cuda:1`, and checks that such a device is here.
    ///
    /// - Throws: `TensorError` with code `tensor.device`.
    public init(_ name: String) throws {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("cpu", 1): self = .cpu
        case ("cuda", 1): self = .cuda(0)
        case ("cuda", 2):
            guard let number = Int(parts[1]), number >= 0 else { fallthrough }
            self = .cuda(number)
        default:
            throw TensorError(
                code: "tensor.device", message: "device must be cpu, cuda or cuda:N; got '\(name)'")
        }
        if case .cuda(let number) = self {
            let found = Self.gpus
            guard number < found else {
                let reason = found == 0 ? unsafe String(cString: ct_message()) : "GPUs found: \(found)"
                throw TensorError(
                    code: "tensor.device", message: "there is no device '\(name)': \(reason)",
                    remedy: "use cpu, or install a libtorch with CUDA and its libraries")
            }
        }
    }

    /// How many GPUs libtorch can use here.
    public static var gpus: Int { Int(ct_gpus()) }

    /// Waits until a GPU has done what it was asked; needed before reading a clock.
    public func synchronise() throws {
        try TensorError.check(ct_synchronise(raw))
    }

    public var description: String {
        switch self {
        case .cpu: "cpu"
        case .cuda(let number): "cuda:\(number)"
        }
    }

    var raw: ct_device {
        switch self {
        case .cpu: ct_device(index: -1)
        case .cuda(let number): ct_device(index: Int32(number))
        }
    }

    init(raw: ct_device) {
        self = raw.index < 0 ? .cpu : .cuda(Int(raw.index))
    }
}
