import Foundation
import Linear
import Tensor
import Testing

@testable import Language

/// Tiny models with the answers of Python's transformers; see `Tests/Oracles/language/encoders.py`.
enum EncoderFixture {
    struct Expected: Decodable {
        var texts: [[Int32]]
        var hidden: [[Float]]

        var encodings: [Encoding] { texts.map(EncoderFixture.encoding) }
    }

    static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracles/language/encoders/\(name)")
    }

    static func expected(_ name: String) throws -> Expected {
        try JSONDecoder().decode(Expected.self, from: Data(contentsOf: folder(name).appending(path: "expected.json")))
    }

    static func encoding(_ ids: [Int32]) -> Encoding {
        var encoding = Encoding()
        encoding.ids = ids
        encoding.typeIDs = ids.map { _ in 0 }
        return encoding
    }

    /// A copy of a model's folder, gone at the end.
    static func withCopy<Result>(of name: String, _ body: (URL) throws -> Result) throws -> Result {
        let copy = FileManager.default.temporaryDirectory.appending(path: "encoder-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: folder(name), to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        return try body(copy)
    }
}

@Suite("Transformer encoders")
struct TransformerEncoderTests {
    @Test(
        "give what transformers gives, packed together",
        arguments: ["bert", "bert-classifier", "roberta", "distilbert"])
    func parity(name: String) throws {
        let expected = try EncoderFixture.expected(name)
        let encoder = try TransformerEncoder(folder: EncoderFixture.folder(name))
        let batch = try TokenBatch(expected.encodings, for: encoder.configuration)
        let hidden = try inference { try encoder(batch).array(of: Float.self) }
        #expect(batch.tokens == expected.texts.map(\.count).reduce(0, +))
        let width = encoder.configuration.width
        for (text, rows) in expected.hidden.enumerated() {
            let start = batch.starts[text] * width
            let largest = zip(hidden[start..<start + rows.count], rows).map { abs($0 - $1) }.max() ?? .infinity
            #expect(largest < 2e-5, "text \(text) of \(name)")
        }
    }

    @Test("take batches of few sizes, and give what each text gets alone")
    func sizes() throws {
        for tokens in [1, 31, 63, 64, 65, 127, 129, 500, 512, 513, 2047, 5001] {
            let size = tokens + TransformerEncoder.spareRows(tokens)
            #expect(size >= tokens && (size - tokens) * 32 <= tokens)
        }
        #expect(Set((1024...8192).map { $0 + TransformerEncoder.spareRows($0) }).count == 97)
        let encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
        let texts = (0..<30).map { text in
            let inner = (0..<text % 9 + 1).map { place in Int32(5 + (place * 7 + text) % 30) }
            return EncoderFixture.encoding([2] + inner + [3])
        }
        let batch = try TokenBatch(texts, for: encoder.configuration)
        #expect(TransformerEncoder.spareRows(batch.tokens) > 0)
        let together = try inference { try encoder(batch).array(of: Float.self) }
        #expect(together.count == batch.tokens * 16)
        for (place, text) in texts.enumerated() {
            let alone = try inference {
                try encoder(TokenBatch([text], for: encoder.configuration)).array(of: Float.self)
            }
            let start = batch.starts[place] * 16
            #expect(zip(together[start..<start + alone.count], alone).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    @Test("are saved as they were loaded", arguments: ["bert", "roberta", "distilbert"])
    func saving(name: String) throws {
        try EncoderFixture.withCopy(of: name) { copy in
            let encoder = try TransformerEncoder(folder: EncoderFixture.folder(name))
            try encoder.save(to: copy)
            let again = try TransformerEncoder(folder: copy)
            #expect(again.configuration == encoder.configuration)
            for (left, right) in zip(encoder.parameters, again.parameters) {
                #expect(left.name == right.name)
                #expect(try left.tensor.array(of: Float.self) == right.tensor.array(of: Float.self))
            }
        }
    }

    @Test("keep no tensor when they go")
    func leaks() async {
        // In a process of its own, in which no other test makes tensors.
        await #expect(processExitsWith: .success) {
            let before = Tensor.live
            for _ in 0..<3 {
                let encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
                let batch = try TokenBatch([EncoderFixture.encoding([2, 5, 3])], for: encoder.configuration)
                try encoder(batch, training: true).sum().backward()
                #expect(Tensor.live > before)
            }
            #expect(Tensor.live == before)
        }
    }

    @Test("refuse what they cannot read, and say why")
    func badFolders() throws {
        func code(of name: String = "bert", _ change: (URL) throws -> Void) throws -> String? {
            try EncoderFixture.withCopy(of: name) { folder in
                try change(folder)
                do {
                    _ = try TransformerEncoder(folder: folder)
                    return nil
                } catch let error as LanguageError {
                    return error.code
                } catch let error as TensorError {
                    return error.code
                }
            }
        }
        func replace(_ old: String, _ new: String) -> (URL) throws -> Void {
            { folder in
                let url = folder.appending(path: "config.json")
                let text = try String(contentsOf: url, encoding: .utf8)
                #expect(text.contains(old))
                try text.replacing(old, with: new).write(to: url, atomically: true, encoding: .utf8)
            }
        }
        let weights = "model.safetensors"
        #expect(
            try code { try FileManager.default.removeItem(at: $0.appending(path: "config.json")) } == "encoder.file")
        #expect(try code { try FileManager.default.removeItem(at: $0.appending(path: weights)) } == "encoder.file")
        #expect(
            try code { folder in
                let url = folder.appending(path: weights)
                try Data(contentsOf: url).dropLast(100).write(to: url)
            } == "weights.damaged")
        #expect(try code(replace("\"model_type\": \"bert\"", "\"model_type\": \"t5\"")) == "encoder.architecture")
        #expect(try code(replace("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"snake\"")) == "encoder.architecture")
        #expect(try code(replace("\"hidden_size\": 16", "\"hidden_size\": 20")) == "weights.shape")
        #expect(try code(replace("\"hidden_size\": 16", "\"hidden_size\": 18")) == "encoder.configuration")
        #expect(try code(replace("\"hidden_size\": 16", "\"hidden_size\": \"wide\"")) == "encoder.configuration")
        #expect(try code(replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3")) == "weights.missing")
        #expect(try code(replace("{", "{{")) == "tokenizer.json")
    }

    @Test("refuse batches that they have no positions or vectors for")
    func badBatches() throws {
        let configuration = try EncoderConfiguration(vocabularySize: 10, width: 8, layers: 1, heads: 2, positions: 4)
        func code(_ texts: [[Int32]]) -> String? {
            do {
                _ = try TokenBatch(texts.map(EncoderFixture.encoding), for: configuration)
                return nil
            } catch {
                return (error as? LanguageError)?.code
            }
        }
        #expect(code([]) == "encoder.empty")
        #expect(code([[1], []]) == "encoder.empty")
        #expect(code([[1, 2, 3, 4, 5]]) == "encoder.length")
        #expect(code([[1, 10]]) == "encoder.token")
        #expect(code([[1, 9]]) == nil)
    }
}
