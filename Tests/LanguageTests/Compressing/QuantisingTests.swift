import Commerce
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

@Suite("Encoders in whole numbers")
struct QuantisingTests {
    private let texts = ["a red dress", "not good", "shirts and shoes for the summer, very bad", "红色 连衣裙!", ""]

    @Test("answer nearly as they did", arguments: ["bert", "roberta", "distilbert"])
    func nearness(name: String) throws {
        let expected = try EncoderFixture.expected(name)
        let encoder = try TransformerEncoder(folder: EncoderFixture.folder(name))
        let small = try encoder.quantised()
        #expect(small.isQuantised && !encoder.isQuantised)
        let batch = try TokenBatch(expected.encodings, for: encoder.configuration)
        let (left, right) = try inference { (try encoder(batch), try small(batch)) }
        let cosines = try (left.normalised() * right.normalised()).sum(1).array(of: Float.self)
        #expect(cosines.count == batch.tokens && cosines.allSatisfy { $0 > 0.99 })
        #expect(try left.array(of: Float.self) != right.array(of: Float.self))
    }

    @Test("come back from a folder the same to the last bit, and are a third of the size or less")
    func files() throws {
        try EncoderFixture.withCopy(of: "bert") { copy in
            let encoder = try SentenceEncoder(folder: copy)
            let whole = try size(copy, "model.safetensors")
            let small = try encoder.quantised()
            try small.save(to: copy)
            let again = try SentenceEncoder(folder: copy)
            #expect(again.encoder.isQuantised && again.encoder.configuration == encoder.encoder.configuration)
            #expect(try again.embed(texts).values == small.embed(texts).values)
            // A model this small is mostly headers and biases.
            #expect(try size(copy, "model.int8.safetensors") < whole * 3 / 4)
            // Python would take it for weights.
            #expect(!FileManager.default.fileExists(atPath: copy.appending(path: "model.safetensors").path))
            try small.encoder.save(to: copy)
            try encoder.encoder.save(to: copy)
            #expect(try !SentenceEncoder(folder: copy).encoder.isQuantised)
            try small.encoder.save(to: copy)
            let config = try String(contentsOf: copy.appending(path: "config.json"), encoding: .utf8)
            #expect(config.contains(#""quantization_config": {"quant_method": "equipoise-int8", "bits": 8}"#))
        }
    }

    private func size(_ folder: URL, _ name: String) throws -> Int {
        try Data(contentsOf: folder.appending(path: name)).count
    }

    @Test("stand under a classifier's head too, in memory and in a folder")
    func classifier() throws {
        let fixture = EncoderFixture.folder("bert")
        let folder = FileManager.default.temporaryDirectory.appending(path: "classifier-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let encoder = try TransformerEncoder(folder: fixture)
        var generator = SeededGenerator(seed: 2)
        let head = try SequenceHead(outputs: 3, on: encoder.configuration, using: &generator)
        let model = try SequenceModel(tokenizer: TokenizerFiles.load(fixture), encoder: encoder, head: head)
        let whole = try TextClassifier(model: model, labels: ["a", "b", "c"])
        let small = try whole.quantised()
        try small.save(to: folder)
        let again = try TextClassifier(folder: folder)
        #expect(again.model.encoder.isQuantised && !whole.model.encoder.isQuantised)
        #expect(try again.classify(texts) == small.classify(texts))
        for (left, right) in zip(try whole.classify(texts), try small.classify(texts)) {
            #expect(zip(left.probabilities, right.probabilities).allSatisfy { abs($0 - $1) < 0.1 })
        }
    }

    @Test("give a text the same vector in any company")
    func company() throws {
        let encoder = try SentenceEncoder(folder: EncoderFixture.folder("bert")).quantised()
        let together = try encoder.embed(texts + texts.reversed())
        for (row, text) in texts.enumerated() {
            let alone = try encoder.embed([text])
            for column in 0..<together.columns { #expect(abs(alone[0, column] - together[row, column]) < 1e-4) }
        }
    }

    @Test("cannot learn, nor be made twice, nor of weights that are no numbers")
    func refusals() throws {
        let encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
        let small = try encoder.quantised()
        let batch = try TokenBatch([EncoderFixture.encoding([2, 5, 3])], for: encoder.configuration)
        expect("compress.training") { _ = try small(batch, training: true) }
        expect("compress.matrix") { _ = try small.quantised() }
        expect("compress.matrix") { _ = try small.copied() }
        let broken = try encoder.copied()
        try withoutGradient { try (broken.layers[1].inner as? LinearLayer)?.weight.at(0).fill(.nan) }
        expect("compress.weights") { _ = try broken.quantised() }
    }

    @Test("are refused when the file is damaged, or another library's")
    func damage() throws {
        try EncoderFixture.withCopy(of: "bert") { copy in
            let small = try TransformerEncoder(folder: copy).quantised()
            try small.save(to: copy)
            let path = copy.appending(path: "model.int8.safetensors").path
            let stored = try small.storedParameters()
            let name = "encoder.layer.0.output.dense.weight"
            let wider = try stored.map { tensor in
                tensor.name == name
                    ? NamedTensor(name: name, tensor: try tensor.tensor.converted(to: .float32)) : tensor
            }
            try WeightFile.write(wider, to: path)
            expect("compress.file") { _ = try TransformerEncoder(folder: copy) }
            try WeightFile.write(stored.filter { $0.name != "\(name)_scale" }, to: path)
            #expect { try TransformerEncoder(folder: copy) } throws: { ($0 as? TensorError)?.code == "weights.missing" }
            let config = copy.appending(path: "config.json")
            let text = try String(contentsOf: config, encoding: .utf8)
            try text.replacing("equipoise-int8", with: "gptq").write(to: config, atomically: true, encoding: .utf8)
            expect("encoder.architecture") { _ = try TransformerEncoder(folder: copy) }
        }
    }
}

/// Expects a `LanguageError` of a code.
func expect(_ code: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void) {
    #expect(sourceLocation: sourceLocation) {
        try body()
    } throws: {
        ($0 as? LanguageError)?.code == code
    }
}
