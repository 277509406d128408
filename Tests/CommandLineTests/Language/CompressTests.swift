import Foundation
import Testing

/// `equipoise language compress`, run as a user runs it, with tiny models.
@Suite("Making models smaller at the command line")
struct CompressTests {
    private static let things = ["dress", "shoe", "shirt", "kettle"]

    private static func table(_ count: Int) -> String {
        "text,label\n"
            + (0..<count).map { row in
                let colour = row % 2 == 0 ? "red" : "blue"
                return "the \(colour) \(things[row / 2 % 4]) number \(row),\(colour)"
            }.joined(separator: "\n") + "\n"
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func run(_ arguments: [String]) throws -> CommandRunner.Result {
        // The products are too small to share, and other tests run beside this one.
        try CommandRunner.run(["language"] + arguments, environment: ["OMP_NUM_THREADS": "1"])
    }

    @Test("an encoder becomes one of whole numbers, and a student learns; both are measured, and served")
    func encoder() throws {
        let folder = try TemporaryFolder()
        let texts = try folder.file("texts.csv", Self.table(60))
        let base = ["compress", "--model", LanguageFixture.folder("bert").path, "--input", texts, "--text", "text"]
        let rounded = try run(base + ["--output", folder.path("int8"), "--json"])
        try #require(rounded.status == 0, "\(rounded.errors)")
        let told = try object(rounded.output)
        let models = try #require(told["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["fp32", "int8"])
        #expect(told["texts"] as? Int == 12 && told["quality"] as? String == "cosine")
        #expect(models[0]["quality"] as? Double ?? 0 > 0.99999)
        #expect(models[1]["quality"] as? Double ?? 0 > 0.99)
        #expect(models[1]["bytes"] as? Int ?? 0 < models[0]["bytes"] as? Int ?? 0)
        let student = try run(
            base + ["--output", folder.path("student"), "--layers", "1", "--zero", "0.2", "--int8", "--epochs", "2"]
                + ["--language", "zh"])
        try #require(student.status == 0, "\(student.errors)")
        let lines = student.output.split(separator: "\n")
        #expect(lines.count == 7 && lines[2].hasPrefix("1 层") && lines[5].contains("int8"), "\(student.output)")
        for name in ["int8", "student"] {
            let check = try run(["serve-check", "--model", folder.path(name)])
            #expect(check.status == 0, "\(check.output)")
        }
        let again = try run(base.dropFirst(3) + ["--model", folder.path("int8"), "--output", folder.path("more")])
        #expect(again.status != 0 && !FileManager.default.fileExists(atPath: folder.path("more")))
    }

    @Test("a classifier keeps its answers, with labels and without")
    func classifier() throws {
        let folder = try TemporaryFolder()
        let texts = try folder.file("texts.csv", Self.table(120))
        let taught = try run(
            ["finetune", "--model", LanguageFixture.folder("bert").path, "--train", texts, "--text", "text"]
                + ["--label", "label", "--output", folder.path("whole"), "--epochs", "30", "--learning-rate", "3e-3"]
                + ["--turn-away", "0.05", "--batch-size", "16", "--choose-by", "log-loss", "--patience", "30"])
        try #require(taught.status == 0, "\(taught.errors)")
        let check = try run(["serve-check", "--model", folder.path("whole"), "--json"])
        let model = try #require(try object(check.output)["model"] as? [String: Any])
        #expect(check.status == 0 && model["kind"] as? String == "classifier" && model["width"] as? Int == 2)
        let base = ["compress", "--model", folder.path("whole"), "--input", texts, "--text", "text", "--json"]
        let pruned = try run(
            base + ["--label", "label", "--prune", "0.5", "--int8", "--output", folder.path("pruned")]
                + ["--epochs", "10", "--learning-rate", "3e-3", "--batch-size", "16"])
        try #require(pruned.status == 0, "\(pruned.errors)")
        let told = try object(pruned.output)
        let models = try #require(told["models"] as? [[String: Any]])
        #expect(
            models.map { $0["name"] as? String } == [
                "fp32", "50 % pruned", "50 % pruned, taught", "50 % pruned, taught, int8",
            ])
        #expect(told["quality"] as? String == "accuracy" && told["epochs"] != nil)
        #expect(models[2]["parameters"] as? Int ?? 0 < models[0]["parameters"] as? Int ?? 0)
        // Of 24 texts; the scope turns a few of them away.
        #expect(models.last?["quality"] as? Double ?? 0 > 0.75, "\(models)")
        let measured = try run(
            ["evaluate", "--model", folder.path("pruned"), "--input", texts, "--text", "text", "--label", "label"]
                + ["--json"])
        #expect(try object(measured.output)["accuracy"] as? Double ?? 0 > 0.9, "\(measured.errors)")
        let red = try folder.file(
            "red.csv", "text\n" + (0..<20).map { "the red dress number \($0)" }.joined(separator: "\n"))
        let onlyRed = try run(
            ["compress", "--model", folder.path("whole"), "--input", red, "--text", "text", "--prune", "0.5"]
                + ["--output", folder.path("red")])
        #expect(onlyRed.status == 1 && onlyRed.errors.contains("'blue'"), "\(onlyRed.errors)")
        let agreeing = try run(base + ["--zero", "0.1", "--output", folder.path("zeros")])
        try #require(agreeing.status == 0, "\(agreeing.errors)")
        #expect(try object(agreeing.output)["quality"] as? String == "agreement")
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var content = CompressTests.table(30)
        var options: [String]
        var words: [String]
        var status: Int32 = 1

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "a share of all", options: ["--prune", "1"], words: ["--prune", "between 0 and 1"], status: 64),
        Case(name: "more layers than there are", options: ["--layers", "9"], words: ["layers", "1...2", "9"]),
        Case(name: "too few texts", content: table(5), options: [], words: ["texts.csv", "5 texts", "ten"]),
        Case(name: "no texts", content: "text,label\n", options: [], words: ["texts.csv", "no rows"]),
        Case(
            name: "a label without text", content: "text,label\na,\n", options: ["--label", "label"], words: ["row 1"]),
        Case(name: "no such model", options: ["--model", "nowhere"], words: ["nowhere", "config.json"]),
        Case(
            name: "a loss that is no number", options: ["--layers", "1", "--learning-rate", "1e30"],
            words: ["step", "learning rate", "remedy"]),
    ]

    @Test("refuses bad input with place and remedy, and leaves nothing behind", arguments: cases)
    func refuses(_ bad: Case) throws {
        let folder = try TemporaryFolder()
        let texts = try folder.file("texts.csv", bad.content)
        let model = bad.options.contains("--model") ? [] : ["--model", LanguageFixture.folder("bert").path]
        let result = try run(
            ["compress", "--input", texts, "--text", "text", "--output", folder.path("small")] + model + bad.options)
        #expect(result.status == bad.status && result.output.isEmpty && !result.errors.contains("Fatal error"))
        for word in bad.words { #expect(result.errors.contains(word), "no '\(word)' in: \(result.errors)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["texts.csv"])
    }
}
