import Commerce
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

/// Tiny models with the answers of Python's transformers; see `Tests/Oracles/language/pretraining.py`.
@Suite("Masked language models")
struct MaskedLanguageModelTests {
    private struct Expected: Decodable {
        var texts: [[Int32]]
        var targets: [[Int]]
        var scores: [[Float]]
        var loss: Double
    }

    private static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracles/language/pretraining/\(name)")
    }

    private static func scores(_ model: MaskedLanguageModel, _ texts: [[Int32]]) throws -> Tensor {
        let batch = try TokenBatch(texts.map(EncoderFixture.encoding), for: model.encoder.configuration)
        let places = texts.enumerated().flatMap { text, ids in
            ids.indices.filter { ids[$0] == 4 }.map { batch.starts[text] + $0 }
        }
        return try inference { try model.scores(batch, at: Tensor(places)) }
    }

    private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "masked-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    @Test("give the scores and the loss that transformers gives", arguments: ["bert", "roberta", "distilbert"])
    func parity(name: String) throws {
        var generator = SeededGenerator(seed: 1)
        let model = try MaskedLanguageModel(folder: Self.folder(name), using: &generator)
        let expected = try JSONDecoder().decode(
            Expected.self, from: Data(contentsOf: Self.folder(name).appending(path: "expected.json")))
        let scores = try Self.scores(model, expected.texts)
        #expect(scores.shape == [5, 36] && expected.scores.flatMap(\.self).count == 180)
        let largest = zip(try scores.array(of: Float.self), expected.scores.flatMap(\.self)).map { abs($0 - $1) }.max()
        #expect((largest ?? .infinity) < 5e-5)
        let loss = try scores.crossEntropy(Tensor(expected.targets.flatMap(\.self))).number()
        #expect(abs(loss - expected.loss) < 2e-5)
    }

    @Test(
        "are saved whole, and read again as models, encoders and sentence encoders",
        arguments: ["bert", "roberta", "distilbert"])
    func saving(name: String) throws {
        var generator = SeededGenerator(seed: 1)
        let model = try MaskedLanguageModel(folder: Self.folder(name), using: &generator)
        try Self.withFolder { folder in
            try model.save(to: folder)
            let again = try MaskedLanguageModel(folder: folder, using: &generator)
            #expect(again.parameters.map(\.name) == model.parameters.map(\.name))
            for (left, right) in zip(again.parameters, model.parameters) {
                #expect(try left.tensor.array(of: Float.self) == right.tensor.array(of: Float.self))
            }
            // What Python wrote has the same arrays, but for what it shares between two names.
            let ours = try WeightFile(path: folder.appending(path: "model.safetensors").path)
            let theirs = try WeightFile(path: Self.folder(name).appending(path: "model.safetensors").path)
            #expect(ours.names == theirs.names)
            let encoder = try SentenceEncoder(folder: folder)
            let text = try encoder.tokenizer.encode("a red dress 红色")
            let batch = try TokenBatch([text], for: encoder.encoder.configuration)
            let (left, right) = try inference { (try encoder.encoder(batch), try model.encoder(batch)) }
            #expect(try left.array(of: Float.self) == right.array(of: Float.self))
        }
    }

    @Test("get a new head where a folder has none, of the generator's seed")
    func newHead() throws {
        func scores(seed: UInt64) throws -> [Float] {
            var generator = SeededGenerator(seed: seed)
            let model = try MaskedLanguageModel(folder: EncoderFixture.folder("bert"), using: &generator)
            #expect(try model.head.bias.array(of: Float.self) == Array(repeating: 0, count: 40))
            return try Self.scores(model, [[2, 5, 4, 3]]).array(of: Float.self)
        }
        #expect(try scores(seed: 1) == scores(seed: 1))
        #expect(try scores(seed: 1) != scores(seed: 2))
    }

    @Test("have the encoder learn through the head's product with its table")
    func tied() throws {
        var generator = SeededGenerator(seed: 1)
        let model = try MaskedLanguageModel(folder: Self.folder("bert"), using: &generator)
        let corpus = try MaskedCorpus(["a red dress", "blue shoes"], tokenizer: model.tokenizer)
        let batch = try MaskedBatch(
            [1, 0], of: corpus, masking: Masking(), round: 0, for: model.encoder.configuration)
        #expect(batch.guesses == 2)
        try model.setTraining(true)
        try model.loss(batch, training: false).backward()
        for parameter in model.parameters { #expect(parameter.tensor.gradient != nil, "\(parameter.name)") }
        // Also the vectors of tokens that occur in no text.
        let gradient = try #require(model.encoder.embeddings.words.weight.gradient).array(of: Float.self)
        #expect((0..<36).allSatisfy { row in gradient[row * 16..<(row + 1) * 16].contains { $0 != 0 } })
    }

    @Test("refuse a head or a tokeniser that is not theirs")
    func strangers() throws {
        var generator = SeededGenerator(seed: 1)
        func code(_ file: String, _ change: (String) -> String) throws -> String? {
            try Self.withFolder { folder in
                try FileManager.default.copyItem(at: Self.folder("bert"), to: folder)
                let url = folder.appending(path: file)
                try change(String(contentsOf: url, encoding: .utf8)).write(to: url, atomically: true, encoding: .utf8)
                do {
                    _ = try MaskedLanguageModel(folder: folder, using: &generator)
                    return nil
                } catch let error as LanguageError {
                    return error.code
                } catch let error as TensorError {
                    return error.code
                }
            }
        }
        #expect(try code("vocab.txt") { $0 } == nil)
        let untied = try code("config.json") {
            #expect($0.contains("\"tie_word_embeddings\": true"))
            return $0.replacing("\"tie_word_embeddings\": true", with: "\"tie_word_embeddings\": false")
        }
        #expect(untied == "pretraining.head")
        #expect(try code("vocab.txt") { $0 + (0..<5).map { "more\($0)\n" }.joined() } == "encoder.vocabulary")
        #expect(
            try code("vocab.txt") { $0.replacing("[CLS]\n[PAD]\n", with: "[PAD]\n[CLS]\n") } == "encoder.vocabulary")
    }
}
