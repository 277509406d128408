import Foundation
import Testing

@testable import Intake

@Suite("Columns of text")
struct TextColumnsTests {
    private func read(_ text: String, _ names: [String]) throws -> [[String]] {
        let path = FileManager.default.temporaryDirectory.appending(path: "columns-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try TextColumns.read(names, from: path)
    }

    private func code(_ text: String, _ names: [String]) -> String? {
        do {
            _ = try read(text, names)
            return nil
        } catch {
            return (error as? IntakeError)?.code
        }
    }

    @Test("of a table come in the order asked for, quotes, line ends and missing fields and all")
    func table() throws {
        let text = "\u{FEFF}id,review,label\r\n1,\"nice, \"\"red\"\"\ndress\",good\r\n2,不好看,bad\r\n3\r\n"
        #expect(try read(text, ["label", "review"]) == [["good", "bad", ""], ["nice, \"red\"\ndress", "不好看", ""]])
    }

    @Test("of JSON lines are members of objects; numbers are taken as they are written")
    func members() throws {
        let text = """
            {"text": "好\\n看", "label": 1}
            {"label": null, "text": "two"}
            {"text": "three", "more": {"text": "no"}}

            """
        #expect(try read(text, ["text", "label"]) == [["好\n看", "two", "three"], ["1", "", ""]])
    }

    @Test("that are not there, or rows that cannot be read, are told with their place")
    func bad() throws {
        #expect(code("", ["a"]) == "columns.missing")
        #expect(code("a,b\n1,2\n", ["c"]) == "columns.missing")
        #expect(code("{\"a\": 1}\n", ["b"]) == "columns.missing")
        #expect(code("{\"a\": 1}\n{\"a\": \n", ["a"]) == "columns.row")
        #expect(code("{\"a\": 1}\n[1]\n", ["a"]) == "columns.row")
        #expect(code("{\"a\": {\"b\": 1}}\n", ["a"]) == "columns.row")
        #expect(code("a,b\n\"1,2\n", ["a"]) == "columns.row")
        #expect(throws: IntakeError.self) { try TextColumns.read(["a"], from: "/nowhere/at/all.csv") }
        do {
            _ = try read("{\"a\": 1}\n{\"a\" 2}\n", ["a"])
        } catch let error as IntakeError {
            #expect(error.message.contains("line 2"))
        }
    }
}
