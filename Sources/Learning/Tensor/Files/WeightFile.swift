import Foundation
import Linear

/// A safetensors file of weights, open for reading: its header is in memory, its arrays are read one by one, straight
/// into the tensors that will hold them.
@safe
public final class WeightFile {
    public let path: String
    /// Text beside the arrays.
    public let metadata: [String: String]
    private let arrays: [String: SafetensorsHeader.Array]
    private let bodyStart: Int
    private let descriptor: Int32

    /// Opens a file and checks that its arrays fill it exactly. O(header).
    ///
    /// - Throws: `weights.unreadable` when it cannot be opened, `weights.damaged` when it is not a whole safetensors
    ///   file.
    public init(path: String) throws {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw TensorError(
                code: "weights.unreadable", message: "\(path) cannot be read: \(reason)",
                remedy: "check the path; a folder of a model holds its weights in model.safetensors")
        }
        do {
            let size = try Self.size(descriptor, path)
            var prefix = Data(count: min(8, size))
            try Self.read(descriptor, path, into: &prefix, at: 0)
            bodyStart = try SafetensorsHeader.bodyStart(prefix: prefix, fileSize: size)
            var bytes = Data(count: bodyStart - 8)
            try Self.read(descriptor, path, into: &bytes, at: 8)
            let header = try SafetensorsHeader.parse(header: bytes)
            try header.checkLayout(bodyCount: size - bodyStart)
            for (name, array) in header.arrays { _ = try array.checkedCount(name: name) }
            arrays = header.arrays
            metadata = header.metadata
        } catch let error as LinearError {
            _ = close(descriptor)
            throw TensorError(code: "weights.damaged", message: "\(path): \(error.message)", remedy: error.remedy)
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    deinit { _ = close(descriptor) }

    /// Names of the arrays, sorted.
    public var names: [String] { arrays.keys.sorted() }

    public func contains(_ name: String) -> Bool { arrays[name] != nil }
    public func shape(of name: String) -> [Int]? { arrays[name]?.shape }
    public func element(of name: String) -> Element? { arrays[name].map { Element($0.type) } }

    /// Reads one array as it was stored.
    ///
    /// - Throws: `weights.missing` when the file has none of that name.
    public func tensor(_ name: String, on device: Device = .cpu) throws -> Tensor {
        let array = try array(name)
        let tensor = try Tensor.unwritten(array.shape, Element(array.type))
        try fill(tensor, from: array)
        return try tensor.moved(to: device)
    }

    /// Reads one array into a tensor, in place, converting its numbers where they are of another kind.
    ///
    /// - Throws: `weights.missing`; `weights.shape`, naming both shapes, unless they are equal.
    public func read(_ name: String, into tensor: Tensor) throws {
        let array = try array(name)
        guard array.shape == tensor.shape else {
            throw TensorError(
                code: "weights.shape",
                message: "'\(name)' has shape \(array.shape) in \(path), but \(tensor.shape) in the model",
                remedy: "the weights belong to a model of another size; check its configuration")
        }
        if tensor.device == .cpu, tensor.element == Element(array.type), tensor.isContiguous {
            try fill(tensor, from: array)
        } else {
            try tensor.copy(self.tensor(name))
        }
    }

    /// Reads all of a model's parameters in place; nothing is written unless all are there in the right shape.
    ///
    /// - Parameter stored: the name in the file of a parameter's name.
    public func load(into parameters: [NamedTensor], named stored: (String) -> String = { $0 }) throws {
        for parameter in parameters {
            let name = stored(parameter.name)
            guard try array(name).shape == parameter.tensor.shape else {
                try read(name, into: parameter.tensor)
                return
            }
        }
        for parameter in parameters { try read(stored(parameter.name), into: parameter.tensor) }
    }

    private func array(_ name: String) throws -> SafetensorsHeader.Array {
        guard let array = arrays[name] else {
            throw TensorError(
                code: "weights.missing", message: "\(path) has no array '\(name)'",
                remedy: "it holds, among others: \(names.prefix(5).joined(separator: ", "))")
        }
        return array
    }

    private func fill(_ tensor: Tensor, from array: SafetensorsHeader.Array) throws {
        try unsafe tensor.withMutableBytes { bytes in
            try unsafe Self.read(descriptor, path, into: bytes, at: bodyStart + array.begin)
        }
    }

    private static func size(_ descriptor: Int32, _ path: String) throws -> Int {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else { throw failure(path) }
        return size
    }

    private static func read(_ descriptor: Int32, _ path: String, into data: inout Data, at offset: Int) throws {
        try unsafe data.withUnsafeMutableBytes { (bytes: UnsafeMutableRawBufferPointer) in
            try unsafe read(descriptor, path, into: bytes, at: offset)
        }
    }

    private static func read(
        _ descriptor: Int32, _ path: String, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws {
        var done = 0
        while done < bytes.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
            let count = unsafe pread(descriptor, rest.baseAddress, rest.count, offset + done)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw failure(path) }
            done += count
        }
    }

    private static func failure(_ path: String) -> TensorError {
        let reason = unsafe errno == 0 ? "it ended early" : String(cString: strerror(errno))
        return TensorError(code: "weights.unreadable", message: "\(path) cannot be read: \(reason)")
    }
}
