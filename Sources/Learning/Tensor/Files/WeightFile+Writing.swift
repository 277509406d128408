import Foundation
import Linear

extension WeightFile {
    /// Writes tensors, from whatever device, to a safetensors file; it appears whole or not at all. One tensor at a
    /// time is copied, if it must be at all.
    ///
    /// - Precondition: names are distinct, and none is `__metadata__`.
    public static func write(
        _ tensors: [NamedTensor], metadata: [String: String] = [:], to path: String
    ) throws {
        // Wider elements first, so that every array starts at a multiple of its own element's size.
        let ordered = tensors.sorted {
            ($1.tensor.element.size, $0.name) < ($0.tensor.element.size, $1.name)
        }
        var arrays: [String: SafetensorsHeader.Array] = [:]
        var end = 0
        for named in ordered {
            precondition(
                named.name != "__metadata__" && arrays[named.name] == nil,
                "WeightFile.write: '\(named.name)' is not a name of one array")
            let begin = end
            end += named.tensor.count * named.tensor.element.size
            arrays[named.name] = SafetensorsHeader.Array(
                type: named.tensor.element.stored, shape: named.tensor.shape, begin: begin, end: end)
        }
        let file = try DurableFile(replacing: path)
        try file.write(SafetensorsHeader(arrays: arrays, metadata: metadata).encoded())
        for named in ordered {
            let flat = try named.tensor.detached().moved(to: .cpu).contiguous()
            try unsafe flat.withMutableBytes { try unsafe file.write(UnsafeRawBufferPointer($0)) }
        }
        try file.finish()
    }
}

extension Element {
    init(_ type: SafetensorsHeader.ScalarType) {
        self =
            switch type {
            case .float32: .float32
            case .float64: .float64
            case .int32: .int32
            case .int64: .int64
            case .bool: .bool
            case .uint8: .uint8
            case .int8: .int8
            case .int16: .int16
            case .float16: .float16
            case .bfloat16: .bfloat16
            }
    }

    var stored: SafetensorsHeader.ScalarType {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .int32: .int32
        case .int64: .int64
        case .bool: .bool
        case .uint8: .uint8
        case .int8: .int8
        case .int16: .int16
        case .float16: .float16
        case .bfloat16: .bfloat16
        }
    }
}
