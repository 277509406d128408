import Foundation
import Linear
import Tensor
import Testing

@testable import Language

/// Tiny models with heads, and the answers of Python's transformers; see `Tests/Oracles/language/heads.py`.
enum HeadFixture {
    struct Expected: Decodable {
        var texts: [String]
        var pairs: [String]
        var logits: [[Float]]
    }

    static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracles/language/heads/\(name)")
    }

    static func expected(_ name: String) throws -> Expected {
        try JSONDecoder().decode(Expected.self, from: Data(contentsOf: folder(name).appending(path: "expected.json")))
    }

    /// A folder that is gone at the end.
    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "head-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}

@Suite("Heads")
struct HeadTests {
    private func logits(_ classifier: TextClassifier, _ expected: HeadFixture.Expected) throws -> [[Float]] {
        try zip(expected.texts, expected.pairs).map { text, pair in
            try classifier.model.outputs([text], pairs: pair.isEmpty ? nil : [pair]).values
        }
    }

    @Test("give the logits of transformers, for texts and pairs", arguments: ["bert", "roberta", "distilbert"])
    func parity(family: String) throws {
        let expected = try HeadFixture.expected(family)
        let classifier = try TextClassifier(folder: HeadFixture.folder(family))
        #expect(classifier.labels == ["good", "bad", "坏"])
        for (row, wanted) in try zip(logits(classifier, expected), expected.logits) {
            #expect(zip(row, wanted).allSatisfy { abs($0 - $1) < 2e-5 })
        }
    }

    @Test("of tags give the logits of transformers, token by token")
    func tags() throws {
        let expected = try HeadFixture.expected("tags")
        let tagger = try TokenTagger(folder: HeadFixture.folder("tags"))
        #expect(tagger.labels == ["colour", "kind"])
        for (text, wanted) in zip(expected.texts, expected.logits) {
            let batch = try TokenBatch(tagger.encode([text]), for: tagger.encoder.configuration)
            let found = try inference { try tagger.logits(batch, training: false).array(of: Float.self) }
            #expect(found.count == wanted.count && zip(found, wanted).allSatisfy { abs($0 - $1) < 2e-5 })
        }
    }

    @Test("come back from a folder that was saved", arguments: ["bert", "roberta", "distilbert"])
    func saving(family: String) throws {
        try HeadFixture.withFolder { parent in
            let expected = try HeadFixture.expected(family)
            var classifier = try TextClassifier(folder: HeadFixture.folder(family))
            classifier.temperature = 1.5
            classifier.outOfScope = "坏"
            let vectors = try classifier.logitsAndVectors(expected.texts, pairs: nil).vectors
            classifier.detector = try ScopeDetector(vectors, classes: [0, 1, 0, 1], count: 2)
            classifier.detector?.threshold = 4
            let folder = parent.appending(path: "模型")
            try classifier.save(to: folder)
            try classifier.save(to: folder)
            #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["模型"])
            let read = try TextClassifier(folder: folder)
            #expect(try read.classify(expected.texts) == classifier.classify(expected.texts))
            #expect(read.temperature == 1.5 && read.outOfScope == "坏" && read.detector?.threshold == 4)
            #expect(read.model.parameterCount == classifier.model.parameterCount)
            try (0..<4).forEach { text in
                let row = try read.model.outputs([expected.texts[text]]).values
                #expect(try row == classifier.model.outputs([expected.texts[text]]).values)
            }
        }
    }

    @Test("are not written over what is no model, and leave nothing half-written")
    func occupied() throws {
        try HeadFixture.withFolder { parent in
            let classifier = try TextClassifier(folder: HeadFixture.folder("bert"))
            let folder = parent.appending(path: "photos")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: folder.appending(path: "cat.jpg"))
            let error = #expect(throws: LanguageError.self) { try classifier.save(to: folder) }
            #expect(error?.code == "folder.occupied")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["cat.jpg"])
            let another = parent.appending(path: "new")
            struct Full: Error {}
            #expect(throws: Full.self) {
                try ModelFolder.write(to: another) { part in
                    try Data("x".utf8).write(to: part.appending(path: "config.json"))
                    throw Full()
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["photos"])
        }
    }

    @Test("are refused where they do not fit")
    func refused() throws {
        func code(_ body: () throws -> Void) -> String? {
            do {
                try body()
                return nil
            } catch let error as LanguageError {
                return error.code
            } catch { return "\(error)" }
        }
        #expect(code { _ = try TextClassifier(folder: EncoderFixture.folder("bert")) } == "classifier.head")
        #expect(code { _ = try TextRegressor(folder: HeadFixture.folder("bert")) } == "regressor.head")
        #expect(code { _ = try TokenTagger(folder: HeadFixture.folder("bert")) } == "tagger.labels")
        let model = try TextClassifier(folder: HeadFixture.folder("bert")).model
        #expect(code { _ = try TextClassifier(model: model, labels: ["a", "b"]) } == "labels.count")
        #expect(code { _ = try TextClassifier(model: model, labels: ["a", "b", "a"]) } == "labels.count")
        #expect(code { _ = try LabelledTexts(texts: ["a"], labels: []) } == "labels.count")
        #expect(code { _ = try TaggedText("连衣裙", spans: [TextSpan(2, 4, "kind")]) } == "tags.span")
        #expect(
            code { _ = try TaggedText("a dress", spans: [TextSpan(0, 3, "a"), TextSpan(2, 4, "b")]) } == "tags.span")
    }

    @Test("empty, strange and 100,000-character texts have an answer")
    func strange() throws {
        let classifier = try TextClassifier(folder: HeadFixture.folder("bert"))
        let long = String(repeating: "连衣裙 dress ", count: 10_000)
        let answers = try classifier.classify(["", "👗\u{0}\u{200B}", long])
        #expect(answers.allSatisfy { abs($0.probabilities.reduce(0, +) - 1) < 1e-5 && $0.label != nil })
        #expect(try TokenTagger(folder: HeadFixture.folder("tags")).tag(["", long]).count == 2)
        #expect(try classifier.classify([]).isEmpty)
    }

    @Test("spans become tags and come back, in characters, in any script")
    func spans() throws {
        let tokenizer = try TokenizerFiles.load(HeadFixture.folder("tags"))
        let tags = SpanTags(labels: ["colour", "kind"])
        for (text, spans) in [
            ("a red dress for summer", [TextSpan(2, 5, "colour"), TextSpan(6, 11, "kind")]),
            ("👗 红色连衣裙", [TextSpan(2, 4, "colour"), TextSpan(4, 7, "kind")]),
            ("dresses, shoes", [TextSpan(0, 7, "kind"), TextSpan(9, 14, "kind")]),
            ("red blue", [TextSpan(0, 3, "colour"), TextSpan(4, 8, "colour")]),
            ("nothing", []),
        ] {
            let encoding = try tokenizer.encode(text)
            let numbers = try tags.tags(of: TaggedText(text, spans: spans), encoding)
            let said = numbers.map { $0 == SpanTags.ignored ? 0 : $0 }
            #expect(tags.spans(said, of: text, encoding) == spans, "\(text)")
            #expect(numbers.first == SpanTags.ignored && numbers.last == SpanTags.ignored)
        }
    }
}
