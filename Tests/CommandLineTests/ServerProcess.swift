import Foundation
import FoundationNetworking
import Testing

/// `serve` as a process that can be killed.
final class ServerProcess {
    private let process = Process()
    private let log: URL
    let client: ServerClient

    /// - Parameter environment: beside the test's own.
    init(_ shop: String, options: [String] = [], environment: [String: String] = [:]) throws {
        log = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).log")
        try Data().write(to: log)
        process.executableURL = CommandRunner.executable
        process.arguments = ["serve", "--data", shop, "--port", "0"] + options
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var port: Int?
        while port == nil, process.isRunning {
            usleep(10_000)
            let text = try String(contentsOf: log, encoding: .utf8)
            port = text.firstMatch(of: /listening on http:\/\/[^:]+:(\d+)/).flatMap { Int($0.1) }
        }
        let said = try String(contentsOf: log, encoding: .utf8)
        client = ServerClient(port: try #require(port, "\(said)"))
    }

    deinit { try? FileManager.default.removeItem(at: log) }

    /// What it has written to standard error.
    var errors: String { get throws { try String(contentsOf: log, encoding: .utf8) } }

    /// The most memory that it ever had, in bytes.
    var peakMemory: Int {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmHWM") })
            return try #require(line.split(separator: " ").compactMap { Int($0) }.first) << 10
        }
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// - Returns: the exit status.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// What can be asked of a server.
struct ServerClient: Sendable {
    let port: Int

    /// - Throws: for anything but 200.
    func post(_ path: String, _ body: String) async throws -> [String: Any] {
        try await object("POST", path, Data(body.utf8))
    }

    /// - Throws: for anything but 200.
    func get(_ path: String) async throws -> [String: Any] { try await object("GET", path) }

    private func object(_ method: String, _ path: String, _ body: Data? = nil) async throws -> [String: Any] {
        let answer = try await send(method, path, body)
        guard answer.status == 200 else { throw URLError(.badServerResponse) }
        return try #require(try JSONSerialization.jsonObject(with: answer.data) as? [String: Any])
    }

    func send(
        _ method: String, _ path: String, _ body: Data? = nil, headers: [String: String] = [:]
    ) async throws -> (status: Int, data: Data) {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = method
        request.httpBody = body
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await URLSession.shared.data(for: request)
        return (try #require(response as? HTTPURLResponse).statusCode, data)
    }
}
