import Foundation
import Testing

/// The examples of the documentation, run as they are.
@Suite("The examples")
struct ExamplesTests {
    private static func path(of program: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples")

    private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// Runs an example against a shop of its own, and gives how often what happened in it.
    private static func counts(after program: String, _ script: String) async throws -> [String: Int] {
        let folder = try TemporaryFolder()
        let server = try ServerProcess(folder.path("shop"))
        defer { _ = server.stop() }
        let address = "http://127.0.0.1:\(server.client.port)"
        let result = try run(program, [Self.folder.appending(path: script).path, address])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("5. The next list") && !result.output.contains("refused"), "\(result.output)")
        let answer = try await server.client.send("GET", "/v1/status")
        let status = try #require(try JSONSerialization.jsonObject(with: answer.data) as? [String: Any])
        let counts = try #require(status["counts"] as? [String: Any])
        #expect(counts["decisions"] as? Int == 2)
        return try #require(counts["events"] as? [String: Int])
    }

    @Test("with curl", .enabled(if: path(of: "bash") != nil && path(of: "curl") != nil, "there is no curl here"))
    func curl() async throws {
        let counts = try await Self.counts(after: try #require(Self.path(of: "bash")), "curl.sh")
        #expect(counts == ["view": 1, "purchase": 1])
    }

    @Test("with Python", .enabled(if: path(of: "python3") != nil, "there is no python3 here"))
    func python() async throws {
        let counts = try await Self.counts(after: try #require(Self.path(of: "python3")), "shop.py")
        #expect(counts == ["view": 1, "search": 1, "impression": 3, "click": 1, "purchase": 1])
    }
}
