import Commerce
import Foundation
import Linear
import Tensor
import Testing

@testable import Language

@Suite("Heads on adapted encoders")
struct AdaptedClassifierTests {
    private let texts = ["a red dress", "not good", "shirts and shoes for the summer, very bad"]

    @Test("are saved with the encoder as it serves, and answer as before", arguments: AdaptationKind.allCases)
    func classifier(kind: AdaptationKind) throws {
        let tokenizer = try TokenizerFiles.load(EncoderFixture.folder("bert"))
        let encoder = try kind.encoder()
        var generator = SeededGenerator(seed: 6)
        let head = try SequenceHead(outputs: 2, on: encoder.configuration, using: &generator)
        let model = SequenceModel(tokenizer: tokenizer, encoder: encoder, head: head, pooling: .mean)
        let classifier = try TextClassifier(model: model, labels: ["no", "yes"])
        try EncoderFixture.withCopy(of: "bert") { copy in
            let folder = copy.appending(path: "saved")
            try classifier.save(to: folder)
            let names = try WeightFile(path: folder.appending(path: "model.safetensors").path).names
            let plain = try AdaptationKind.encoder().parameters(under: "bert") + head.parameters
            #expect(names == plain.map(\.name).sorted())
            let again = try TextClassifier(folder: folder)
            let (left, right) = (try classifier.classify(texts), try again.classify(texts))
            #expect(left.count == 3 && right.count == 3)
            for (one, other) in zip(left, right) {
                #expect(abs(one.probability - other.probability) < 1e-5 && one.label == other.label)
            }
        }
    }

    @Test("learn together with what was added, and nothing else", arguments: [AdaptationKind.lowRank, .adapters])
    func groups(kind: AdaptationKind) throws {
        let tokenizer = try TokenizerFiles.load(EncoderFixture.folder("bert"))
        let encoder = try kind.encoder()
        var generator = SeededGenerator(seed: 6)
        let head = try SequenceHead(outputs: 3, on: encoder.configuration, using: &generator)
        let model = SequenceModel(tokenizer: tokenizer, encoder: encoder, head: head)
        let learning = try model.groups(decay: 0.1, headRate: 10).flatMap { group in
            group.parameters.map { ($0.name, group.rate) }
        }
        let added = encoder.adaptationParameters.map { "bert.\($0.name)" }
        #expect(Set(learning.map(\.0)) == Set(added + head.parameters.map(\.name)))
        #expect(learning.count == added.count + 4)
        #expect(learning.allSatisfy { added.contains($0.0) == ($0.1 == 1) })
        #expect(model.parameterShare.trainable == encoder.parameterShare.trainable + 16 * 17 + 17 * 3)
    }
}
