public import Foundation

#if !_endian(little)
    #error("safetensors holds little-endian numbers, which are copied here as they lie in memory")
#endif

/// The safetensors file format, version 1 (https://github.com/huggingface/safetensors), for the four scalar types
/// of a bundle.
///
/// A file is: the header's length as a little-endian 64-bit integer; the header, a JSON object from array names to
/// `{"dtype": ..., "shape": [...], "data_offsets": [begin, end]}` with an optional `"__metadata__"` from strings to
/// strings, padded with spaces to a multiple of eight bytes; then the arrays' bytes, row-major and little-endian,
/// without overlaps or holes. Offsets count from the end of the header.
extension ArrayBundle {
    /// Reads a whole file. O(bytes).
    ///
    /// - Throws: `LinearError` that names what is wrong: `safetensors.short` when the bytes end early,
    ///   `safetensors.header` when the header is not the JSON expected, `safetensors.type` for another scalar type,
    ///   `safetensors.shape` when shape and bytes disagree, `safetensors.offsets` when arrays overlap, leave a hole
    ///   or lie outside the file.
    public init(safetensors data: Data) throws {
        let (header, bodyStart) = try SafetensorsHeader.parse(data)
        let body = data.dropFirst(bodyStart)
        try header.checkLayout(bodyCount: body.count)
        var entries: [String: Entry] = [:]
        for (name, array) in header.arrays {
            let count = try array.checkedCount(name: name)
            let bytes = body.dropFirst(array.begin).prefix(array.end - array.begin)
            let values: Entry.Values =
                switch array.type {
                case .float32: .float32(numbers(in: bytes, count: count))
                case .float64: .float64(numbers(in: bytes, count: count))
                case .int32: .int32(numbers(in: bytes, count: count))
                case .int64: .int64(numbers(in: bytes, count: count))
                default:
                    throw LinearError(
                        code: "safetensors.type",
                        message: "array '\(name)' has type \(array.type.rawValue); F32, F64, I32 and I64 are read here",
                        remedy: "convert the array before saving it, in NumPy for example with .astype(numpy.float32)")
                }
            entries[name] = Entry(shape: array.shape, values: values)
        }
        self.init(entries: entries, metadata: header.metadata)
    }

    /// The bundle as the bytes of a file; equal bundles give equal bytes. O(bytes).
    ///
    /// Wider numbers come first, so that every array starts at a multiple of its own scalar size and the file can be
    /// memory-mapped. Python's reader refuses headers beyond 100 MB, which only metadata of that size can make.
    /// - Precondition: no array is called `__metadata__`, which the format keeps for itself.
    public func safetensors() -> Data {
        precondition(entries["__metadata__"] == nil, "ArrayBundle: no array may be called '__metadata__'")
        var arrays: [String: SafetensorsHeader.Array] = [:]
        var end = 0
        let ordered = entries.sorted { left, right in
            let (leftSize, rightSize) = (left.value.values.type.size, right.value.values.type.size)
            return leftSize > rightSize || (leftSize == rightSize && left.key < right.key)
        }
        for (name, entry) in ordered {
            let begin = end
            end += entry.values.count * entry.values.type.size
            arrays[name] = SafetensorsHeader.Array(
                type: entry.values.type, shape: entry.shape, begin: begin, end: end)
        }
        var data = SafetensorsHeader(arrays: arrays, metadata: metadata).encoded()
        data.reserveCapacity(data.count + end)
        for (_, entry) in ordered {
            switch entry.values {
            case .float32(let values): append(values, to: &data)
            case .float64(let values): append(values, to: &data)
            case .int32(let values): append(values, to: &data)
            case .int64(let values): append(values, to: &data)
            }
        }
        return data
    }
}

extension ArrayBundle.Entry.Values {
    fileprivate var type: SafetensorsHeader.ScalarType {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .int32: .int32
        case .int64: .int64
        }
    }
}

/// - Precondition: `bytes` holds exactly `count` scalars (checked against the header before).
private func numbers<Scalar: BitwiseCopyable>(in bytes: Data, count: Int) -> [Scalar] {
    precondition(bytes.count == count * MemoryLayout<Scalar>.size, "the array's bytes must match its shape")
    return unsafe [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
        _ = unsafe bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
        initialized = count
    }
}

private func append<Scalar: BitwiseCopyable>(_ values: [Scalar], to data: inout Data) {
    unsafe values.withUnsafeBytes { bytes in unsafe data.append(contentsOf: bytes) }
}
