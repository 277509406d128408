import Engine
import Foundation
import Testing

@testable import Terminal

@Suite("Errors in words")
struct ErrorTextTests {
    @Test("what is wrong comes first, then the remedy, then the cause with its own")
    func failures() {
        let cause = EngineError(code: "disk.full", message: "no space is left", remedy: "free some")
        let error = EngineError(
            code: "output.unwritable", message: "a.csv cannot be written", remedy: "name another", cause: cause)
        #expect(
            ErrorText.describe(error)
                == "a.csv cannot be written\n  remedy: name another\n  cause: no space is left\n  remedy: free some")
        #expect(ErrorText.describe(EngineError(code: "x", message: "only this")) == "only this")
    }

    @Test("the system's errors name the file and the reason, and not Foundation's insides")
    func foundation() throws {
        let path = "/proc/nowhere/file"
        let error = try #require(throws: (any Error).self) { try Data().write(to: URL(filePath: path)) }
        let text = ErrorText.describe(error)
        #expect(text.contains(path) && text.contains("No such file or directory"), "\(text)")
        #expect(!text.contains("NSCocoaErrorDomain"))
    }
}
