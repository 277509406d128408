import Foundation
import Testing

@testable import Language

@Suite("Tokeniser files")
struct TokenizerFilesTests {
    /// The error of loading a folder with these files.
    static func error(_ files: [String: String]) throws -> LanguageError {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("language-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        return try #require(throws: LanguageError.self) { try TokenizerFiles.load(folder) }
    }

    static let words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n"

    @Test(
        "what is wrong with a folder is named",
        arguments: [
            ([:], "tokenizer.file", "none of tokenizer.json"),
            (["vocab.json": "{\"a\": 0}"], "tokenizer.file", "merges.txt"),
            (["vocab.txt": words + "a\na\n"], "tokenizer.duplicate", "number 5 and 6"),
            (["vocab.txt": "[PAD]\n[CLS]\n[SEP]\n"], "tokenizer.missing", "[UNK]"),
            (["vocab.txt": words, "tokenizer_config.json": "{\"mask_token\": \"<m>\"}"], "tokenizer.missing", "<m>"),
            (["tokenizer.json": "{\n \"model\": {\"type\": \"WordPiece\",}\n}"], "tokenizer.json", "line 2, byte 32"),
            (["tokenizer.json": "{\"model\": {\"type\": \"Unigram\"}}"], "tokenizer.kind", "Unigram"),
            (["tokenizer.json": "{}"], "tokenizer.format", "model"),
            (
                ["vocab.json": "{\"a\": 0, \"b\": 0}", "merges.txt": ""], "tokenizer.duplicate", "'a' and 'b'"
            ),
            (["vocab.json": "{\"a\": 0, \"b\": 7}", "merges.txt": ""], "tokenizer.format", "'b'"),
            (
                ["vocab.json": "{\"a\": 0, \"b\": 1}", "merges.txt": "#version: 0.2\na b\n"], "tokenizer.merges",
                "merge 1"
            ),
            (["vocab.json": "{\"a\": 0, \"b\": 1}", "merges.txt": "a\n"], "tokenizer.format", "merges.txt 1"),
        ] as [([String: String], String, String)])
    func mistakes(_ files: [String: String], _ code: String, _ part: String) throws {
        let error = try Self.error(files)
        #expect(error.code == code)
        #expect(error.message.contains(part), "\(error.message)")
    }

    @Test func namesThatSwiftCallsEqualStayTwoTokens() throws {
        let vocabulary = try TokenVocabulary(["é", "e\u{301}"])
        #expect(vocabulary.id(of: "é") == 0)
        #expect(vocabulary.id(of: "e\u{301}") == 1)
    }
}
