import Foundation
import Testing

/// `equipoise language serve-check`, run as a user runs it.
@Suite("Checking a model at the command line")
struct ServeCheckTests {
    private static func check(_ model: URL) throws -> (status: Int32, report: [String: Any], failed: Set<String>) {
        let result = try CommandRunner.run(["language", "serve-check", "--model", model.path, "--json"])
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.errors)")
        let checks = try #require(report["checks"] as? [[String: Any]])
        for check in checks { #expect((check["problem"] == nil) == (check["passed"] as? Bool == true)) }
        let failed = checks.filter { $0["passed"] as? Bool == false }.compactMap { $0["name"] as? String }
        return (result.status, report, Set(failed))
    }

    @Test("a sound model passes, and is measured")
    func sound() throws {
        let (status, report, failed) = try Self.check(LanguageFixture.folder("bert"))
        #expect(status == 0 && failed.isEmpty && report["servable"] as? Bool == true)
        #expect((report["checks"] as? [Any])?.count == 10)
        let model = try #require(report["model"] as? [String: Any])
        #expect(model["family"] as? String == "bert" && model["width"] as? Int == 16)
        #expect(model["bytes"] as? Int == 25_056)
        // Four tables and norms, and two layers; the pooler is not counted.
        #expect(model["parameters"] as? Int == 5_008)
        let speed = try #require(report["speed"] as? [String: Any])
        let latency = try #require(speed["latency"] as? [String: Double])
        let (middle, high, highest) = (latency["p50"] ?? 0, latency["p95"] ?? 0, latency["p99"] ?? 0)
        #expect(middle > 0 && middle <= high && high <= highest)
        #expect(speed["textsPerSecond"] as? Double ?? 0 > 0)
        let memory = try #require(report["memory"] as? [String: Int])
        #expect(memory["residentBytes"] ?? 0 > 1 << 20 && memory["peakBytes"] ?? 0 >= memory["residentBytes"] ?? 0)
    }

    @Test("what it says can be read in two languages")
    func languages() throws {
        let arguments = ["language", "serve-check", "--model", LanguageFixture.folder("bert").path, "--language"]
        let english = try CommandRunner.run(arguments + ["en"])
        #expect(english.status == 0 && english.output.contains("✓ an empty text"))
        #expect(english.output.hasSuffix("it can be served\n"))
        let chinese = try CommandRunner.run(arguments + ["zh"])
        #expect(chinese.output.contains("✓ 空文本") && chinese.output.hasSuffix("可以上线服务\n"))
    }

    @Test("weights that are no numbers, and weights that tell nothing apart, are found")
    func weights() throws {
        let folder = try TemporaryFolder()
        let model = try LanguageFixture.copy(into: folder)
        try LanguageFixture.fillWeights(of: model, with: .nan)
        let lost = try Self.check(model)
        #expect(lost.status == 1 && lost.failed.isSuperset(of: ["weights", "vectors", "company", "empty", "long"]))
        #expect(lost.report["servable"] as? Bool == false && lost.report["speed"] == nil)
        try LanguageFixture.fillWeights(of: model, with: 0)
        let flat = try Self.check(model)
        #expect(flat.status == 1 && flat.failed == ["difference"])
    }

    @Test("a tokeniser that is another model's is found")
    func tokeniser() throws {
        let folder = try TemporaryFolder()
        let model = try LanguageFixture.copy(into: folder)
        let vocabulary = model.appending(path: "vocab.txt")
        let tokens = try String(contentsOf: vocabulary, encoding: .utf8)
        try (tokens + (0..<20).map { "more\($0)\n" }.joined()).write(to: vocabulary, atomically: true, encoding: .utf8)
        let larger = try Self.check(model)
        #expect(larger.status == 1 && larger.failed == ["loads"] && larger.report["model"] == nil)
        // As many tokens, in another order.
        let reversed = tokens.split(separator: "\n").reversed().joined(separator: "\n") + "\n"
        try reversed.write(to: vocabulary, atomically: true, encoding: .utf8)
        let shuffled = try Self.check(model)
        #expect(shuffled.status == 1 && shuffled.failed == ["padding"])
    }

    @Test("a folder that cannot be loaded is refused in words")
    func refused() throws {
        let folder = try TemporaryFolder()
        let empty = try CommandRunner.run(["language", "serve-check", "--model", folder.url.path])
        #expect(empty.status == 1 && empty.output.contains("it cannot be served"), "\(empty.output)")
        #expect(empty.output.contains("remedy"))
        let nowhere = try CommandRunner.run(["language", "serve-check", "--model", folder.path("nowhere")])
        #expect(nowhere.status == 1 && nowhere.output.isEmpty && nowhere.errors.contains("nowhere"))
    }
}
