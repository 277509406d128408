import Foundation
import Testing

/// `equipoise language embed`, run as a user runs it.
@Suite("Embedding at the command line")
struct EmbedTests {
    @Test("writes a vector for each row, in their order, and where they come from")
    func embeds() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("texts.csv", "id,text\n1,a red dress\n2,\n3,\"红色, 连衣裙!\"\n4,a red dress\n")
        let output = folder.path("out.safetensors")
        let result = try CommandRunner.run(LanguageFixture.embed(input, to: output) + ["--json"])
        try #require(result.status == 0, "\(result.errors)")
        let told = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(told["texts"] as? Int == 4 && told["width"] as? Int == 16 && told["output"] as? String == output)
        let vectors = try LanguageFixture.vectors(output)
        #expect(vectors.count == 4 && vectors[0] == vectors[3])
        #expect(Set(vectors).count == 3 && vectors.joined().allSatisfy(\.isFinite))
        #expect(
            try LanguageFixture.metadata(output)
                == ["model": "bert", "pooling": "mean", "input": "texts.csv", "text": "text"])
        // The same texts in another order and layout have the same vectors, in that order.
        let lines = try folder.file(
            "texts.jsonl", #"{"text":"红色, 连衣裙!"}"# + "\n" + #"{"other":1}"# + "\n" + #"{"text":"a red dress"}"# + "\n")
        #expect(try CommandRunner.run(LanguageFixture.embed(lines, to: output)).status == 0)
        let again = try LanguageFixture.vectors(output)
        #expect(again.count == 3)
        for (row, place) in [2, 1, 0].enumerated() {
            for (left, right) in zip(again[row], vectors[place]) { #expect(abs(left - right) < 1e-5) }
        }
    }

    @Test("pools as it is told, and says in two languages what it did")
    func pooling() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("texts.csv", "text\na red dress\nnot good\n")
        let output = folder.path("out.safetensors")
        var seen: Set<[[Float]]> = []
        for pooling in ["mean", "cls", "max"] {
            let result = try CommandRunner.run(
                LanguageFixture.embed(input, to: output) + ["--pooling", pooling], environment: ["LC_ALL": "C"])
            #expect(result.status == 0 && result.output.contains("2 texts, 16 numbers each"), "\(result.errors)")
            seen.insert(try LanguageFixture.vectors(output))
        }
        #expect(seen.count == 3)
        let chinese = try CommandRunner.run(LanguageFixture.embed(input, to: output) + ["--language", "zh"])
        #expect(chinese.output.contains("2 条文本，每条 16 维"))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var content = "text\na red dress\n"
        var column = "text"
        var output = "out.safetensors"
        /// Spoils the model.
        var spoil: @Sendable (URL) throws -> Void = { _ in }
        /// All of these must be in the message.
        var words: [String]
        var options: [String] = []
        var status: Int32 = 1

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "no model", spoil: { try FileManager.default.removeItem(at: $0) }, words: ["model", "config.json"]),
        Case(
            name: "no weights",
            spoil: { try FileManager.default.removeItem(at: $0.appending(path: "model.safetensors")) },
            words: ["model.safetensors", "safe_serialization"]),
        Case(
            name: "truncated weights",
            spoil: { model in
                let weights = model.appending(path: "model.safetensors")
                try Data(contentsOf: weights).dropLast(1000).write(to: weights)
            }, words: ["model.safetensors", "remedy"]),
        Case(
            name: "weights of another shape",
            spoil: { model in
                let config = model.appending(path: "config.json")
                let text = try String(contentsOf: config, encoding: .utf8)
                try text.replacing(/"hidden_size": 16/, with: "\"hidden_size\": 32")
                    .write(to: config, atomically: true, encoding: .utf8)
            }, words: ["16", "32", "remedy"]),
        Case(
            name: "another architecture",
            spoil: { model in
                let config = model.appending(path: "config.json")
                let text = try String(contentsOf: config, encoding: .utf8)
                try text.replacing(/"model_type": "bert"/, with: "\"model_type\": \"llama\"")
                    .write(to: config, atomically: true, encoding: .utf8)
            }, words: ["llama", "roberta"]),
        Case(
            name: "weights that are no numbers", spoil: { try LanguageFixture.fillWeights(of: $0, with: .nan) },
            words: ["no numbers", "serve-check"]),
        Case(name: "a column that is not there", column: "review", words: ["texts.csv", "'review'", "'text'"]),
        Case(name: "an empty file", content: "", words: ["texts.csv", "empty"]),
        Case(name: "a header alone", content: "text\n", words: ["texts.csv", "no rows"]),
        Case(name: "broken JSON", content: "{\"text\":\"a\"}\n{\"text\":\n", words: ["texts.csv", "line 2"]),
        Case(name: "no folder to write to", output: "absent/out.safetensors", words: ["absent", "remedy"]),
        Case(name: "a folder in the way", output: "model", words: ["model cannot be written", "remedy"]),
        Case(name: "no such device", words: ["device", "tpu"], options: ["--device", "tpu"]),
        Case(name: "no such pooling", words: ["--pooling", "mean"], options: ["--pooling", "sum"], status: 64),
    ]

    @Test("refuses bad input with place and remedy, and leaves nothing behind", arguments: cases)
    func refuses(_ bad: Case) throws {
        let folder = try TemporaryFolder()
        let model = try LanguageFixture.copy(into: folder)
        try bad.spoil(model)
        let input = try folder.file("texts.csv", bad.content)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        let result = try CommandRunner.run(
            LanguageFixture.embed(input, column: bad.column, to: folder.path(bad.output), model: model.path)
                + bad.options)
        #expect(result.status == bad.status)
        #expect(result.output.isEmpty && !result.errors.contains("Fatal error"))
        for word in bad.words { #expect(result.errors.contains(word), "no '\(word)' in: \(result.errors)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
    }

    @Test("leaves an earlier result as it was when it cannot make a new one")
    func keeps() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("texts.csv", "text\na red dress\n")
        let output = try folder.file("out.safetensors", "an earlier result")
        let result = try CommandRunner.run(LanguageFixture.embed(input, column: "none", to: output))
        #expect(result.status == 1)
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "an earlier result")
    }
}
