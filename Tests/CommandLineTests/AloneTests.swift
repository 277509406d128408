import Foundation
import Testing

@Suite("The program without the one for texts")
struct AloneTests {
    @Test("says which program it needs, and how to get it")
    func alone() throws {
        let folder = try TemporaryFolder()
        let program = folder.url.appending(path: "equipoise")
        try FileManager.default.copyItem(at: CommandRunner.executable, to: program)
        let process = Process()
        let errors = Pipe()
        process.executableURL = program
        process.arguments = ["language", "embed", "--help"]
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 1)
        #expect(text.contains("\(folder.url.resolvingSymlinksInPath().path)/equipoise-language"), "\(text)")
        #expect(text.contains("scripts/setup") && text.contains("make release"))
    }
}
