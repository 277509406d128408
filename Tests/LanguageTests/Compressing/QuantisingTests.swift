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
            let whole = try size(copy)
            let small = try encoder.quantised()
            try small.save(to: copy)
            let again = try SentenceEncoder(folder: copy)
            #expect(again.encoder.isQuantised && again.encoder.configuration == encoder.encoder.configuration)
            #expect(try again.embed(texts).values == small.embed(texts).values)
            // A model this small is mostly headers and biases.
            #expect(try size(copy) < whole * 3 / 4)
            let config = try String(contentsOf: copy.appending(path: "config.json"), encoding: .utf8)
            #expect(config.contains(#""quantization_config": {"quant_method": "equipoise-int8", "bits": 8}"#))
        }
    }

    private func size(_ folder: URL) throws -> Int {
        try Data(contentsOf: folder.appending(path: "model.safetensors")).count
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
            let path = copy.appending(path: "model.safetensors").path
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
