import Foundation
import Testing

/// A tiny model, and what the commands on texts leave behind.
enum LanguageFixture {
    /// See `Tests/Oracles/language/encoders.py`.
    static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracles/language/encoders/\(name)")
    }

    /// A copy of the tiny BERT, to be spoilt.
    static func copy(into folder: TemporaryFolder) throws -> URL {
        let copy = folder.url.appending(path: "model")
        try FileManager.default.copyItem(at: self.folder("bert"), to: copy)
        return copy
    }

    static func embed(
        _ input: String, column: String = "text", to output: String, model: String = folder("bert").path
    ) -> [String] {
        ["language", "embed", "--model", model, "--input", input, "--text", column, "--output", output]
    }

    /// Overwrites every weight of a folder, stored as 32-bit numbers.
    static func fillWeights(of model: URL, with value: Float) throws {
        let url = model.appending(path: "model.safetensors")
        let bytes = try Data(contentsOf: url)
        let start = bodyStart(bytes)
        let number = withUnsafeBytes(of: value.bitPattern.littleEndian) { Data($0) }
        let count = (bytes.count - start) / 4
        try (bytes.prefix(start) + Data(repeatElement(number, count: count).joined())).write(to: url)
    }

    /// The array `embeddings` of a file, row by row.
    static func vectors(_ path: String) throws -> [[Float]] {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let start = bodyStart(bytes)
        let header = try #require(try JSONSerialization.jsonObject(with: bytes[8..<start]) as? [String: Any])
        let array = try #require(header["embeddings"] as? [String: Any])
        let shape = try #require(array["shape"] as? [Int])
        #expect(array["dtype"] as? String == "F32" && shape.count == 2)
        let numbers = stride(from: start, to: bytes.count, by: 4).map { place in
            Float(bitPattern: bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        try #require(numbers.count == shape[0] * shape[1])
        return (0..<shape[0]).map { Array(numbers[$0 * shape[1]..<($0 + 1) * shape[1]]) }
    }

    static func metadata(_ path: String) throws -> [String: String] {
        let bytes = try Data(contentsOf: URL(filePath: path))
        let header = try JSONSerialization.jsonObject(with: bytes[8..<bodyStart(bytes)]) as? [String: Any]
        return try #require(header?["__metadata__"] as? [String: String])
    }

    private static func bodyStart(_ bytes: Data) -> Int {
        8 + bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
