package import Foundation

/// The JSON part of a safetensors file, and the checks that make its numbers safe to follow.
package struct SafetensorsHeader {
    package enum ScalarType: String, Codable, CaseIterable {
        case float32 = "F32"
        case float64 = "F64"
        case int32 = "I32"
        case int64 = "I64"
        case bool = "BOOL"
        case uint8 = "U8"
        case int8 = "I8"
        case int16 = "I16"
        case float16 = "F16"
        case bfloat16 = "BF16"

        package var size: Int {
            switch self {
            case .bool, .uint8, .int8: 1
            case .int16, .float16, .bfloat16: 2
            case .float32, .int32: 4
            case .float64, .int64: 8
            }
        }
    }

    package struct Array {
        package var type: ScalarType
        package var shape: [Int]
        package var begin: Int
        package var end: Int

        package init(type: ScalarType, shape: [Int], begin: Int, end: Int) {
            self.type = type
            self.shape = shape
            self.begin = begin
            self.end = end
        }
    }

    package var arrays: [String: Array]
    package var metadata: [String: String]

    package init(arrays: [String: Array], metadata: [String: String]) {
        self.arrays = arrays
        self.metadata = metadata
    }

    /// What the format's own library refuses to go beyond.
    private static let largestHeader = 100_000_000

    /// The header, and where the arrays' bytes begin.
    static func parse(_ data: Data) throws -> (header: SafetensorsHeader, bodyStart: Int) {
        let bodyStart = try bodyStart(prefix: data, fileSize: data.count)
        return (try parse(header: data.dropFirst(8).prefix(bodyStart - 8)), bodyStart)
    }

    /// Where the arrays' bytes begin, from the first eight bytes of a file of that size.
    package static func bodyStart(prefix: Data, fileSize: Int) throws -> Int {
        guard fileSize >= 8, prefix.count >= 8 else {
            throw damaged("short", "the file has \(fileSize) bytes; the header's length alone takes 8")
        }
        let length = prefix.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= largestHeader else {
            throw damaged("header", "the header must be at most \(largestHeader) bytes long; the file says \(length)")
        }
        let bodyStart = 8 + Int(length)
        guard bodyStart <= fileSize else {
            throw damaged("short", "the header is said to end at byte \(bodyStart); the file has \(fileSize)")
        }
        return bodyStart
    }

    /// - Parameter bytes: those between the header's length and the arrays.
    package static func parse(header bytes: Data) throws -> SafetensorsHeader {
        // Checked apart because a JSON decoder may repair bytes that are not UTF-8, or guess another encoding.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw damaged("header", "the header is not UTF-8 text")
        }
        do {
            return try JSONDecoder().decode(SafetensorsHeader.self, from: Data(text.utf8))
        } catch let error as DecodingError {
            throw damaged("header", "the header is not the JSON object expected: \(explanation(of: error))")
        }
    }

    /// The header with its length in front, padded to a multiple of eight bytes.
    package func encoded() -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json: Data
        do {
            json = try encoder.encode(self)
        } catch {
            // Strings and integers always have a JSON form.
            preconditionFailure("a safetensors header could not be encoded: \(error)")
        }
        json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: -json.count & 7))
        let length = UInt64(json.count)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }) + json
    }

    /// Arrays must fill the body from its first byte to its last, one after the other.
    package func checkLayout(bodyCount: Int) throws {
        var expected = 0
        let ordered = arrays.sorted { left, right in
            (left.value.begin, left.value.end, left.key) < (right.value.begin, right.value.end, right.key)
        }
        for (name, array) in ordered {
            let place = "data_offsets [\(array.begin), \(array.end)] of array '\(name)'"
            guard array.begin >= 0, array.begin <= array.end, array.end <= bodyCount else {
                throw Self.damaged("offsets", "\(place) must lie within the \(bodyCount) bytes after the header")
            }
            guard array.begin == expected else {
                throw Self.damaged(
                    "offsets",
                    "\(place) must begin at \(expected), where the array before it ends: arrays may not overlap or leave holes"
                )
            }
            expected = array.end
        }
        guard expected == bodyCount else {
            throw Self.damaged(
                "offsets", "the arrays end at byte \(expected) after the header, but \(bodyCount) bytes follow it")
        }
    }

    static func damaged(_ code: String, _ message: String) -> LinearError {
        LinearError(
            code: "safetensors.\(code)", message: "not a valid safetensors file: \(message)",
            remedy: "the file is damaged, cut short or of another format; restore it or save the model again")
    }

    private static func explanation(of error: DecodingError) -> String {
        let (context, kind): (DecodingError.Context, String) =
            switch error {
            case .typeMismatch(_, let context): (context, "wrong type")
            case .valueNotFound(_, let context): (context, "missing value")
            case .keyNotFound(let key, let context): (context, "missing key '\(key.stringValue)'")
            case .dataCorrupted(let context): (context, context.debugDescription)
            @unknown default: (DecodingError.Context(codingPath: [], debugDescription: ""), "unreadable")
            }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? kind : "\(kind) at '\(path)'"
    }
}

extension SafetensorsHeader.Array {
    /// The number of scalars, if shape and byte range agree on it.
    package func checkedCount(name: String) throws -> Int {
        var count = 1
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else {
                throw SafetensorsHeader.damaged("shape", "shape \(shape) of array '\(name)' is not possible")
            }
            count = product
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: type.size)
        guard !overflow, bytes == end - begin else {
            throw SafetensorsHeader.damaged(
                "shape",
                "array '\(name)' of shape \(shape) and type \(type.rawValue) does not take the \(end - begin) bytes that its data_offsets give it"
            )
        }
        return count
    }
}

extension SafetensorsHeader: Codable {
    /// Array names are the keys, beside the one that is reserved.
    private struct Key: CodingKey {
        static let metadata = Key(stringValue: "__metadata__")
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
        arrays = [:]
        for key in container.allKeys where key.stringValue != Key.metadata.stringValue {
            arrays[key.stringValue] = try container.decode(Array.self, forKey: key)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
        for (name, array) in arrays { try container.encode(array, forKey: Key(stringValue: name)) }
    }
}

extension SafetensorsHeader.Array: Codable {
    private enum CodingKeys: String, CodingKey {
        case type = "dtype"
        case shape
        case offsets = "data_offsets"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = decoder.codingPath.last?.stringValue ?? ""
        let typeName = try container.decode(String.self, forKey: .type)
        guard let type = SafetensorsHeader.ScalarType(rawValue: typeName) else {
            throw LinearError(
                code: "safetensors.type",
                message: "array '\(name)' has type \(typeName); one of "
                    + SafetensorsHeader.ScalarType.allCases.map(\.rawValue).joined(separator: ", ") + " was expected",
                remedy: "convert the array before saving it, in NumPy for example with .astype(numpy.float32)")
        }
        let offsets = try container.decode([Int].self, forKey: .offsets)
        guard offsets.count == 2 else {
            throw SafetensorsHeader.damaged(
                "offsets", "data_offsets of array '\(name)' must be two numbers; got \(offsets.count)")
        }
        self.init(
            type: type, shape: try container.decode([Int].self, forKey: .shape), begin: offsets[0], end: offsets[1])
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(shape, forKey: .shape)
        try container.encode([begin, end], forKey: .offsets)
    }
}
