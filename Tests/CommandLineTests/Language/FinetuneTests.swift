import Foundation
import Testing

/// `equipoise language finetune`, `evaluate` and `pretrain`, run as a user runs them, with a tiny encoder.
@Suite("Teaching at the command line")
struct FinetuneTests {
    /// Sentences about things; the label says the colour.
    private static func table(_ count: Int, from first: Int = 0) -> String {
        let things = ["dress", "shoe", "shirt", "连衣裙"]
        let moods = ["good", "bad", "well"]
        let rows = (first..<first + count).map { row in
            let isRed = row % 2 == 0
            let (thing, mood) = (things[row / 2 % 4], moods[row / 8 % 3])
            let text = "the \(isRed ? "red" : "blue") \(thing) fits \(mood) in \(row / 24 % 20)"
            let start = isRed ? 8 : 9
            return "\"\(text)\",\(isRed ? "红" : "blue"),\(isRed ? 5 : 1),\"[[\(start), \(start + thing.count), "
                + "\"\"kind\"\"]]\",\(isRed ? "summer" : "winter") \(thing)"
        }
        return "text,label,stars,spans,pair\n" + rows.joined(separator: "\n") + "\n"
    }

    private static let base = ["--model", LanguageFixture.folder("bert").path, "--maximum-length", "20"]

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func run(_ arguments: [String]) throws -> CommandRunner.Result {
        // The products are too small to share, and other tests run beside this one.
        try CommandRunner.run(["language"] + arguments, environment: ["OMP_NUM_THREADS": "1"])
    }

    struct Task: CustomTestStringConvertible, Sendable {
        var name: String
        var columns: [String]
        var measure: String
        /// What the measure must pass, or stay below when it is an error.
        var bound: Double
        var options: [String] = []
        var isError = false

        var testDescription: String { name }
    }

    static let tasks = [
        Task(
            name: "classes", columns: ["--label", "label"], measure: "accuracy", bound: 0.95, options: ["--balanced"]),
        Task(
            name: "classes", columns: ["--label", "label"], measure: "accuracy", bound: 0.95,
            options: ["--adaptation", "lora", "--all-matrices", "--turn-away", "0.05", "--pooling", "mean"]),
        Task(name: "number", columns: ["--label", "stars"], measure: "rmse", bound: 1, isError: true),
        Task(name: "tags", columns: ["--label", "spans"], measure: "f1", bound: 0.8),
        Task(name: "pairs", columns: ["--pair", "pair"], measure: "reciprocalRank", bound: 0.05),
    ]

    /// A small model that has read such texts.
    private func pretrained(in folder: TemporaryFolder, _ texts: String) throws -> String {
        let output = folder.path("new")
        let result = try run(
            ["pretrain", "--input", texts, "--text", "text", "--output", output, "--width", "64", "--layers", "1"]
                + ["--vocabulary", "200", "--epochs", "6", "--batch-size", "16", "--json"])
        try #require(result.status == 0, "\(result.errors)")
        let told = try object(result.output)
        #expect(told["texts"] as? Int == 240 && (told["perplexity"] as? Double ?? 0) > 1)
        return output
    }

    @Test("a model made from texts learns each task, and measures as it did when it was made")
    func learns() throws {
        let folder = try TemporaryFolder()
        let train = try folder.file("train.csv", Self.table(240))
        let test = try folder.file("test.csv", Self.table(48, from: 240))
        let base = try pretrained(in: folder, train)
        for (place, task) in Self.tasks.enumerated() {
            let output = folder.path("taught\(place)")
            let result = try run(
                [
                    "finetune", "--task", task.name, "--train", train, "--test", test, "--text", "text", "--output",
                    output,
                ]
                    + ["--epochs", "10", "--learning-rate", "3e-3", "--batch-size", "16", "--json", "--model", base]
                    + task.columns + task.options)
            try #require(result.status == 0, "\(task): \(result.errors)")
            let told = try object(result.output)
            let measured = try #require(told["test"] as? [String: Any])
            let value = try #require(measured[task.measure] as? Double)
            #expect(task.isError ? value < task.bound : value > task.bound, "\(task): \(value)")
            let parameters = try #require(told["parameters"] as? [String: Int])
            let (total, trained) = (parameters["total", default: 0], parameters["trained", default: 0])
            #expect(task.options.contains("lora") ? trained < total : trained == total && total > 5000)
            #expect((told["seconds"] as? Double ?? 0) > 0)
            let again = try run(
                ["evaluate", "--model", output, "--input", test, "--text", "text", "--json"] + task.columns)
            try #require(again.status == 0, "\(again.errors)")
            let repeated = try #require(try object(again.output)[task.measure] as? Double)
            #expect(abs(repeated - value) < 1e-6)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        #expect(left == ["new", "taught0", "taught1", "taught2", "taught3", "taught4", "test.csv", "train.csv"])
    }

    @Test("goes on with a model that was made")
    func goesOn() throws {
        let folder = try TemporaryFolder()
        let texts = try folder.file("texts.csv", Self.table(240))
        let base = try pretrained(in: folder, texts)
        let result = try run(
            ["pretrain", "--continue-from", base, "--input", texts, "--text", "text", "--output", folder.path("more")]
                + ["--epochs", "1", "--masking", "token", "--language", "zh"])
        #expect(result.status == 0 && result.output.contains("困惑度"), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("more")).contains("vocab.txt"))
    }

    @Test("learns tokens of several ideographs where asked to, and Chinese texts become shorter")
    func joined() throws {
        let folder = try TemporaryFolder()
        let reviews = (0..<120).map { "这条连衣裙质量很好，颜色\($0 % 2 == 0 ? "和图片一样" : "比图片深")，下次还会再买。\($0)" }
        let texts = try folder.file("texts.csv", "text\n" + reviews.joined(separator: "\n") + "\n")
        func tokens(_ name: String, _ options: [String]) throws -> Int {
            let result = try run(
                ["pretrain", "--input", texts, "--text", "text", "--output", folder.path(name), "--width", "64"]
                    + ["--layers", "1", "--vocabulary", "300", "--epochs", "1", "--json"] + options)
            try #require(result.status == 0, "\(result.errors)")
            return try #require(try object(result.output)["tokens"] as? Int)
        }
        let (single, joined) = (try tokens("single", []), try tokens("joined", ["--join-ideographs"]))
        #expect(joined < single / 2, "\(joined) of \(single)")
        let vocabulary = try String(contentsOfFile: folder.path("joined") + "/vocab.txt", encoding: .utf8)
        #expect(
            vocabulary.split(separator: "\n").contains { $0.count { $0.unicodeScalars.first!.value >= 0x4E00 } > 1 })
        // Read again as it was written: a review of the same words has no token unknown.
        let report = try object(run(["serve-check", "--model", folder.path("joined"), "--json"]).output)
        let checks = try #require(report["checks"] as? [[String: Any]])
        #expect(checks.first { $0["name"] as? String == "chinese" }?["measured"] as? Double == 0)
        let wrong = try run(
            ["pretrain", "--input", texts, "--text", "text", "--output", folder.path("x"), "--join-ideographs"]
                + ["--masking", "word"])
        #expect(wrong.status == 64 && wrong.errors.contains("--masking token"))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var content = FinetuneTests.table(40)
        var validation: String?
        var options: [String] = []
        var label = "label"
        var words: [String]
        var status: Int32 = 1

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "one class", content: "text,label\na,x\nb,x\nc,x\n", words: ["'x'", "two labels"]),
        Case(name: "a label missing", content: "text,label\na,x\nb,\n", words: ["train.csv", "row 2", "'label'"]),
        Case(name: "a strange label", validation: "text,label\na,green\n", words: ["'green'", "'blue'"]),
        Case(name: "no such column", label: "colour", words: ["'colour'", "'stars'"]),
        Case(name: "no number", options: ["--task", "number"], words: ["'红'", "number"]),
        Case(name: "no spans", options: ["--task", "tags"], words: ["row 1", "[start, end"]),
        Case(name: "no partners", options: ["--task", "pairs"], words: ["--pair"]),
        Case(
            name: "a loss that is no number", options: ["--learning-rate", "1e30", "--epochs", "3"],
            words: ["step", "learning rate", "remedy"]),
        Case(name: "no such adaptation", options: ["--adaptation", "magic"], words: ["'magic'", "lora"]),
        Case(
            name: "a rank of nothing", options: ["--adaptation", "lora", "--rank", "0"], words: ["rank", "at least 1"]),
        Case(name: "too few", content: "text,label\na,x\nb,y\n", words: ["train.csv", "--validation"]),
        Case(name: "everything turned away", options: ["--turn-away", "1"], words: ["--turn-away"], status: 64),
    ]

    @Test("refuses bad input with place and remedy, and leaves nothing behind", arguments: cases)
    func refuses(_ bad: Case) throws {
        let folder = try TemporaryFolder()
        let train = try folder.file("train.csv", bad.content)
        var arguments = ["finetune", "--train", train, "--text", "text", "--label", bad.label]
        if let validation = bad.validation {
            arguments += ["--validation", try folder.file("validation.csv", validation)]
        }
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        let result = try run(arguments + ["--output", folder.path("taught")] + Self.base + bad.options)
        #expect(result.status == bad.status && result.output.isEmpty && !result.errors.contains("Fatal error"))
        for word in bad.words { #expect(result.errors.contains(word), "no '\(word)' in: \(result.errors)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == before)
    }

    @Test("does not write a model over a folder of something else")
    func occupied() throws {
        let folder = try TemporaryFolder()
        let train = try folder.file("train.csv", Self.table(40))
        let result = try run(
            ["finetune", "--train", train, "--text", "text", "--label", "label", "--output", folder.url.path]
                + Self.base)
        #expect(result.status == 1 && result.errors.contains("no model's folder"), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["train.csv"])
    }
}
