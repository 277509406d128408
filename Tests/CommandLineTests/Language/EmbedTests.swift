import Foundation
import Testing

/// `equipoise language embed`, run as a user runs it, on a model of a few kilobytes.
@Suite("Embedding at the command line")
struct EmbedTests {
    @Test("writes a vector for each row, in a file that says where they come from")
    func embeds() throws {
        let folder = try TemporaryFolder()
        let input = try folder.file("texts.csv", "id,text\n1,a red dress\n2,\n3,红色 连衣裙!\n")
        let output = folder.path("out.safetensors")
        let result = try CommandRunner.run(
            LanguageFixture.embed("bert", input, "text", output) + ["--json"], environment: ["LANG": "C"])
        try #require(result.status == 0, "\(result.errors)")
        let told = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(told["texts"] as? Int == 3 && told["width"] as? Int == 16 && told["output"] as? String == output)
    }
}

enum LanguageFixture {
    /// A tiny model; see `Tests/Oracles/language/encoders.py`.
    static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Oracles/language/encoders/\(name)")
    }

    static func embed(_ model: String, _ input: String, _ column: String, _ output: String) -> [String] {
        ["language", "embed", "--model", folder(model).path, "--input", input, "--text", column, "--output", output]
    }
}
