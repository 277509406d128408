import Foundation
import Linear
import Tensor
import Testing

@testable import Language

@Suite("Vectors of texts")
struct SentenceEncoderTests {
    private let texts = [
        "a red dress", "红色 连衣裙!", "", "not good", "a red dress", "shirts and shoes for the summer, very bad",
    ]

    @Test("are the same alone and in any company", arguments: Pooling.allCases)
    func company(pooling: Pooling) throws {
        var encoder = try SentenceEncoder(folder: EncoderFixture.folder("bert"))
        encoder.pooling = pooling
        let together = try encoder.embed(texts)
        #expect(together.rows == texts.count && together.columns == 16)
        for (row, text) in texts.enumerated() {
            let alone = try encoder.embed([text])
            for column in 0..<16 { #expect(abs(alone[0, column] - together[row, column]) < 1e-5) }
        }
        #expect(try encoder.embed([]).rows == 0)
    }

    @Test("are the pooled vectors of the tokens")
    func pooling() throws {
        let expected = try EncoderFixture.expected("bert")
        let encoder = try TransformerEncoder(folder: EncoderFixture.folder("bert"))
        let batch = try TokenBatch(expected.encodings, for: encoder.configuration)
        for pooling in Pooling.allCases {
            let pooled = try inference { try pooling(encoder(batch), of: batch).array(of: Float.self) }
            for (text, hidden) in expected.hidden.enumerated() {
                let length = expected.texts[text].count
                for column in 0..<16 {
                    let numbers = (0..<length).map { hidden[$0 * 16 + column] }
                    let plain =
                        switch pooling {
                        case .mean: numbers.reduce(0, +) / Float(length)
                        case .first: numbers[0]
                        case .largest: numbers.max() ?? 0
                        }
                    #expect(abs(pooled[text * 16 + column] - plain) < 2e-5)
                }
            }
        }
    }

    @Test("come back from a folder that was saved, with pooling, length and scale")
    func saving() throws {
        try EncoderFixture.withCopy(of: "bert") { copy in
            var encoder = try SentenceEncoder(folder: copy)
            #expect(encoder.pooling == .mean && !encoder.normalises && encoder.maximumLength == 24)
            encoder.pooling = .largest
            encoder.normalises = true
            encoder.maximumLength = 5
            try encoder.save(to: copy)
            let again = try SentenceEncoder(folder: copy)
            #expect(again.pooling == .largest && again.normalises && again.maximumLength == 5)
            let (left, right) = (try encoder.embed(texts), try again.embed(texts))
            #expect(left.values == right.values)
            for row in 0..<texts.count {
                #expect(abs((0..<16).reduce(0) { $0 + left[row, $1] * left[row, $1] } - 1) < 1e-5)
            }
        }
    }

    @Test("are made in batches of like length that hold every text once")
    func batches() {
        let lengths = (0..<500).map { 3 + ($0 * 7919) % 61 } + [5000]
        let batches = TextBatches.batches(lengths, tokens: 256)
        #expect(batches.flatMap(\.self).sorted() == Array(lengths.indices))
        #expect(batches.allSatisfy { $0.count == 1 || $0.reduce(0) { $0 + lengths[$1] } <= 256 })
        #expect(batches.count < lengths.reduce(0, +) / 256 * 3 / 2)
        #expect(batches.map { lengths[$0[0]] } == batches.map { lengths[$0[0]] }.sorted(by: >))
    }

    @Test("refuse a folder whose tokeniser is another model's")
    func strangers() throws {
        try EncoderFixture.withCopy(of: "bert") { copy in
            let vocabulary = copy.appending(path: "vocab.txt")
            let more = (0..<20).map { "more\($0)\n" }.joined()
            let text = try String(contentsOf: vocabulary, encoding: .utf8)
            try (text + more).write(to: vocabulary, atomically: true, encoding: .utf8)
            #expect { try SentenceEncoder(folder: copy) } throws: {
                ($0 as? LanguageError)?.code == "encoder.vocabulary"
            }
        }
    }
}
